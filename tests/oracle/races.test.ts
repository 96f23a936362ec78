import { describe, expect, it } from 'vitest'
import type { Edition } from '../../contract/edition.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Relation } from '../../oracle/expectation.ts'
import { largestRace } from '../../oracle/races.ts'
import type { Judgement } from '../../oracle/results.ts'
import {
  type Answer,
  answer,
  broken,
  classic,
  current,
  dedicated,
  empty,
  exchange,
  exchanged,
  failed,
  judgeSteps,
  listOf,
  request,
  type Sent,
  step,
  succeed,
  text,
} from './support.ts'

type Moments = readonly [started: number, ended: number]

const taken = { rule: 'unique', place: 'state', parameters: ['email'] } as const
const gone = { rule: 'alive', place: 'state', parameters: [] } as const

const at = (sent: Exchange, [started, ended]: Moments): Exchange => ({ ...sent, started, ended })

const claim = (given: Answer | 'timeout', moments: Moments): Sent => {
  const expected = { ...succeed('createPerson'), otherwise: { outcomes: ['request-failed'] as const, defect: taken } }
  const sent = request('createPerson', {
    body: text({ first_name: 'A', last_name: 'B', email: 'dfc-a-1@example.com' }),
  })
  return [expected, at(given === 'timeout' ? failed(sent, 'timeout') : exchange(sent, given), moments)]
}

const inUse = answer(402, { type: 'in_use', param: 'email' })
const made = (id: number): Answer => answer(201, { id })

describe('a race for what only one can have', () => {
  const control = (given: Answer): Sent => [
    { operation: 'createPerson', outcome: 'request-failed', strength: 'must-refuse', defect: taken },
    exchanged('createPerson', given, { email: 'dfc-a-0@example.com' }),
  ]
  const race = (claims: readonly Sent[], given = inUse) => {
    const steps = [control(given), ...claims]
    return judgeSteps(steps, [{ kind: 'race-for-one', claims: claims.map((_, index) => index + 1), control: 0 }])
  }
  const unique = ['RE-RACE-UNIQUE:createPerson']

  it.each<[what: string, claims: readonly Sent[], violations: readonly string[], evidence: boolean]>([
    ['one has it', [claim(made(7), [1, 4]), claim(inUse, [2, 3])], [], true],
    ['whoever came last has it', [claim(inUse, [1, 4]), claim(made(7), [2, 3])], [], true],
    ['two have it', [claim(made(7), [1, 4]), claim(made(8), [2, 3])], unique, true],
    ['two of three have it', [claim(made(7), [1, 6]), claim(inUse, [2, 5]), claim(made(8), [3, 4])], unique, true],
    ['two have it, one after the other', [claim(made(7), [1, 2]), claim(made(8), [3, 4])], unique, false],
    ['a lock turns both away', [claim(inUse, [1, 4]), claim(inUse, [2, 3])], [], true],
    ['one is refused before anybody has it', [claim(inUse, [1, 2]), claim(made(7), [3, 4])], unique, false],
    ['one had no answer, and may have it', [claim('timeout', [1, 4]), claim(inUse, [2, 3])], [], true],
    ['one had no answer, and may have it later', [claim('timeout', [1, 2]), claim(inUse, [3, 4])], [], true],
    ['one had no answer, and cannot have it', [claim('timeout', [1, 4]), claim(made(7), [2, 3])], [], true],
    [
      'two have it, and one had no answer',
      [claim('timeout', [1, 6]), claim(made(7), [2, 5]), claim(made(8), [3, 4])],
      unique,
      true,
    ],
    [
      'one was limited, which says nothing',
      [claim(answer(429, { type: 'slow' }), [1, 4]), claim(made(7), [2, 3])],
      [],
      true,
    ],
    ['maintenance says nothing', [claim(empty(503), [1, 4]), claim(inUse, [2, 3])], [], true],
  ])('%s', (_, claims, violations, evidence) => {
    const judgement = race(claims)
    expect(broken(judgement)).toEqual(violations)
    expect(judgement.examined.includes('RE-RACE-UNIQUE:createPerson')).toBe(evidence)
  })

  it('is left alone where what somebody has is given away anyway: that is another clause', () => {
    const both = [claim(made(7), [1, 4]), claim(made(8), [2, 3])]
    expect(broken(race(both, made(9)))).toEqual(['RE-402:createPerson'])
  })

  it('holds a refusal against its own clause, and a server error against that for mistakes of the server', () => {
    expect(broken(race([claim(made(7), [1, 4]), claim(answer(404, { type: 'x' }), [2, 3])]))).toEqual([
      'RE-402:createPerson',
    ])
    expect(broken(race([claim(made(7), [1, 4]), claim(answer(500, { type: 'x' }), [2, 3])]))).toEqual([
      'RE-500:createPerson',
    ])
    expect(broken(race([claim(made(7), [1, 4]), claim(answer(402, { type: 'x', param: 'notes' }), [2, 3])]))).toEqual([
      'RE-PARAM-FAULTY:createPerson',
    ])
  })

  it('is refused where it is larger than any that is drawn, before anything is made of it', () => {
    const claims = Array.from({ length: largestRace }, () => claim(inUse, [1, 4]))
    expect(broken(race(claims))).toEqual([])
    const said = /^it is a race of 7 requests, and no suite draws one of more than 6$/
    expect(() => race([...claims, claim(inUse, [1, 4])])).toThrow(said)
    // One request that is named as many of them.
    const often: Relation = { kind: 'race-for-one', claims: Array(100_000).fill(1), control: 0 }
    expect(() => judgeSteps([control(inUse), claim(inUse, [1, 4])], [often])).toThrow('a race of 100000 requests')
  })

  it.each<[what: string, ids: readonly number[], violations: readonly string[]]>([
    ['only who was accepted', [7], []],
    ['nobody', [], []],
    ['who was refused as well', [7, 8], ['RE-NO-EFFECT:createPerson']],
  ])('looks at who is there afterwards: %s', (_, ids, violations) => {
    const list: Sent = step('listPeople', listOf(ids))
    const steps = [control(inUse), claim(made(7), [1, 4]), claim(inUse, [2, 3]), list]
    const relation: Relation = { kind: 'race-for-one', claims: [1, 2], list: 3, control: 0 }
    expect(broken(judgeSteps(steps, [relation]))).toEqual(violations)
  })
})

