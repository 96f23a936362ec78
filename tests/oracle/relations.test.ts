import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expected, Relation } from '../../oracle/expectation.ts'
import {
  type Answer,
  answer,
  broken,
  dedicated,
  empty,
  exchange,
  failed,
  garbage,
  inBody,
  judgeSteps,
  request,
  succeed,
  text,
} from './support.ts'

const tag = '⟦abc.abc.3.a.non-blank,text⟧'
const ada = { id: 7, first_name: 'Ada', last_name: 'Lovelace', enabled: true, groups: [3, 4] }

const sent = (operation: string, given: Answer, body?: unknown): Exchange =>
  exchange(request(operation, body === undefined ? {} : { body: text(body) }), given)

describe('read-back', () => {
  const relation: Relation = { kind: 'read-back', write: 0, read: 1 }
  const back = (operation: string, written: unknown, shown: unknown, reader = 'getPerson') => {
    const status = operation.startsWith('update') ? 200 : 201
    const created = reader === 'getPerson' ? { id: 7 } : { id: 'R1sRdPO' }
    return judgeSteps(
      [
        [succeed(operation), sent(operation, answer(status, created), written)],
        [succeed(reader), sent(reader, answer(200, shown))],
      ],
      [relation],
    )
  }

  it.each<[string, unknown, unknown, string[]]>([
    ['as it was', { first_name: 'Zoë', enabled: false }, { id: 7, first_name: 'Zoë', enabled: false }, []],
    ['in a list of one', { first_name: 'Zoë' }, [{ id: 7, first_name: 'Zoë' }], []],
    ['groups in another order', { group_ids: [4, 3] }, ada, []],
    ['groups named twice', { group_ids: [4, 3, 4] }, ada, []],
    ['no groups', { group_ids: [] }, { id: 7 }, []],
    ['nothing for nothing', { notes: '' }, { id: 7, notes: null }, []],
    ['a member that is not documented', { undocumented: 1 }, { id: 7 }, []],
    ['a group less', { group_ids: [3, 4, 5] }, ada, ['group_ids']],
    ['a group more', { group_ids: [3] }, ada, ['group_ids']],
    ['groups lost', { group_ids: [3] }, { id: 7 }, ['group_ids']],
    ['another string', { first_name: 'Zoë' }, { id: 7, first_name: tag }, ['first_name']],
    ['a member lost', { first_name: 'Zoë' }, { id: 7 }, ['first_name']],
    ['a member emptied', { first_name: 'Zoë' }, { id: 7, first_name: '' }, ['first_name']],
    ['a flag flipped', { enabled: false }, ada, ['enabled']],
    ['a flag lost', { enabled: false }, { id: 7 }, ['enabled']],
    ['something for nothing', { notes: '' }, { id: 7, notes: tag }, ['notes']],
    [
      'several',
      { first_name: 'A', last_name: 'B', notes: 'C' },
      { id: 7, first_name: 'B', last_name: 'A', notes: 'C' },
      ['first_name', 'last_name'],
    ],
  ])('%s', (_, written, shown, members) => {
    const { violations, examined } = back('createPerson', written, shown)
    expect(violations.map(({ clause, operation, parameters }) => [clause, operation, ...parameters])).toEqual(
      members.map((member) => ['RE-READ-BACK', 'createPerson', member]),
    )
    expect(examined).toContain('RE-READ-BACK:createPerson')
  })

  it('says what was sent and what came back', () => {
    const [violation] = back('createPerson', { first_name: 'Zoë' }, { id: 7, first_name: tag }).violations
    expect(violation).toMatchObject({
      status: '201',
      actual: 'first_name: sent "Zoë", read back ⟦…⟧ (3 characters, a)',
    })
  })

  it('looks below the wrapper', () => {
    const written = { person_credential: { value: '0012', credential_type_id: 3 } }
    const shown = { id: 'R1sRdPO', credential_type_id: 3, value: '0012' }
    const at = (one: unknown) => broken(back('createPersonCredential', written, one, 'getPersonCredential'))
    expect(at(shown)).toEqual([])
    expect(at({ ...shown, value: '12' })).toEqual(['RE-READ-BACK:createPersonCredential'])
    expect(at({ ...shown, credential_type_id: 4 })).toEqual(['RE-READ-BACK:createPersonCredential'])
    expect(at({ ...shown, value: '****' })).toEqual([])
  })

  it.each<[string, unknown, unknown, unknown, string[]]>([
    ['null that clears', { notes: null }, { notes: 'old' }, { notes: '' }, []],
    ['null that leaves', { notes: null }, { notes: 'old' }, { notes: 'old' }, []],
    ['null that becomes a text', { notes: null }, { notes: 'old' }, { notes: tag }, ['notes']],
    ['an empty text that clears', { notes: '' }, { notes: 'old' }, {}, []],
    ['an empty text that leaves', { notes: '' }, { notes: 'old' }, { notes: 'old' }, ['notes']],
    ['an empty list that clears', { group_ids: [] }, { groups: [3] }, { groups: [] }, []],
    ['an empty list that leaves', { group_ids: [] }, { groups: [3] }, { groups: [3] }, ['group_ids']],
    ['a list that adds', { group_ids: [4] }, { groups: [3] }, { groups: [3, 4] }, ['group_ids']],
    ['a value that is not stored', { notes: 'new' }, { notes: 'old' }, { notes: 'old' }, ['notes']],
  ])('of an update: %s', (_, written, before, after, members) => {
    const { violations } = judgeSteps(
      [
        [succeed('getPerson'), sent('getPerson', answer(200, { id: 7, ...(before as object) }))],
        [succeed('updatePerson'), sent('updatePerson', answer(200, { id: 7 }), written)],
        [succeed('getPerson'), sent('getPerson', answer(200, { id: 7, ...(after as object) }))],
      ],
      [{ kind: 'read-back', write: 1, read: 2 }],
    )
    expect(violations.map(({ parameters }) => parameters[0])).toEqual(members)
  })

  it('leaves open what an update to null means where nobody looked before', () => {
    expect(broken(back('updatePerson', { notes: null }, { id: 7, notes: 'old' }))).toEqual([])
    expect(broken(back('createPerson', { notes: null }, { id: 7, notes: 'old' }))).toEqual([
      'RE-READ-BACK:createPerson',
    ])
  })

  it('observes the equivalences that it needed', () => {
    const { observations, violations } = back(
      'createPerson',
      { first_name: ' Zoë ', email: 'Ada@Example.com' },
      { id: 7, first_name: 'Zoë', email: 'ada@example.com' },
    )
    expect(violations).toEqual([])
    expect(observations).toEqual([
      { operation: 'createPerson', what: 'trimmed-blanks', detail: 'first_name' },
      { operation: 'createPerson', what: 'email-case', detail: 'email' },
    ])
  })

  it('says nothing where a step is missing, unclear or wrong', () => {
    const written = [
      succeed('createPerson'),
      sent('createPerson', answer(201, { id: 7 }), { first_name: 'Zoë' }),
    ] as const
    const silent = (read: Exchange | undefined) => judgeSteps([written, [succeed('getPerson'), read]], [relation])
    for (const read of [
      undefined,
      failed(request('getPerson'), 'timeout'),
      sent('getPerson', empty(429)),
      sent('getPerson', answer(404, { type: 'x' })),
      sent('getPerson', garbage(200, 'text/html')),
      sent('getPerson', answer(200, { id: 8 })),
    ]) {
      const judgement = silent(read)
      expect(judgement.examined).not.toContain('RE-READ-BACK:createPerson')
      expect(broken(judgement)).not.toContain('RE-READ-BACK:createPerson')
    }
  })
})

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
        [succeed('getPerson'), sent('getPerson', answer(200, ada))],
        [refusedUpdate, sent('updatePerson', given)],
        [succeed('getPerson'), sent('getPerson', after)],
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
        [
          [missing, sent('createPerson', empty(400))],
          [succeed('listPeople'), sent('listPeople', answer(200, items))],
        ],
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
    const list = (ids: readonly string[]) =>
      [
        succeed('listPersonCredentials'),
        sent(
          'listPersonCredentials',
          answer(
            200,
            ids.map((id) => ({ id })),
          ),
        ),
      ] as const
    const at = (before: string[], after: string[]) =>
      broken(
        judgeSteps(
          [list(before), [second, sent('createPersonCredential', empty(402))], list(after)],
          [{ kind: 'same-list', refused: 1, before: 0, after: 2 }],
        ),
      )
    expect(at(['a', 'b'], ['b', 'a'])).toEqual([])
    expect(at([], [])).toEqual([])
    expect(at(['a'], ['a', 'b'])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
    expect(at(['a'], ['b'])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
    expect(at(['a'], [])).toEqual(['RE-NO-EFFECT:createPersonCredential'])
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
      [
        [coerced, sent('createPerson', given)],
        [succeed('getPerson'), sent('getPerson', shown)],
      ],
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
      [
        [strict, sent('createPerson', stored)],
        [succeed('getPerson'), sent('getPerson', answer(200, { ...ada, first_name: [] }))],
      ],
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

describe('lists', () => {
  const listing = (kind: 'listed' | 'unlisted', ids: readonly number[]) =>
    broken(
      judgeSteps(
        [
          [succeed('createPerson'), sent('createPerson', answer(201, { id: 7 }))],
          [
            succeed('listPeople'),
            sent(
              'listPeople',
              answer(
                200,
                ids.map((id) => ({ id })),
              ),
            ),
          ],
        ],
        [{ kind, create: 0, list: 1 }],
      ),
    )

  it('show what was created once', () => {
    expect(listing('listed', [6, 7, 8])).toEqual([])
    expect(listing('listed', [6, 8, 77])).toEqual(['RE-LISTED:listPeople'])
    expect(listing('listed', [])).toEqual(['RE-LISTED:listPeople'])
    expect(listing('listed', [7, 6, 7])).toEqual(['RE-LISTED:listPeople'])
  })

  it('do not show what was deleted', () => {
    expect(listing('unlisted', [6, 8, 77])).toEqual([])
    expect(listing('unlisted', [7])).toEqual(['RE-UNLISTED:listPeople'])
  })
})

describe('two spellings', () => {
  const reading = (operation: string, plain: Answer, form: Answer) =>
    judgeSteps(
      [
        [succeed(operation), sent(operation, plain)],
        [{ ...succeed(operation), clause: 'AD-SUFFIX' }, sent(operation, form)],
      ],
      [{ kind: 'same-resource', plain: 0, form: 1, clause: 'AD-SUFFIX' }],
      dedicated,
    )

  it('show the same', () => {
    expect(broken(reading('getPerson', answer(200, ada), answer(200, [{ ...ada, notes: null }])))).toEqual([])
    expect(broken(reading('getPerson', answer(200, ada), answer(200, { ...ada, updated_at: null, extra: 1 })))).toEqual(
      [],
    )
    expect(
      broken(reading('listPeople', answer(200, [{ id: 1 }, { id: 2 }]), answer(200, [{ id: 2 }, { id: 1 }]))),
    ).toEqual([])
    expect(reading('getPerson', answer(200, ada), answer(200, ada)).examined).toContain('AD-SUFFIX:getPerson')
  })

  it('differ', () => {
    expect(broken(reading('getAccount', answer(200, { id: 'a' }), answer(200, { id: 'b' })))).toEqual([
      'AD-SUFFIX:getAccount',
    ])
    expect(broken(reading('listPeople', answer(200, [{ id: 1 }]), answer(200, [])))).toEqual(['AD-SUFFIX:listPeople'])
    const { groups: _, ...less } = ada
    expect(broken(reading('getPerson', answer(200, ada), answer(200, less)))).toEqual(['AD-SUFFIX:getPerson'])
  })

  it('are one wrong thing where one of them fails', () => {
    expect(broken(reading('getPerson', answer(200, ada), empty(404)))).toEqual(['AD-SUFFIX:getPerson'])
    expect(broken(reading('getPerson', empty(404), answer(200, ada)))).toEqual(['RE-200:getPerson'])
  })
})
