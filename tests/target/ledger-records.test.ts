import { describe, expect, test } from 'vitest'
import type { Credentials } from '../../contract/credentials.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { createRecords, type RecordResource } from '../../target/ledger-records.ts'

const marker = 'dfc-abcdefgh-1'

/** Records of a run that has the person 5, and a way to show them exchanges and to remove that person. */
const start = () => {
  let gone = false
  const records = createRecords(
    (id) => String(id) === '5',
    (text) => text.toLowerCase().includes(marker),
    (id) => gone && String(id) === '5',
  )
  const removePerson = (): void => {
    gone = true
  }
  let order = 0
  const see = (
    method: string,
    path: string,
    status?: number,
    value?: unknown,
    {
      started,
      credentials,
      accept,
      body,
    }: { started?: number; credentials?: Credentials; accept?: string; body?: string } = {},
  ): boolean => {
    order += 2
    const exchange: Exchange = {
      id: `abcdefgh-${order}`,
      started: started ?? order - 1,
      ended: order,
      attempt: 1,
      at: 0,
      duration: 1,
      request: {
        operation: 'listReservations',
        method,
        path: `/api/3${path}`,
        headers: accept === undefined ? [] : [['accept', accept]],
        credentials: credentials ?? { kind: 'key', identity: 'full' },
        ...(body === undefined ? {} : { body: { text: body } }),
      },
      ...(status === undefined
        ? { failure: { kind: 'reset', message: '' } }
        : { response: { status, headers: {}, body: { kind: 'json', value, bytes: 1 } } }),
    }
    return records.observe(exchange, value)
  }
  const owned = (resource: RecordResource, ...ids: readonly (number | string)[]) =>
    ids.filter((id) => records.owns(resource, id))
  return { records, see, owned, removePerson, now: () => order }
}

describe('a reservation is ours', () => {
  test('once a list shows it with a person of ours', () => {
    const { records, see, owned } = start()
    see('POST', '/reservations', 201, { id: 1, person_id: 5 })
    expect([owned('reservations', 1), records.living(), records.unresolved()]).toEqual([[], [], ['reservations']])
    see('GET', '/reservations?page=1', 200, [
      { id: 1, person_id: 5 },
      { id: 2, person_id: 6 },
    ])
    expect(owned('reservations', 1, '1', 2)).toEqual([1, '1'])
    expect(owned('group_reservations', 1)).toEqual([])
    expect(records.living()).toEqual([{ resource: 'reservations', id: 1 }])
  })

  test('with ids as strings', () => {
    const { records, see, owned } = start()
    see('GET', '/group_reservations', 200, [
      { id: 'g1', person_id: '5' },
      { id: '8', person_id: 5 },
    ])
    expect(owned('group_reservations', 'g1', 8, '8')).toEqual(['g1', 8, '8'])
    see('DELETE', '/group_reservations/8', 200)
    expect(records.living()).toEqual([{ resource: 'group_reservations', id: 'g1' }])
  })

  test('not because an answer to a write says so', () => {
    const { records, see, owned } = start()
    for (const method of ['POST', 'PUT', 'PATCH', 'BREW'])
      for (const status of [200, 201, 202]) see(method, '/reservations', status, { id: 9, person_id: 5 })
    see('POST', '/notification_rules', 201, { id: 9, name: marker })
    see('PUT', '/notification_rules/9', 200, { id: 9, name: marker })
    see('DELETE', '/reservations/9', 200, { id: 9, person_id: 5 })
    expect([owned('reservations', 9), owned('notification_rules', 9), records.living()]).toEqual([[], [], []])
  })

  test('not by a list of strangers, whatever else it shows', () => {
    const { see, owned } = start()
    see('GET', '/reservations', 200, [
      { id: 1, person_id: 6 },
      { id: 2, person_id: null },
      { id: 3, person: { id: 5 } },
      { id: 4, person_id: [5] },
      { id: 6, person_id: true, name: marker },
      { id: null, person_id: 5 },
      { person_id: 5 },
      { id: {}, person_id: 5 },
      null,
      5,
      'x',
      [{ id: 7, person_id: 5 }],
    ])
    expect(owned('reservations', 1, 2, 3, 4, 6, 7, 'null', 'undefined', '[object Object]')).toEqual([])
  })

  test('not where another one is spoken of than was asked for, or none', () => {
    const { see, owned } = start()
    see('GET', '/reservations/1', 200, { id: 2, person_id: 5 })
    see('GET', '/reservations/3', 404, { id: 3, person_id: 5 })
    see('GET', '/reservations', 500, [{ id: 4, person_id: 5 }])
    see('GET', '/people/5', 200, { id: 5, person_id: 5 })
    expect(owned('reservations', 1, 2, 3, 4, 5)).toEqual([])
    see('GET', '/reservations/1', 200, { id: 1, person_id: 5 })
    expect(owned('reservations', 1)).toEqual([1])
  })
})