describe('a deletion while something is updated', () => {
  const refused = answer(410, { type: 'gone' })
  const looking = (given: Answer, moments: Moments): Sent => [
    { operation: 'getPerson', outcome: 'gone', strength: 'may-accept', defect: gone },
    at(exchanged('getPerson', given), moments),
  ]
  const deletion = (given: Answer | 'timeout', moments: Moments): Sent => [
    succeed('deletePerson'),
    at(given === 'timeout' ? failed(request('deletePerson'), 'timeout') : exchanged('deletePerson', given), moments),
  ]
  const update = (given: Answer, moments: Moments): Sent => [
    { ...succeed('updatePerson'), otherwise: { outcomes: ['gone', 'request-failed'], defect: gone } },
    at(exchanged('updatePerson', given, { notes: 'x' }), moments),
  ]
  const done = answer(200, { id: 7 })
  const ok = answer(200, { result: 'ok' })
  const revived = ['RE-RACE-DELETE:deletePerson']

  it.each<[what: string, deletion: Sent, update: Sent, read: Sent, violations: readonly string[], evidence: boolean]>([
    [
      'gone, after an update that came first',
      deletion(ok, [2, 3]),
      update(done, [1, 4]),
      looking(refused, [5, 6]),
      [],
      true,
    ],
    [
      'gone, after an update that came too late',
      deletion(ok, [1, 4]),
      update(refused, [2, 3]),
      looking(refused, [5, 6]),
      [],
      true,
    ],
    [
      'gone, after an update that was turned away',
      deletion(ok, [1, 4]),
      update(answer(402, { type: 'busy' }), [2, 3]),
      looking(refused, [5, 6]),
      [],
      true,
    ],
    ['there again', deletion(ok, [1, 4]), update(done, [2, 3]), looking(done, [5, 6]), revived, true],
    [
      'there again although the update was refused',
      deletion(ok, [1, 4]),
      update(refused, [2, 3]),
      looking(done, [5, 6]),
      revived,
      true,
    ],
    ['the deletion had no answer', deletion('timeout', [1, 4]), update(done, [2, 3]), looking(done, [5, 6]), [], false],
    ['one after the other', deletion(ok, [1, 2]), update(refused, [3, 4]), looking(refused, [5, 6]), [], false],
  ])('%s', (_, removal, writing, read, violations, evidence) => {
    const relation: Relation = { kind: 'race-with-deletion', deletion: 1, updates: [2], read: 3, control: 0 }
    const judgement = judgeSteps([looking(refused, [0, 0]), removal, writing, read], [relation])
    expect(broken(judgement)).toEqual(violations)
    expect(judgement.examined.includes('RE-RACE-DELETE:deletePerson')).toBe(evidence)
  })

  it('is left alone where what is deleted in peace is not gone either', () => {
    const relation: Relation = { kind: 'race-with-deletion', deletion: 1, updates: [2], read: 3, control: 0 }
    const steps = [looking(done, [0, 0]), deletion(ok, [1, 4]), update(done, [2, 3]), looking(done, [5, 6])]
    expect(broken(judgeSteps(steps, [relation]))).toEqual([])
  })
})

