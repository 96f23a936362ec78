import { describe, expect, it } from 'vitest'
import type { Expected, Relation } from '../../oracle/expectation.ts'
import { accusedIn, booked, step as currentStep, judged } from './records.ts'
import {
  type Answer,
  ada,
  answer,
  broken,
  current,
  dedicated,
  defect,
  empty,
  exchange,
  exchanged,
  failed,
  judgeSteps,
  queried,
  request,
  type Sent,
  step,
  succeed,
  tag,
} from './support.ts'

/**
 * What was deleted is on no list and cannot be read. A deletion that is answered with 202 will take place; what is
 * asked meanwhile may be answered as if it had not.
 */

describe('what was deleted', () => {
  const relation: Relation = { kind: 'unlisted', create: 0, list: 1 }
  const deletion = (operation: string, path: string, given: Answer): Sent => [
    succeed(operation, current),
    exchange(request(operation, { path }, current), given),
  ]
  const ok = answer(200, { result: 'ok' })
  const list = (items: unknown) => currentStep('listReservations', answer(200, items))

  it('is named by the path of its deletion', () => {
    for (const given of [ok, empty(204)]) {
      const one = deletion('deleteReservation', '/api/3/reservations/7', given)
      expect(accusedIn([one, list([booked(6), booked(77)])], relation)).toEqual([])
      expect(accusedIn([one, list([booked(6), booked(7)])], relation)).toEqual(['CU-UNLISTED listReservations'])
      expect(judged([one, list([])], relation).examined).toContain('CU-UNLISTED:listReservations')
    }
  })

  it('is only noted where nobody says that it was deleted', () => {
    const one = deletion('deleteReservation', '/api/3/reservations/7', ok)
    const open: Relation = { ...relation, unknown: true }
    const { violations, examined, observations } = judged([one, list([booked(7)])], open)
    expect([violations, observations.map(({ what }) => what)]).toEqual([[], ['listed-after-its-person-was-deleted']])
    expect(examined).not.toContain('CU-UNLISTED:listReservations')
    expect(judged([one, list([booked(6)])], open).observations).toEqual([])
  })

  it('by its id alone, however that is written, and not by its person', () => {
    const credentials = (...ids: string[]) =>
      currentStep(
        'listPersonCredentials',
        answer(
          200,
          ids.map((id) => ({ id, credential_type_id: 3, person_id: 7, label: tag })),
        ),
      )
    const path = '/api/3/people/7/credentials/R%31'
    expect(accusedIn([deletion('deletePersonCredential', path, ok), credentials('R2', '7')], relation)).toEqual([])
    expect(accusedIn([deletion('deletePersonCredential', path, ok), credentials('R1')], relation)).toEqual([
      'CU-UNLISTED listPersonCredentials',
    ])
  })

  it('was not deleted: then it may be there', () => {
    const { examined, violations } = judged(
      [
        deletion('deleteReservation', '/api/3/reservations/7', answer(404, { error: 'x', error_description: 'y' })),
        list([booked(7)]),
      ],
      relation,
    )
    expect(violations.map(({ clause }) => clause)).toEqual(['CU-200-DELETE'])
    expect(examined).not.toContain('CU-UNLISTED:listReservations')
    const lost = [
      succeed('deleteReservation', current),
      failed(request('deleteReservation', {}, current), 'timeout'),
    ] as const
    expect(accusedIn([lost, list([booked(7)])], relation)).toEqual([])
  })
})

const gone = (operation: string, again = false): Expected => ({
  operation,
  outcome: again ? 'gone-again' : 'gone',
  strength: 'must-refuse',
  defect: defect('state', again ? 'alive-again' : 'alive'),
})

const deletedWith = (deletion: number, ...asked: readonly Sent[]) =>
  judgeSteps([step('deletePerson', empty(deletion)), ...asked])

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
    const steps: readonly Sent[] = [step('deletePerson', empty(202)), step('listPeople', empty(500))]
    expect(judgeSteps(steps, [], undefined, undefined, true)).toMatchObject({ until: 0 })
    expect(broken(judgeSteps(steps, [], undefined, undefined, true))).toEqual(['RE-200-DELETE-USUAL:deletePerson'])
  })
})

describe('a list of which something is still to be deleted', () => {
  const listed = (deletion: number) =>
    judgeSteps(
      [
        step('createPerson', answer(201, ada)),
        step('deletePerson', empty(deletion)),
        step('listPeople', answer(200, [ada])),
      ],
      [{ kind: 'unlisted', create: 0, list: 2 }],
    )

  it('may show it', () => {
    expect(broken(listed(202))).toEqual(['RE-200-DELETE-USUAL:deletePerson'])
    expect(broken(listed(204))).toContain('RE-UNLISTED:listPeople')
  })

  it('is not held to its pages', () => {
    const pageOf = (operation: string, number: number, items: readonly object[]) =>
      queried(operation, `?page=${number}&per_page=1`, answer(200, items))
    const page = (number: number, items: readonly object[]) => pageOf('listPeople', number, items)
    const steps = [page(1, [ada]), page(2, [ada]), page(3, [])]
    const walk = [{ kind: 'pages', walks: [[0, 1, 2], []], own: [] }] as const
    expect(broken(judgeSteps(steps, walk))).toEqual(['RE-PAGING:listPeople'])
    expect(broken(judgeSteps(steps, walk, { ...dedicated, deletedLater: ['credentials'] }))).toEqual([
      'RE-PAGING:listPeople',
    ])
    const judgement = judgeSteps(steps, walk, { ...dedicated, deletedLater: ['people'] })
    expect(broken(judgement)).toEqual([])
    expect(judgement.observations.map(({ what }) => what)).toContain('list-may-change')
    const held = (number: number, items: readonly object[]) => pageOf('listPersonCredentials', number, items)
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
      step('deletePerson', empty(204)),
      reading,
      [gone('deletePerson', true), exchanged('deletePerson', empty(202))],
    ])
    expect(broken(judgement)).toContain('RE-410:getPerson')
  })
})