describe('a rule is ours', () => {
  test('once a reading shows a marker in its name, or in what it calls', () => {
    const { see, owned } = start()
    see('GET', '/notification_rules', 200, [
      { id: 1, name: marker },
      { id: 2, name: 'Door forced' },
      { id: 3, name: null, actions: [{ data: { url: `https://callback.example.com?run=${marker.toUpperCase()}` } }] },
      { id: 4, name: 'Door forced', conditions: [{ value: marker }] },
      { id: 5, person_id: 5 },
    ])
    see('GET', '/notification_rules/6', 200, { id: '6', name: marker })
    expect(owned('notification_rules', 1, 2, 3, 4, 5, 6)).toEqual([1, 3, 6])
  })
})

describe('what is removed', () => {
  const shown = [{ id: 1, person_id: 5 }]
  const withOne = () => {
    const all = start()
    all.see('GET', '/reservations', 200, shown)
    return all
  }

  test.each([200, 202, 204, 404, 410])('a deletion answered %i', (status) => {
    const { records, see, owned } = withOne()
    see('DELETE', '/reservations/1', status)
    expect([records.living(), owned('reservations', 1)]).toEqual([[], [1]])
  })

  test.each([400, 401, 403, 405, 406, 409, 422, 429, 500, 503, undefined])('not one answered %s', (status) => {
    const { records, see } = withOne()
    see('DELETE', '/reservations/1', status)
    expect(records.living()).toHaveLength(1)
  })

  test.each<[string, string, { credentials?: Credentials; accept?: string }]>([
    ['another account', '/reservations/1', { credentials: { kind: 'key', identity: 'other' } }],
    ['a key that may not see it', '/reservations/1', { credentials: { kind: 'key', identity: 'restricted' } }],
    ['nobody', '/reservations/1', { credentials: { kind: 'none' } }],
    ['another format', '/reservations/1.xml', {}],
    ['another spelling', '/reservation/1', {}],
    ['another spelling of the id', '/reservations/%31', {}],
    ['what is not served', '/reservations/1', { accept: 'text/xml' }],
  ])('a 404 to %s says nothing of it', (_, path, asked) => {
    const { records, see } = withOne()
    see('DELETE', path, 404, {}, asked)
    expect(records.living()).toHaveLength(1)
    see('GET', path, 404, {}, asked)
    expect(records.absent('reservations', 1)).toBe(false)
    see('GET', '/reservations/1', 404, {}, { accept: 'application/json' })
    expect(records.absent('reservations', 1)).toBe(true)
  })

  test('what is shown again lives, unless it was asked for before', () => {
    const { records, see, now } = withOne()
    const before = now()
    see('DELETE', '/reservations/1', 200)
    see('GET', '/reservations', 200, shown, { started: before })
    expect(records.living()).toEqual([])
    see('GET', '/reservations', 200, shown)
    expect(records.living()).toEqual([{ resource: 'reservations', id: 1 }])
    see('DELETE', '/reservations/1.json', 204)
    expect(records.living()).toEqual([])
  })

  test('somebody else’s stays so, whatever is done to it', () => {
    const { records, see, owned } = start()
    see('GET', '/reservations', 200, [{ id: 2, person_id: 6 }])
    see('DELETE', '/reservations/2', 200)
    expect([records.living(), owned('reservations', 2)]).toEqual([[], []])
  })
})

describe('what is missing', () => {
  test('is so until it is shown, of whomever it is', () => {
    const { records, see } = start()
    see('GET', '/notification_rules/7', 410)
    expect([records.absent('notification_rules', 7), records.absent('reservations', 7)]).toEqual([true, false])
    see('GET', '/notification_rules', 200, [{ id: 7, name: 'Door forced' }])
    expect(records.absent('notification_rules', '7')).toBe(false)
  })
})