describe('updates of different members at once', () => {
  const least = { id: 7, first_name: 'A', last_name: 'B', enabled: true, groups: [], roles: [] }
  const update = (body: object, moments: Moments, given = answer(200, least)): Sent => [
    { ...succeed('updatePerson'), otherwise: { outcomes: ['request-failed'], defect: gone } },
    at(exchanged('updatePerson', given, body), moments),
  ]
  const read = (members: object, moments: Moments): Sent => [
    succeed('getPerson'),
    at(exchanged('getPerson', answer(200, { ...least, ...members })), moments),
  ]
  const relation: Relation = { kind: 'race-of-updates', updates: [2, 3], read: 4, control: { writes: [0], read: 1 } }
  const race = (edition: Edition, control: object, ...others: readonly Sent[]): Judgement =>
    judgeSteps([update({ notes: 'one' }, [0, 1]), read(control, [2, 3]), ...others], [relation], dedicated, edition)
  const both = [update({ notes: 'x' }, [4, 7]), update({ barcode: 'y' }, [5, 6])]
  const lost = 'CU-RACE-PARTIAL:updatePerson'

  it.each<[what: string, shown: object, violations: readonly string[]]>([
    ['both last', { notes: 'x', barcode: 'y' }, []],
    ['the first is lost', { notes: 'one', barcode: 'y' }, [lost]],
    ['the second is lost', { notes: 'x' }, [lost]],
    ['both are lost', {}, [lost]],
  ])('%s', (_, shown, violations) => {
    expect(broken(race(current, { notes: 'one' }, ...both, read(shown, [8, 9])))).toEqual(violations)
    // The classic documents do not say that an update leaves alone what it does not name.
    expect(broken(race(classic, { notes: 'one' }, ...both, read(shown, [8, 9])))).toEqual([])
  })

  it('leaves alone whoever loses what is written in peace', () => {
    expect(broken(race(current, { notes: 'two' }, ...both, read({}, [8, 9])))).toEqual([])
  })

  it('asks nothing of an update that was refused', () => {
    const refused = update({ barcode: 'y' }, [5, 6], answer(422, { error: 'busy' }))
    const [first] = both
    if (first === undefined) throw new Error('there are two')
    const judgement = race(current, { notes: 'one' }, first, refused, read({ notes: 'x' }, [8, 9]))
    expect(broken(judgement).filter((one) => one === lost)).toEqual([])
    expect(judgement.examined).toContain(lost)
  })
})
