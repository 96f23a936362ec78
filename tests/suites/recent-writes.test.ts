import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import { recentWrites } from '../../suites/engine/recent-writes.ts'

const answered = (method: string, path: string, status: number, value?: unknown): Exchange => ({
  id: 'x-1',
  started: 0,
  ended: 1,
  attempt: 1,
  at: 0,
  duration: 1,
  request: {
    operation: 'any',
    method,
    path: `/api/3/${path}`,
    headers: [],
    credentials: { kind: 'key', identity: 'full' },
  },
  response: {
    status,
    headers: {},
    body: value === undefined ? { kind: 'none' } : { kind: 'json', value, bytes: 10 },
  },
})

const { response: _, ...unanswered } = answered('PUT', 'people/710', 200)

/** What is left of 1000 ms after one exchange: since anything was written, and since it was changed. */
const leftAfter = (exchange: Exchange, path: string): readonly number[] => {
  const recent = recentWrites(1000, () => 5)
  recent.note(exchange)
  return [recent.leftOf(`/api/3/${path}`), recent.leftOfChange(`/api/3/${path}`)]
}

const created = [1000, 0]
const changed = [1000, 1000]
const nothing = [0, 0]

describe('what has been written lately', () => {
  test.each<[what: string, exchange: Exchange, path: string, left: readonly number[]]>([
    ['a person who was created', answered('POST', 'people', 201, { id: 710 }), 'people/710', created],
    ['somebody else', answered('POST', 'people', 201, { id: 710 }), 'people/711', nothing],
    ['a person who was changed', answered('PUT', 'people/710', 200, { id: 710 }), 'people/710', changed],
    ['a person who was deleted', answered('DELETE', 'people/710', 204), 'people/710', changed],
    ['what will be done', answered('DELETE', 'people/710', 202), 'people/710', changed],
    ['what was refused', answered('PUT', 'people/710', 422, { id: 710 }), 'people/710', nothing],
    ['what was not answered', unanswered, 'people/710', nothing],
    ['what was read', answered('GET', 'people/710', 200, { id: 710 }), 'people/710', nothing],
    ['what was asked for by its head', answered('HEAD', 'people/710', 200), 'people/710', nothing],
    ['with a format, written', answered('PUT', 'people/710.json', 200, { id: 710 }), 'people/710', changed],
    ['with a format, created', answered('POST', 'people.json', 201, { id: 710 }), 'people/710', created],
    ['with a format, read', answered('PUT', 'people/710', 200, { id: 710 }), 'people/710.json?a=1/2', changed],
    ['an id that is written otherwise', answered('PUT', 'people/a%62c', 200), 'people/abc', changed],
    ['by the other path of a person', answered('PUT', 'person/710', 200, { id: 710 }), 'people/710', changed],
    ['a person who is read by it', answered('POST', 'people', 201, { id: 710 }), 'person/710', created],
    ['a list', answered('PUT', 'people/710', 200, { id: 710 }), 'people', nothing],
    ['a door of that number', answered('PUT', 'people/710', 200, { id: 710 }), 'channels/710', nothing],
    ['a door of the number of somebody new', answered('POST', 'people', 201, { id: 710 }), 'channels/710', nothing],
    ['a rule of the number of a door', answered('POST', 'channels/710/unlock', 200), 'notification_rules/710', nothing],
    ['a door that was commanded', answered('POST', 'channels/710/unlock', 200, { id: 710 }), 'channels/710', changed],
    [
      'a door at which somebody asked to be let in',
      answered('POST', 'channels/710/admit', 201, { admission_request_id: 9 }),
      'channels/710',
      created,
    ],
    [
      'what became of that',
      answered('POST', 'channels/710/admit', 201, { admission_request_id: 9 }),
      'admission_requests/9',
      created,
    ],
    [
      'what became of that, where it has the number of the door',
      answered('POST', 'channels/710/admit', 201, { admission_request_id: 710 }),
      'admission_requests/710',
      created,
    ],
  ])('%s', (_what, exchange, path, left) => {
    expect(leftAfter(exchange, path)).toEqual(left)
  })
})

describe('a credential below its person', () => {
  const given = answered('POST', 'people/710/credentials', 201, { id: 'R1sRdPO', person_id: 710 })
  const updated = answered('PUT', 'people/710/credentials/R1sRdPO', 200, { id: 'R1sRdPO' })
  test.each<[what: string, exchange: Exchange, path: string, left: readonly number[]]>([
    ['is new where it was given', given, 'people/710/credentials/R1sRdPO', created],
    ['is new by itself', given, 'credentials/R1sRdPO', created],
    ['is written of its person, who is no other for it', given, 'people/710', created],
    ['is new among others of its person', given, 'people/710/credentials', created],
    ['is none of another person', given, 'people/711/credentials/S2tSeQP', nothing],
    ['has changed where it was', updated, 'people/710/credentials/R1sRdPO', changed],
    ['has changed by itself', updated, 'credentials/R1sRdPO', changed],
    ['has changed its person', updated, 'people/710', changed],
    ['has not changed another', updated, 'credentials/S2tSeQP', nothing],
  ])('%s', (_what, exchange, path, left) => {
    expect(leftAfter(exchange, path)).toEqual(left)
  })
})

test('counts as recent until it has settled, from the last time that it was written', () => {
  let now = 100
  const recent = recentWrites(1000, () => now)
  const at = (time: number): readonly number[] => {
    now = time
    return [recent.leftOf('/api/3/people/710'), recent.leftOfChange('/api/3/people/710')]
  }
  recent.note(answered('POST', 'people', 201, { id: 710 }))
  expect(at(600)).toEqual([500, 0])
  recent.note(answered('PUT', 'people/710', 200, { id: 710 }))
  expect(at(1200)).toEqual([400, 400])
  recent.note(answered('GET', 'people/710', 200, { id: 710 }))
  expect(at(1599)).toEqual([1, 1])
  expect(at(1600)).toEqual([0, 0])
  expect(at(9000)).toEqual([0, 0])
})

test('of several things that a path names the latest counts', () => {
  let now = 0
  const recent = recentWrites(1000, () => now)
  recent.note(answered('PUT', 'people/710', 200, { id: 710 }))
  now = 300
  recent.note(answered('PUT', 'credentials/R1sRdPO', 200, { id: 'R1sRdPO' }))
  now = 400
  expect(recent.leftOf('/api/3/people/710/credentials/R1sRdPO')).toBe(900)
  expect(recent.leftOf('/api/3/people/710/credentials/S2tSeQP')).toBe(600)
})

test('nothing is recent where a target shows at once what it was told', () => {
  const recent = recentWrites(0, () => 5)
  recent.note(answered('PUT', 'people/710', 200, { id: 710 }))
  expect(recent.leftOf('/api/3/people/710')).toBe(0)
  expect(recent.leftOfChange('/api/3/people/710')).toBe(0)
})