describe('what may have been created', () => {
  test.each<[string, number | undefined, boolean]>([
    ['POST', undefined, true],
    ['POST', 201, true],
    ['POST', 200, true],
    ['POST', 500, true],
    ['POST', 504, true],
    ['PATCH', 204, true],
    ['PUT', undefined, true],
    ['POST', 422, false],
    ['POST', 404, false],
    ['POST', 429, false],
    ['POST', 302, false],
    ['GET', undefined, false],
    ['HEAD', 200, false],
    ['OPTIONS', 200, false],
    ['DELETE', undefined, false],
  ])('%s answered %s: %s', (method, status, may) => {
    for (const resource of ['reservations', 'group_reservations', 'notification_rules'] as const) {
      const { records, see } = start()
      expect(see(method, `/${resource}`, status, {})).toBe(true)
      expect(records.unresolved()).toEqual(may ? [resource] : [])
    }
  })

  test('is not looked for elsewhere', () => {
    const { records, see } = start()
    expect(see('POST', '/people', 201, { id: 1 })).toBe(false)
    expect(see('POST', '/channels/710/unlock', 200, { id: 1 })).toBe(false)
    expect(records.unresolved()).toEqual([])
  })
})

describe('what the answer to a create named', () => {
  const created = () => {
    const all = start()
    all.see('POST', '/notification_rules', 201, { id: 9, name: 'another name' })
    return all
  }

  test('is told where a reading shows it, and not as ours', () => {
    const { records, see } = created()
    expect(records.candidates()).toEqual([])
    see('GET', '/notification_rules', 200, [{ id: 8 }, { id: 9, name: 'another name' }])
    expect(records.candidates()).toEqual([{ resource: 'notification_rules', id: 9 }])
    expect([records.owns('notification_rules', 9), records.living()]).toEqual([false, []])
    see('GET', '/notification_rules/9', 200, { id: 9, name: marker })
    expect([records.candidates(), records.owns('notification_rules', 9)]).toEqual([[], true])
  })

  test('is not, once it is gone', () => {
    const { records, see } = created()
    see('GET', '/notification_rules', 200, [{ id: 9 }])
    see('GET', '/notification_rules/9', 404, {})
    expect(records.candidates()).toEqual([])
  })

  test('is nothing where the create was refused or said nothing', () => {
    const { records, see } = start()
    see('POST', '/reservations', 422, { id: 1 })
    see('POST', '/reservations', 500, { id: 2 })
    see('POST', '/reservations', 201, null)
    see('POST', '/reservations', 201, { id: null })
    see('PUT', '/reservations/3', 200, { id: 3 })
    see(
      'GET',
      '/reservations',
      200,
      [1, 2, 3].map((id) => ({ id, person_id: 6 })),
    )
    expect(records.candidates()).toEqual([])
  })
})

describe('what the answer to a create has named and nothing shows', () => {
  const one = [{ resource: 'reservations', id: 1 }]

  test.each<[string, readonly Parameters<ReturnType<typeof start>['see']>[], boolean]>([
    ['is unseen', [], true],
    ['and lists show others', [['GET', '/reservations', 200, [{ id: 2, person_id: 5 }]]], true],
    ['is seen once it is listed', [['GET', '/reservations', 200, [{ id: 1, person_id: 5 }]]], false],
    ['and as somebody else’s, too', [['GET', '/reservations', 200, [{ id: 1, person_id: 6 }]]], false],
    ['is gone once it is deleted', [['DELETE', '/reservations/1', 200]], false],
    ['is not, if its deletion fails', [['DELETE', '/reservations/1', 500]], true],
  ])('%s', (_, exchanges, unseen) => {
    const { records, see } = start()
    see('POST', '/reservations', 201, { id: 1, person_id: 5 })
    for (const exchange of exchanges) see(...exchange)
    expect(records.unseen()).toEqual(unseen ? one : [])
  })

  test.each([
    ['over', -1, 5, one],
    ['yet to come', 1, 5, []],
    ["yet to come, and somebody else's", 1, 6, one],
  ])('may be left after its person was removed where it is %s', (_, hours, person, left) => {
    const { records, see, removePerson } = start()
    const end = new Date(Date.now() + hours * 3_600_000).toISOString()
    const body = JSON.stringify({ person_id: person, end_time: end })
    see('POST', '/reservations', 201, { id: 1, person_id: person }, { body })
    expect(records.unseen()).toEqual(one)
    removePerson()
    expect(records.unseen()).toEqual(left)
  })

  test.each([
    ['over', -1, one],
    ['yet to come, which lists would show', 1, []],
  ])('may be left by another process where it is %s', (_, hours, left) => {
    const { records, see } = start()
    const end = new Date(Date.now() + hours * 3_600_000).toISOString()
    see(
      'POST',
      '/reservations',
      201,
      { id: 1, person_id: 5 },
      { body: JSON.stringify({ person_id: 5, end_time: end }) },
    )
    expect(records.unseen()).toEqual(one)
    const { records: others } = start()
    others.recall(records.remains())
    expect(others.unseen()).toEqual(left)
  })
})
