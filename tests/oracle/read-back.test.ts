import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Relation } from '../../oracle/expectation.ts'
import {
  ada,
  answer,
  broken,
  empty,
  exchanged,
  failed,
  garbage,
  judgeSteps,
  request,
  step,
  succeed,
  tag,
} from './support.ts'

describe('read-back', () => {
  const relation: Relation = { kind: 'read-back', write: 0, read: 1 }
  const back = (operation: string, written: unknown, shown: unknown, reader = 'getPerson') => {
    const status = operation.startsWith('update') ? 200 : 201
    const created = reader === 'getPerson' ? { id: 7 } : { id: 'R1sRdPO' }
    return judgeSteps([step(operation, answer(status, created), written), step(reader, answer(200, shown))], [relation])
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
    expect(at({ ...shown, value: '**12' })).toEqual([])
    expect(at({ ...shown, value: null })).toEqual(['RE-READ-BACK:createPersonCredential'])
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
        step('getPerson', answer(200, { id: 7, ...(before as object) })),
        step('updatePerson', answer(200, { id: 7 }), written),
        step('getPerson', answer(200, { id: 7, ...(after as object) })),
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
    const written = step('createPerson', answer(201, { id: 7 }), { first_name: 'Zoë' })
    const silent = (read: Exchange | undefined) => judgeSteps([written, [succeed('getPerson'), read]], [relation])
    for (const read of [
      undefined,
      failed(request('getPerson'), 'timeout'),
      exchanged('getPerson', empty(429)),
      exchanged('getPerson', answer(404, { type: 'x' })),
      exchanged('getPerson', garbage(200, 'text/html')),
      exchanged('getPerson', answer(200, { id: 8 })),
    ]) {
      const judgement = silent(read)
      expect(judgement.examined).not.toContain('RE-READ-BACK:createPerson')
      expect(broken(judgement)).not.toContain('RE-READ-BACK:createPerson')
    }
  })
})
