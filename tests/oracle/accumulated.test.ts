import { describe, expect, it } from 'vitest'
import type { Edition } from '../../contract/edition.ts'
import type { Relation } from '../../oracle/expectation.ts'
import type { Judgement } from '../../oracle/results.ts'
import {
  accused,
  answer,
  classic,
  current,
  dedicated,
  empty,
  exchange,
  failed,
  judgeSteps,
  request,
  type Sent,
  step,
  succeed,
} from './support.ts'

/** What several writes have led to, read once or twice, and how far a chain of them is judged. */

const judged = (edition: Edition, steps: readonly Sent[], relations: readonly Relation[], chained = true): Judgement =>
  judgeSteps(steps, relations, dedicated, edition, chained)

const created = (body: object): Sent => step('createPerson', answer(201, { id: 7 }), body)
const shown = (members: object): Sent => step('getPerson', answer(200, { id: 7, ...members }))

/** A person as it is written. */
const ada = { first_name: 'Ada', last_name: 'Lovelace', custom_1: '007' }
const noted = { ...ada, notes: 'old' }

/** What a person of the current edition shows at least. */
const least = { id: 7, first_name: 'Ada', last_name: 'Lovelace', enabled: true, groups: [], roles: [] }

describe('what a sequence of writes has led to', () => {
  const relation: Relation = { kind: 'accumulated', writes: [0, 1], read: 2 }
  const first = created(noted)

  it.each<[what: string, update: object, back: object, named: string[], unnamed: string[]]>([
    ['everything kept', { notes: 'new' }, { notes: 'new', custom_1: '007' }, [], []],
    ['what was named is not there', { notes: 'new' }, { notes: 'old', custom_1: '007' }, ['notes'], []],
    ['what was named is gone', { notes: 'new' }, { custom_1: '007' }, ['notes'], []],
    ['what was not named is gone', { notes: 'new' }, { notes: 'new' }, [], ['custom_1']],
    ['what was not named is another', { notes: 'new' }, { notes: 'new', custom_1: '7' }, [], ['custom_1']],
    ['null that clears', { notes: null }, { notes: '', custom_1: '007' }, [], []],
    ['null that leaves', { notes: null }, { notes: 'old', custom_1: '007' }, [], []],
    ['null that becomes something else', { notes: null }, { notes: 'else', custom_1: '007' }, ['notes'], []],
    ['both at once', { notes: 'new' }, { notes: 'old' }, ['notes'], ['custom_1']],
  ])('%s', (_, update, back, named, unnamed) => {
    const steps = [
      step('createPerson', answer(201, least), noted),
      step('updatePerson', answer(200, least), update),
      step('getPerson', answer(200, { ...least, ...back })),
    ]
    expect(accused(judged(classic, steps, [relation]))).toEqual(named.map((one) => `RE-READ-BACK updatePerson ${one}`))
    expect([...accused(judged(current, steps, [relation]))].sort()).toEqual(
      [
        ...named.map((one) => `CU-READ-BACK updatePerson ${one}`),
        ...unnamed.map((one) => `CU-PARTIAL updatePerson ${one}`),
      ].sort(),
    )
    const { observations } = judged(classic, steps, [relation])
    expect(observations.filter(({ what }) => what === 'unnamed-member-changed').length).toBe(unnamed.length)
  })

  it.each<[boolean, boolean, string[]]>([
    [false, true, []],
    [false, false, ['CU-REPLACE updateNotificationRule active']],
    [true, true, []],
  ])('a rule is replaced as a whole: active %s before, %s after', (before, after, violations) => {
    const rule = {
      id: 7,
      name: 'dfc-a-1',
      events: [{ code: 10, name: 'Admitted' }],
      actions: [{ type: 0 }],
      conditions: [],
    }
    const written = { name: 'dfc-a-1', call_back_url: 'https://example.com/', match_event_codes: [10] }
    const steps = [
      step('createNotificationRule', answer(200, { ...rule, active: before }), { ...written, active: before }),
      step('updateNotificationRule', answer(200, { ...rule, active: after }), written),
      step('getNotificationRule', answer(200, { ...rule, active: after })),
    ]
    expect(accused(judged(current, steps, [relation])).filter((one) => !one.startsWith('CU-RESOURCE'))).toEqual(
      violations,
    )
    expect(judged(current, steps, [relation]).examined).toContain('CU-REPLACE:updateNotificationRule')
  })

  it('skips what was refused and what was not sent', () => {
    const refused = step('updatePerson', answer(400, { type: 'invalid' }), { notes: 'refused' })
    const mayRefuse: Sent = [{ ...refused[0], strength: 'may-refuse' }, refused[1]]
    const at: Relation = { kind: 'accumulated', writes: [0, 1, 2], read: 3 }
    const steps: Sent[] = [first, mayRefuse, [succeed('updatePerson'), undefined], shown(noted)]
    expect(accused(judged(classic, steps, [at]))).toEqual([])
    expect(judged(classic, steps, [at]).examined).toContain('RE-READ-BACK:createPerson')
    const other: Sent[] = [...steps.slice(0, 3), shown({ ...ada, notes: 'refused' })]
    expect(accused(judged(classic, other, [at]))).toEqual(['RE-READ-BACK createPerson notes'])
  })

  it('says nothing behind a write that has no answer', () => {
    const lost: Sent = [succeed('updatePerson'), failed(request('updatePerson'), 'timeout')]
    const steps: Sent[] = [first, lost, shown({ notes: 'who knows' }), step('getPerson', empty(500))]
    const judgement = judged(classic, steps, [relation])
    expect(accused(judgement)).toEqual([])
    expect(judgement.inconclusive.map(({ reason }) => reason)).toEqual(['transport'])
  })

  it('finds what cannot be read by itself in a list', () => {
    const at: Relation = { kind: 'accumulated', writes: [0], read: 1 }
    const list = (notes: string): Sent =>
      step(
        'listPeople',
        answer(200, [
          { id: 3, notes: 'other' },
          { id: 7, ...ada, notes },
        ]),
      )
    expect(accused(judged(classic, [first, list('old')], [at]))).toEqual([])
    expect(accused(judged(classic, [first, list('new')], [at]))).toEqual(['RE-READ-BACK createPerson notes'])
  })
})

