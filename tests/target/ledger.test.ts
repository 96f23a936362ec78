import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import { createLedger } from '../../target/ledger.ts'
import { uniqueValues } from '../../target/unique.ts'
import { send } from './support.ts'

const start = () => {
  const ledger = createLedger(uniqueValues('abcdefgh'))
  let order = 0
  /** Shows the ledger an exchange; without a status, one that was never answered. */
  const see = (
    method: string,
    path: string,
    status?: number,
    value?: unknown,
    body?: unknown,
    started = ++order,
  ): number => {
    const request = send(method, `/api/3${path}`)
    const exchange: Exchange = {
      id: `abcdefgh-${order}`,
      started,
      ended: ++order,
      attempt: 1,
      at: 0,
      duration: 1,
      request: {
        operation: request.operation,
        method,
        path: request.path,
        headers: [],
        credentials: request.credentials,
        ...(body === undefined ? {} : { body: { text: JSON.stringify(body) } }),
      },
      ...(status === undefined
        ? { failure: { kind: 'reset', message: '' } }
        : {
            response: {
              status,
              headers: {},
              body: value === undefined ? { kind: 'none' } : { kind: 'json', value, bytes: 1 },
            },
          }),
    }
    ledger.observe(exchange)
    return started
  }
  const marker = ledger.issue()
  return { ledger, see, marker, systemId: marker.systemId, order: () => order }
}

describe('a person is ours', () => {
  test('only after a read has shown its marker', () => {
    const { ledger, see, systemId } = start()
    see('POST', '/people', 201, { id: 5, system_id: systemId }, { system_id: systemId })
    expect([ledger.owns('people', 5), ledger.candidates(), ledger.unresolved()]).toEqual([false, [5], [systemId]])
    see('GET', '/people/5', 200, { id: 5, system_id: ` ${systemId.toUpperCase()} ` })
    expect([ledger.owns('people', 5), ledger.candidates(), ledger.unresolved()]).toEqual([true, [], []])
    expect(ledger.owns('people', '5')).toBe(true)
  })

  test('by its e-mail too, and by the singular path', () => {
    const { ledger, see, marker } = start()
    see('GET', '/people/2', 200, { id: 2, email: marker.email })
    see('GET', '/person/3.json', 200, { id: 3, system_id: marker.systemId })
    expect([2, 3].map((id) => ledger.owns('people', id))).toEqual([true, true])
  })

  test('not because a list shows it, which only says whom to look at', () => {
    const { ledger, see, marker } = start()
    see('GET', '/people?per_page=100', 200, [
      { id: 1, email: 'x@example.com' },
      { id: 2, email: marker.email },
      { id: 3, system_id: marker.systemId },
      null,
      'x',
    ])
    expect([1, 2, 3].map((id) => ledger.owns('people', id))).toEqual([false, false, false])
    expect(ledger.candidates()).toEqual([2, 3])
    see('GET', '/people/2', 200, { id: 2, email: marker.email })
    see('GET', '/people/3', 200, { id: 3, system_id: 'QW-0001' })
    expect([1, 2, 3].map((id) => ledger.owns('people', id))).toEqual([false, true, false])
    expect(ledger.candidates()).toEqual([3])
  })

  test('not because a create says so, a stranger is shown, or another is spoken of', () => {
    const { ledger, see, systemId } = start()
    see('POST', '/people', 201, { id: 9, system_id: systemId }, { system_id: systemId })
    see('GET', '/people/9', 200, { id: 9, system_id: 'QW-0001' })
    see('GET', '/people/10', 200, { id: 9, system_id: systemId })
    see('GET', '/people/11', 404, { id: 11, system_id: systemId })
    see('GET', '/groups', 200, [{ id: 9, system_id: systemId }])
    see('GET', '/people', 200, [{ id: 9, system_id: 'dfc-abcdefgh-99' }])
    expect([9, 10, 11].map((id) => ledger.owns('people', id))).toEqual([false, false, false])
    expect(ledger.candidates()).toEqual([9])
  })
})

