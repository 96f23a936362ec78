import { describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import { operationOf } from '../../contract/lookup.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { newScope } from '../../suites/engine/scope.ts'
import { isBehind, readSinceWrite, untilSettled } from '../../suites/engine/settling.ts'
import { plainStep, type RelationDraft } from '../../suites/step.ts'

const { current: edition } = editions
if (edition === undefined) throw new Error('There is no current edition.')
const operations = new Map(edition.operations.map((operation) => [operation.id, operation]))

let sent = 0
const exchange = (operation: string, path: string, status: number, value?: unknown): Exchange => {
  sent += 1
  const { method } = operationOf(edition, operation)
  return {
    id: `x-${sent}`,
    started: sent,
    ended: sent,
    attempt: 1,
    at: 0,
    duration: 1,
    request: { operation, method, path, headers: [], credentials: { kind: 'key', identity: 'full' } },
    response: {
      status,
      headers: { 'content-type': 'application/json' },
      body: value === undefined ? { kind: 'none' } : { kind: 'json', value },
    },
  } as Exchange
}

const sending = (exchanges: readonly (Exchange | undefined)[], relations: readonly RelationDraft[]) => ({
  one: {
    steps: exchanges.map((one) =>
      plainStep(edition, plainRequest(operationOf(edition, one?.request.operation ?? 'getAccount'))),
    ),
    relations,
    subject: 0,
  },
  exchanges,
  edition,
  operations,
  expectation: {
    steps: exchanges.map((one) => ({
      operation: one?.request.operation ?? 'getAccount',
      outcome: operationOf(edition, one?.request.operation ?? 'getAccount').outcome,
      strength: 'succeed' as const,
    })),
    relations: [],
    target: { shared: false },
  },
  scope: newScope(),
})

const created = exchange('createReservation', '/api/3/reservations', 201, { id: 7, person_id: 5 })
const reservations = (...ids: number[]) =>
  exchange(
    'listReservations',
    '/api/3/reservations',
    200,
    ids.map((id) => ({ id, person_id: 5 })),
  )

describe('a person is behind', () => {
  const relations: RelationDraft[] = [{ kind: 'unchanged', before: 1, refused: 2, after: 3 }]
  const person = { id: 5, first_name: 'Ada', last_name: 'Lovelace', enabled: true, groups: [], roles: [] }
  const read = (shown: object) => exchange('getPerson', '/api/3/people/5', 200, { ...person, ...shown })
  const updated = (id: number, status: number) => {
    const one = exchange('updatePerson', `/api/3/people/${id}`, status, person)
    return { ...one, request: { ...one.request, body: { text: '{"first_name":"Grace"}' } } } as Exchange
  }

  test('while the first of two readings lacks what the case has written', () => {
    expect(isBehind(sending([updated(5, 200), read({})], relations), 1)).toBe(true)
    expect(isBehind(sending([updated(5, 200), read({ first_name: 'Grace' })], relations), 1)).toBe(false)
  })

  test('for no refused update, none of somebody else, and not once it is past', () => {
    expect(isBehind(sending([updated(5, 422), read({})], relations), 1)).toBe(false)
    expect(isBehind(sending([updated(6, 200), read({})], relations), 1)).toBe(false)
    expect(isBehind(sending([updated(5, 200), read({}), updated(5, 422)], relations), 1)).toBe(false)
  })
})

describe('a list is behind', () => {
  test.each<[RelationDraft]>([
    [{ kind: 'read-back', write: 0, read: 1 }],
    [{ kind: 'still-valid', accepted: 0, read: 1 }],
    [{ kind: 'listed', create: 0, list: 1, whole: true }],
  ])('while it lacks what was created (%j)', (relation) => {
    expect(isBehind(sending([created, reservations(6)], [relation]), 1)).toBe(true)
    expect(isBehind(sending([created, reservations(6, 7)], [relation]), 1)).toBe(false)
  })

  test('while the first of two lists lacks what was made for the case, or shows what it has deleted', () => {
    const relations: RelationDraft[] = [{ kind: 'same-list', before: 1, refused: 2, after: 3 }]
    const deleted = (status: number) => exchange('deleteReservation', '/api/3/reservations/7', status)
    const made = (...ids: number[]) => {
      const one = sending([undefined, reservations(...ids)], relations)
      one.scope.records.set(7, 'reservations')
      return one
    }
    expect(isBehind(made(6), 1)).toBe(true)
    expect(isBehind(made(7), 1)).toBe(false)
    expect(isBehind(sending([deleted(200), reservations(7)], relations), 1)).toBe(true)
    expect(isBehind(sending([deleted(200), reservations(6)], relations), 1)).toBe(false)
    // 202 says that it will be done, and not when.
    expect(isBehind(sending([deleted(202), reservations(7)], relations), 1)).toBe(false)
  })

  test('no longer once the request between the two is sent, and of nobody else', () => {
    const relations: RelationDraft[] = [{ kind: 'same-list', before: 1, refused: 2, after: 3 }]
    const refused = exchange('createReservation', '/api/3/reservations', 422, {})
    expect(isBehind(sending([created, reservations(), refused], relations), 1)).toBe(false)
    const given = (person: number) =>
      exchange('createPersonCredential', `/api/3/people/${person}/credentials`, 201, { id: 'abc', person_id: person })
    const list = exchange('listPersonCredentials', '/api/3/people/5/credentials', 200, [])
    expect(isBehind(sending([given(5), list], relations), 1)).toBe(true)
    expect(isBehind(sending([given(6), list], relations), 1)).toBe(false)
  })
})

test('what was read is read again as far as nothing was written since', () => {
  expect(readSinceWrite(sending([reservations(), created, reservations(), undefined, reservations()], []))).toEqual([
    2, 4,
  ])
})

test('nobody looks again where no time to settle is granted, nor once it is over', async () => {
  const looks = async (settleTime: number) => {
    let count = 0
    for await (const _ of untilSettled(settleTime, new AbortController().signal)) count += 1
    return count
  }
  expect(await looks(0)).toBe(0)
  expect(await looks(120)).toBeGreaterThanOrEqual(1)
  const over = new AbortController()
  over.abort()
  for await (const _ of untilSettled(10_000, over.signal)) expect.unreachable()
})
