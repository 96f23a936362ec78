import { describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import { accountId, describeTarget, doorflow, get, json, open, send, startEndpoint } from './support.ts'

describe('discovery', () => {
  test('finds what the suite may refer to', async () => {
    const lists: Record<string, unknown> = {
      account: [{ id: accountId, time_zone: 'London' }],
      'people?per_page=1': [],
      credential_types: [
        { id: 1, label: 'Card', slug: 'credentials_number', code: 200 },
        { id: 2, label: 'Key fob', slug: 'x', code: null },
        { id: 3, label: 'Pin', slug: 'pin', code: 10 },
        { id: 4, label: 'HID mobile card', slug: 'hid', code: null },
        { id: 5, label: 'Mobile card', slug: 'hid', code: 200 },
      ],
      groups: [{ id: 410 }, { id: 'odd' }, 7],
      roles: { error: 'x' },
      sites: [{ id: 610 }],
      channels: [{ id: 710 }, { id: 'c_1' }],
      events: [{ id: 1 }],
      // As some articles show a single person.
      'people/3004': [{ id: 3004, first_name: 'Ines' }],
    }
    const { url } = await startEndpoint(({ url }, response) =>
      json(response, 200, lists[url.replace('/base/api/3/', '')] ?? null),
    )
    const session = await open(describeTarget(`${url}/base`, { fixtures: { hiddenPerson: 3004 } }))
    expect(session.fixtures).toEqual({
      account: { id: '20617', timeZone: 'Europe/London' },
      accountVerified: true,
      groups: [410],
      roles: [],
      sites: [610],
      channels: [710, 'c_1'],
      events: [1],
      credentialTypes: { card: [1, 2], pin: [3] },
      hiddenPerson: 3004,
      // Doors move only where the description says so; on a dedicated target whatever is found may be reserved.
      doors: [],
      keyedDoors: [],
      reservable: { channels: [710], groups: [410] },
      otherEvents: [],
      slugs: {
        card: [
          { type: 1, name: 'credentials_number' },
          { type: 2, name: 'x' },
        ],
        pin: [{ type: 3, name: 'pin' }],
      },
    })
    expect(session.discovered).toHaveLength(9)
    expect(session.recorder.exchanges).toEqual(session.discovered.toSorted((a, b) => a.ended - b.ended))
    expect(JSON.stringify(session.recorder.exchanges)).not.toMatch(/Ines|London|tk-full/)
    const operations = new Set(editions.classic?.operations.map(({ id }) => id))
    for (const { request } of session.discovered) expect(operations).toContain(request.operation)
  })

  test.each([
    ['account', { id: 2 ** 53 + 2, time_zone: 'London' }],
    ['people?per_page=1', [{ id: 2 ** 60 }]],
    ['channels', [{ id: 710 }, { id: 2 ** 60 }]],
  ])('ends where %s shows an id that reading has rounded', async (list, shown) => {
    const sound = doorflow((_, response) => json(response, 200, []))
    const { url, seen } = await startEndpoint((one, response, request) =>
      one.url === `/api/3/${list}` ? json(response, 200, shown) : sound(one, response, request),
    )
    await expect(open(describeTarget(url))).rejects.toMatchObject({
      message: expect.stringContaining(`GET /api/3/${list} shows the id`),
      exitCode: 2,
    })
    expect(seen.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  test('leaves alone what is declared absent', async () => {
    const { url, seen } = await startEndpoint(doorflow(() => {}))
    await open(describeTarget(url, { absent: ['events', 'channels'] }))
    expect(seen.map((one) => one.url).filter((path) => /events|channels/.test(path))).toEqual([])
  })

  test('goes on where only the account is faulty, and withholds what is unsafe', async () => {
    const { url, seen } = await startEndpoint((one, response) =>
      json(response, one.url.endsWith('/account') ? 500 : 200, []),
    )
    const session = await open(describeTarget(url))
    expect(session.fixtures.accountVerified).toBe(false)
    await expect(session.send(send('POST', '/api/3/people', {}))).rejects.toMatchObject({ reason: 'unverified' })
    await expect(session.send(get('/api/3/people/1'))).resolves.toMatchObject({ response: { status: 200 } })
    expect(new Set(seen.map(({ method }) => method))).toEqual(new Set(['GET']))
  })
})