describe('what is removed', () => {
  test.each([200, 202, 204, 404, 410])('a deletion answered %i', (status) => {
    const { ledger, see, systemId } = start()
    see('GET', '/people/5', 200, { id: 5, system_id: systemId })
    see('DELETE', '/people/5', status)
    expect([ledger.living(), ledger.owns('people', 5)]).toEqual([[], true])
  })

  test.each([400, 403, 405, 500, undefined])('not a deletion answered %s', (status) => {
    const { ledger, see, systemId } = start()
    see('GET', '/people/5', 200, { id: 5, system_id: systemId })
    see('DELETE', '/people/5', status)
    expect(ledger.living()).toEqual([{ resource: 'people', id: 5 }])
  })

  test('what is shown again lives, unless it was asked for before', () => {
    const { ledger, see, systemId, order } = start()
    see('GET', '/people/5', 200, { id: 5, system_id: systemId })
    const before = order()
    see('DELETE', '/people/5', 200)
    see('GET', '/people', 200, [{ id: 5, system_id: systemId }], undefined, before)
    expect(ledger.living()).toEqual([])
    see('GET', '/people/5', 200, { id: 5, system_id: systemId })
    expect(ledger.living()).toHaveLength(1)
  })

  test('a person missing from a read is absent until it is shown', () => {
    const { ledger, see } = start()
    see('GET', '/people/6', 404)
    expect(ledger.absent('people', 6)).toBe(true)
    see('GET', '/people', 200, [{ id: 6 }])
    expect(ledger.absent('people', 6)).toBe(false)
  })
})

describe('credentials', () => {
  test('are ours as children of a person of ours', () => {
    const { ledger, see, systemId } = start()
    see('GET', '/people/5', 200, { id: 5, system_id: systemId })
    see('POST', '/people/5/credentials', 201, { id: 'R1' })
    see('POST', '/people/6/credentials', 201, { id: 'R2' })
    see('GET', '/credentials/R3', 200, { id: 'R3', person_id: 5 })
    see('GET', '/credentials', 200, [
      { id: 'R4', person_id: 6 },
      { id: 'R5', person_id: 5 },
    ])
    see('POST', '/credentials', 201, { id: 'R6', person_id: 5 })
    expect(['R1', 'R2', 'R3', 'R4', 'R5', 'R6'].map((id) => ledger.owns('credentials', id))).toEqual([
      true,
      false,
      true,
      false,
      true,
      false,
    ])
    see('DELETE', '/people/5/credentials/R1', 200)
    expect(ledger.living().map(({ id }) => id)).toEqual(['R3', 'R5', 5])
    see('DELETE', '/people/5', 200)
    expect(ledger.living()).toEqual([])
  })
})

describe('markers that may be on the target', () => {
  test('those of creates that nobody answered, or answered with 2xx or 5xx', () => {
    const { ledger, see, systemId } = start()
    const others = Array.from({ length: 4 }, () => ledger.issue())
    see('POST', '/people', undefined, undefined, { email: others[0]?.email })
    see('POST', '/people', 500, undefined, { system_id: others[1]?.systemId.toUpperCase() })
    see('PATCH', '/people.json', 204, undefined, { system_id: others[2]?.systemId })
    see('POST', '/people', 400, {}, { system_id: others[3]?.systemId })
    see('PUT', '/people/5', 500, undefined, { system_id: systemId })
    expect(ledger.unresolved()).toEqual(others.slice(0, 3).map((marker) => marker.systemId))
  })
})

describe('what is ours and has no usable id', () => {
  const rounded = 2 ** 60
  const why = 'its id is 1152921504606846976 or near it, and was rounded, so that nobody could ask for it; left there'

  test('is a person, though the number that is known of it finds nobody', () => {
    const { ledger, see, systemId } = start()
    see('POST', '/people', 201, { id: rounded, system_id: systemId }, { system_id: systemId })
    see('GET', `/people/${rounded}`, 404)
    see('GET', `/people?system_id=${systemId}`, 200, [])
    expect([ledger.nameless(), ledger.candidates(), ledger.living()]).toEqual([[`people ${systemId}: ${why}`], [], []])
    expect(ledger.unresolved()).toEqual([systemId])
  })

  test('is a person whom only a search has shown', () => {
    const { ledger, see, systemId } = start()
    see('POST', '/people', undefined, undefined, { system_id: systemId })
    expect(ledger.nameless()).toEqual([])
    see('GET', `/people?system_id=${systemId}`, 200, [{ id: rounded, system_id: systemId }])
    expect(ledger.nameless()).toEqual([`people ${systemId}: ${why}`])
  })

  test('is a record', () => {
    const { ledger, see } = start()
    see('POST', '/reservations', 201, { id: rounded, person_id: 5 })
    expect([ledger.nameless(), ledger.candidateRecords()]).toEqual([[`reservations: ${why}`], []])
  })

  test('is nobody else', () => {
    const { ledger, see, systemId } = start()
    see('GET', '/people', 200, [{ id: rounded, system_id: 'somebody' }])
    see('GET', '/reservations', 200, [{ id: rounded, person_id: 5 }])
    see('POST', '/people', 201, { id: 5, system_id: systemId }, { system_id: systemId })
    see('POST', '/people', 201, {}, { system_id: systemId })
    expect(ledger.nameless()).toEqual([])
  })
})
