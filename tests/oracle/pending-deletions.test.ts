import { describe, expect, it } from 'vitest'
import type { Expected } from '../../oracle/expectation.ts'
import { ada, answer, broken, dedicated, defect, empty, exchanged, judgeSteps, type Sent, succeed } from './support.ts'

/** A deletion that is answered with 202 will take place; what is asked meanwhile may be answered as if it had not. */

const gone = (operation: string, again = false): Expected => ({
  operation,
  outcome: again ? 'gone-again' : 'gone',
  strength: 'must-refuse',
  defect: defect('state', again ? 'alive-again' : 'alive'),
})

const deletedWith = (deletion: number, ...asked: readonly Sent[]) =>
  judgeSteps([[succeed('deletePerson'), exchanged('deletePerson', empty(deletion))], ...asked])

const reading: Sent = [gone('getPerson'), exchanged('getPerson', answer(200, ada))]
const update: Sent = [gone('updatePerson'), exchanged('updatePerson', empty(200))]
const second: Sent = [gone('deletePerson', true), exchanged('deletePerson', empty(202))]

describe('after a deletion that was answered with 202', () => {
  it('what is still there is noted, and not held against anybody', () => {
    const judgement = deletedWith(202, reading, update, second)
    expect(broken(judgement)).toEqual(['RE-200-DELETE-USUAL:deletePerson'])
    expect(judgement.observations.filter(({ what }) => what === 'not-gone-yet')).toHaveLength(3)
    expect(judgement.inconclusive).toEqual([])
    expect(judgement.examined).not.toContain('RE-410:getPerson')
  })

  it('a refusal is judged as ever', () => {
    const judgement = deletedWith(202, [gone('getPerson'), exchanged('getPerson', answer(410, { type: 'gone' }))])
    expect(judgement.examined).toContain('RE-410:getPerson')
    expect(broken(deletedWith(202, [gone('getPerson'), exchanged('getPerson', empty(500))]))).toContain(
      'RE-500:getPerson',
    )
  })

  it('a chain is judged no further', () => {
    const steps: readonly Sent[] = [
      [succeed('deletePerson'), exchanged('deletePerson', empty(202))],
      [succeed('listPeople'), exchanged('listPeople', empty(500))],
    ]
    expect(judgeSteps(steps, [], undefined, undefined, true)).toMatchObject({ until: 0 })
    expect(broken(judgeSteps(steps, [], undefined, undefined, true))).toEqual(['RE-200-DELETE-USUAL:deletePerson'])
  })
})

describe('a list of which something is still to be deleted', () => {
  const listed = (deletion: number) =>
    judgeSteps(
      [
        [succeed('createPerson'), exchanged('createPerson', answer(201, ada))],
        [succeed('deletePerson'), exchanged('deletePerson', empty(deletion))],
        [succeed('listPeople'), exchanged('listPeople', answer(200, [ada]))],
      ],
      [{ kind: 'unlisted', create: 0, list: 2 }],
    )

  it('may show it', () => {
    expect(broken(listed(202))).toEqual(['RE-200-DELETE-USUAL:deletePerson'])
    expect(broken(listed(204))).toContain('RE-UNLISTED:listPeople')
  })

  it('is not held to its pages', () => {
    const page = (number: number, items: readonly object[]): Sent => {
      const { request: asked, ...rest } = exchanged('listPeople', answer(200, items))
      const path = `${asked.path}?page=${number}&per_page=1`
      return [succeed('listPeople'), { ...rest, request: { ...asked, path } }]
    }
    const steps = [page(1, [ada]), page(2, [ada]), page(3, [])]
    const walk = [{ kind: 'pages', walks: [[0, 1, 2], []], own: [] }] as const
    expect(broken(judgeSteps(steps, walk))).toEqual(['RE-PAGING:listPeople'])
    expect(broken(judgeSteps(steps, walk, { ...dedicated, deletedLater: ['credentials'] }))).toEqual([
      'RE-PAGING:listPeople',
    ])
    const judgement = judgeSteps(steps, walk, { ...dedicated, deletedLater: ['people'] })
    expect(broken(judgement)).toEqual([])
    expect(judgement.observations.map(({ what }) => what)).toContain('list-may-change')
    const held = (number: number, items: readonly object[]): Sent => {
      const { request: asked, ...rest } = exchanged('listPersonCredentials', answer(200, items))
      const path = `${asked.path}?page=${number}&per_page=1`
      return [succeed('listPersonCredentials'), { ...rest, request: { ...asked, path } }]
    }
    const card = { id: 'R1', person_id: 7, credential_type_id: 3 }
    const own = [held(1, [card]), held(2, [card]), held(3, [])]
    expect(broken(judgeSteps(own, walk, { ...dedicated, deletedLater: ['credentials'] }))).toEqual([
      'RE-PAGING:listPersonCredentials',
    ])
  })
})

describe.each([200, 204])('after a deletion that was answered with %i', (status) => {
  it('what is still there is wrong', () => {
    const found = broken(deletedWith(status, reading, update))
    expect(found.filter((one) => one.startsWith('RE-410'))).toEqual(['RE-410:getPerson', 'RE-410:updatePerson'])
  })
})

describe('before a deletion that was answered with 202', () => {
  it('what should have been gone already is wrong', () => {
    const judgement = judgeSteps([
      [succeed('deletePerson'), exchanged('deletePerson', empty(204))],
      reading,
      [gone('deletePerson', true), exchanged('deletePerson', empty(202))],
    ])
    expect(broken(judgement)).toContain('RE-410:getPerson')
  })
})
