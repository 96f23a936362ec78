import { describe, expect, it } from 'vitest'
import type { Expected, Relation } from '../../oracle/expectation.ts'
import {
  type Answer,
  ada,
  answer,
  broken,
  empty,
  exchanged,
  garbage,
  inBody,
  judgeSteps,
  listOf,
  step,
  tag,
} from './support.ts'

/** What a request leaves behind: nothing where it was refused, and something valid where it was accepted. */

describe('a refused request', () => {
  const refusedUpdate: Expected = {
    operation: 'updatePerson',
    outcome: 'invalid-value',
    strength: 'should-refuse',
    defect: inBody('format', 'email'),
  }
  const unchanged: Relation = { kind: 'unchanged', refused: 1, before: 0, after: 2 }
  const around = (given: Answer, after: Answer) =>
    judgeSteps(
      [
        step('getPerson', answer(200, ada)),
        [refusedUpdate, exchanged('updatePerson', given)],
        step('getPerson', after),
      ],
      [unchanged],
    )

  it.each<[string, unknown, string[]]>([
    ['the same', ada, []],
    ['in a list', [ada], []],
    ['later, by the clock', { ...ada, updated_at: '2030-01-01T00:00:00Z' }, []],
    ['with another member that is not documented', { ...ada, etag: tag }, []],
    ['groups in another order', { ...ada, groups: [4, 3] }, []],
    ['null for absent', { ...ada, email: null }, []],
    ['another name', { ...ada, last_name: tag }, ['last_name']],
    ['fewer groups', { ...ada, groups: [3] }, ['group_ids']],
    ['a flag flipped', { ...ada, enabled: false }, ['enabled']],
    ['two', { ...ada, enabled: false, first_name: 'X' }, ['first_name', 'enabled']],
  ])('leaves things as they were: %s', (_, after, members) => {
    const { violations, examined } = around(answer(400, { type: 'x' }), answer(200, after))
    expect(
      violations.map(({ clause, operation, rule, parameters }) => [clause, operation, rule, ...parameters]),
    ).toEqual(members.length === 0 ? [] : [['RE-NO-EFFECT', 'updatePerson', 'format', ...members]])
    expect(examined).toContain('RE-NO-EFFECT:updatePerson')
  })

  it('is at fault itself where its subject is gone afterwards', () => {
    for (const status of [404, 410])
      expect(broken(around(empty(400), empty(status)))).toEqual(['RE-NO-EFFECT:updatePerson'])
    expect(broken(around(empty(400), empty(500)))).toEqual(['RE-200:getPerson'])
  })

  it('is judged even if refused with the wrong status, and not if accepted', () => {
    const changed = answer(200, { ...ada, enabled: false })
    expect(broken(around(empty(500), changed))).toEqual(['RE-500:updatePerson', 'RE-NO-EFFECT:updatePerson'])
    expect(broken(around(empty(422), changed))).toEqual(['RE-400-VALUE:updatePerson', 'RE-NO-EFFECT:updatePerson'])
    expect(broken(around(empty(204), changed))).toEqual(['RE-400-VALUE-REFUSED:updatePerson'])
    expect(broken(around(empty(429), changed))).toEqual([])
    expect(around(empty(204), changed).examined).not.toContain('RE-NO-EFFECT:updatePerson')
  })

  const missing: Expected = {
    operation: 'createPerson',
    outcome: 'missing-parameter',
    strength: 'must-refuse',
    defect: inBody('required', 'last_name'),
  }
  const created = (items: unknown, marker = 'dfc-abc-1') =>
    broken(
      judgeSteps(
        [[missing, exchanged('createPerson', empty(400))], step('listPeople', answer(200, items))],
        [{ kind: 'nothing-created', refused: 0, list: 1, marker }],
      ),
    )

  it('creates nothing that carries its marker', () => {
    expect(created([])).toEqual([])
    expect(
      created([
        { id: 8, system_id: tag, email: null },
        { id: 9, system_id: 'dfc-abc-10' },
      ]),
    ).toEqual([])
    for (const item of [
      { id: 8, system_id: 'dfc-abc-1' },
      { id: 8, system_id: ' DFC-ABC-1' },
    ])
      expect(created([item])).toEqual(['RE-NO-EFFECT:createPerson'])
    expect(created([{ id: 8, email: 'DFC-abc-1@example.com' }], 'dfc-abc-1@example.com')).toEqual([
      'RE-NO-EFFECT:createPerson',
    ])
  })

  it('adds nothing to a list', () => {
    const second: Expected = {
      operation: 'createPersonCredential',
      outcome: 'request-failed',
      strength: 'must-refuse',
      defect: { rule: 'one-per-type', place: 'state', parameters: ['value'] },
    }
    const list = (ids: readonly string[]) => step('listPersonCredentials', listOf(ids))
    const at = (before: string[], after: string[]) =>
      broken(
        judgeSteps(
          [list(before), [second, exchanged('createPersonCredential', empty(402))], list(after)],
          [{ kind: 'same-list', refused: 1, before: 0, after: 2 }],
        ),
      )
    expect(at(['a', 'b'], ['b', 'a'])).toEqual([])
    expect(at([], [])).toEqual([])
    expect(at(['a'], ['a', 'b'])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
    expect(at(['a'], ['b'])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
    expect(at(['a'], [])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
  })

  it('is not what has shown late of what was done before it', () => {
    const refused: Expected = {
      operation: 'createPersonCredential',
      outcome: 'request-failed',
      strength: 'must-refuse',
      defect: { rule: 'one-per-type', place: 'state', parameters: ['value'] },
    }
    const list = (ids: readonly string[]) => step('listPersonCredentials', listOf(ids))
    const at = (first: ReturnType<typeof step>, before: string[], after: string[]) =>
      broken(
        judgeSteps(
          [first, list(before), [refused, exchanged('createPersonCredential', empty(402))], list(after)],
          [{ kind: 'same-list', refused: 2, before: 1, after: 3 }],
        ),
      )
    const made = step('createPersonCredential', answer(201, { id: 'a' }))
    expect(at(made, [], ['a'])).toEqual([])
    expect(at(made, [], ['a', 'b'])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
    expect(at(made, ['a'], [])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
    expect(at(step('createPerson', answer(201, { id: 'a' })), [], ['a'])).toContain(
      'RE-NO-EFFECT:createPersonCredential',
    )
  })
})

describe('an accepted request that need not have been', () => {
  const coerced: Expected = {
    operation: 'createPerson',
    outcome: 'invalid-value',
    strength: 'may-accept',
    defect: inBody('coercible-type', 'first_name'),
  }
  const readAfter = (given: Answer, shown: Answer) =>
    judgeSteps(
      [[coerced, exchanged('createPerson', given)], step('getPerson', shown)],
      [{ kind: 'still-valid', accepted: 0, read: 1 }],
    )
  const stored = answer(201, { id: 7 })

  it('leaves a valid resource behind', () => {
    expect(broken(readAfter(stored, answer(200, ada)))).toEqual([])
    expect(readAfter(stored, answer(200, ada)).examined).toContain('RE-ACCEPTED:createPerson')
    for (const shown of [{ ...ada, first_name: 5 }, { ...ada, first_name: null }, [], 'ok', { first_name: 'A' }]) {
      expect(broken(readAfter(stored, answer(200, shown)))).toEqual(['RE-ACCEPTED:createPerson'])
    }
  })

  it('is judged so too where it should have been refused', () => {
    const strict: Expected = { ...coerced, strength: 'should-refuse', defect: inBody('type', 'first_name') }
    const judgement = judgeSteps(
      [[strict, exchanged('createPerson', stored)], step('getPerson', answer(200, { ...ada, first_name: [] }))],
      [{ kind: 'still-valid', accepted: 0, read: 1 }],
    )
    expect(broken(judgement)).toEqual(['RE-400-VALUE-REFUSED:createPerson', 'RE-ACCEPTED:createPerson'])
  })

  it('was not accepted: then the reading is like any other', () => {
    expect(broken(readAfter(empty(400), answer(200, { ...ada, first_name: 5 })))).toEqual(['RE-RESOURCE:getPerson'])
  })

  it('is not at fault for a reading that fails', () => {
    expect(broken(readAfter(stored, garbage(200, 'text/html')))).toEqual(['RE-JSON:getPerson'])
    expect(broken(readAfter(stored, empty(404)))).toEqual(['RE-200:getPerson'])
  })
})