describe('two readings with nothing written in between', () => {
  const relation: Relation = { kind: 'repeated', first: 1, again: 2, writes: [0] }
  const first = created(noted)

  it.each<[string, object, string[]]>([
    ['alike', noted, []],
    ['nothing for nothing', { ...noted, barcode: '' }, []],
    ['a member that nobody wrote', { ...noted, barcode: 'B1' }, []],
    ['a member that was written', { ...ada, notes: 'new' }, ['RE-READ-BACK getPerson notes']],
  ])('%s', (_, again, violations) => {
    const steps = [first, shown(noted), shown(again)]
    expect(accused(judged(classic, steps, [relation]))).toEqual(violations)
  })
})

describe('a chain', () => {
  const relation: Relation = { kind: 'accumulated', writes: [0], read: 1 }

  it('is judged up to the first thing that is wrong, since nobody knows what state that leaves', () => {
    const steps = [created(ada), shown({ ...ada, first_name: 'Eda' }), step('getPerson', empty(404))]
    expect(accused(judged(classic, steps, [relation]))).toEqual(['RE-READ-BACK createPerson first_name'])
    expect(accused(judged(classic, steps, [relation], false)).length).toBe(2)
  })

  it('goes on behind an answer that is only unusual, or whose body is not as it should be', () => {
    const update = step('updatePerson', answer(201, { id: 7 }), { notes: 'new' })
    const refused: Sent = [
      {
        operation: 'updatePerson',
        outcome: 'malformed-body',
        strength: 'must-refuse',
        defect: { rule: 'body-syntax', place: 'wire', parameters: [] },
      },
      exchange(request('updatePerson', { body: { text: '{' } }), answer(400, {})),
    ]
    const steps = [created(ada), update, refused, step('getPerson', empty(500))]
    expect(accused(judged(classic, steps, []))).toEqual([
      'RE-200-UPDATE-USUAL updatePerson',
      'RE-TYPE updatePerson',
      'RE-200 getPerson',
    ])
  })
})
