import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { editions } from './either.ts'

const odd: readonly unknown[] = [
  null,
  '',
  ' ',
  'x',
  0,
  -1,
  1.5,
  1e308,
  2 ** 53,
  true,
  [],
  [[]],
  [null],
  [{}],
  [710, 710],
  ['710'],
  [-1, 1e21],
  {},
  { id: 710 },
  'x'.repeat(50_000),
  'nul \u0000 lone \ud800',
  '2030-02-30T10:00:00Z',
  '2030-01-15T24:00:00Z',
  '2030-01-15T23:59:60Z',
  '0000-01-01T00:00:00+14:00',
  '0001-01-01T00:00:00Z',
  '0033-04-03T15:00:00Z',
  '9999-12-31T23:59:59-12:00',
  '+275760-09-13T00:00:00Z',
  '2030-03-31T01:30:00',
  '2030-10-27T01:30:00',
  'http://',
  'http://[::1',
  'https://example.com:99999/',
  'javascript:alert(1)',
]

const slot = { person_id: 3001, start_time: '2030-01-15T10:00:00Z', end_time: '2030-01-15T11:00:00Z' }

type Bodies = Readonly<Record<string, { readonly valid: object; readonly wrapper?: string }>>

const bodies: Bodies = {
  'POST reservations': { valid: { ...slot, channel_ids: [710] } },
  'POST group_reservations': { valid: { ...slot, group_ids: [410] }, wrapper: 'group_reservation' },
  'POST notification_rules': {
    valid: {
      name: 'Rule',
      call_back_url: 'https://hooks.example.com',
      match_event_codes: [10],
      active: true,
      match_controller_ids: [710],
      match_action: 'post_to_callback_url',
    },
  },
  [`PUT notification_rules/${facts.notificationRuleId}`]: {
    valid: { name: 'Rule', call_back_url: 'https://hooks.example.com', match_event_codes: [10] },
  },
  'POST channels/710/lockdown': { valid: { card_lockdown: true, rex_lockdown: true, aux_lockdown: true } },
  'POST channels/711/unlock': { valid: { relock_at: '2030-01-15T10:00:00Z' } },
  'POST channels/712/auto_unlock': { valid: { shift_id: facts.shiftIds[0] } },
  'POST channels/712/admit_person': { valid: { person_id: facts.admittedPersonId } },
  'POST channels/712/admit': { valid: { anything: 1 } },
}

const ids = ['0', '-1', '1e3', '710abc', '%00', '%2e%2e', '__proto__', 'constructor', '9'.repeat(300), '0x2c6', ' ']

describe.each(editions)('whatever is sent, the %s edition does not fail:', (edition) => {
  let caller: Caller

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  const bears = async (method: string, path: string, body: unknown): Promise<void> => {
    const received = await caller.call(method, path, { body })
    expect([received.status < 500, received.status, body]).toEqual([true, received.status, body])
    expect(received.json).toBeDefined()
  }

  test.each(Object.keys(bodies))('%s', async (request) => {
    const [method = '', path = ''] = request.split(' ')
    const { valid, wrapper } = bodies[request] ?? { valid: {} }
    const wrapped = (members: unknown): unknown => (wrapper === undefined ? members : { [wrapper]: members })
    for (const value of odd) {
      await bears(method, path, value)
      if (wrapper !== undefined) await bears(method, path, wrapped(value))
      for (const name of Object.keys(valid)) await bears(method, path, wrapped({ ...valid, [name]: value }))
    }
    // What was let in can be listed by everybody afterwards, with times that are times.
    for (const list of ['reservations', 'group_reservations', 'notification_rules', 'channels', 'events', 'people']) {
      const { status, text } = await caller.call('GET', list)
      expect(status).toBe(200)
      for (const [, time = ''] of text.matchAll(/"(?:start_time|end_time|relock_at)":([^,}]*)/g))
        expect(time).toMatch(/^(?:null|"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{3})?(?:Z|[+-]\d\d:\d\d)")$/)
    }
  })

  test.each(ids)('the id %j', async (id) => {
    const path = encodeURI(decodeURI(id))
    for (const kind of ['reservations', 'group_reservations', 'notification_rules', 'admission_requests']) {
      for (const method of ['GET', 'PUT', 'DELETE']) {
        const { status } = await caller.call(method, `${kind}/${path}`, method === 'PUT' ? { body: {} } : {})
        expect([404, 405]).toContain(status)
      }
    }
    expect((await caller.call('POST', `channels/${path}/lockdown`)).status).toBe(404)
    expect((await caller.call('POST', `channels/710/${path}`)).status).toBe(404)
  })

  test.each(['reservations', 'group_reservations'])('filters and pages of %s', async (list) => {
    const values = [
      '',
      '0',
      '-1',
      'x',
      '9'.repeat(30),
      '2030-02-30',
      '2030-01-01T00:00:00',
      '%00',
      '1&page=2',
      '9999-12-31',
    ]
    for (const name of ['since', 'since_utc', 'page', 'per_page', 'skip_pagination'])
      for (const value of values)
        expect([200, 400]).toContain((await caller.call('GET', `${list}?${name}=${value}`)).status)
  })
})
