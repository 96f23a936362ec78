import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { refusesNow } from './refuses.ts'

let caller: Caller

beforeAll(async () => {
  caller = await callReference({ edition: 'current' })
})

afterAll(() => caller.close())

interface Listed {
  readonly id: number
  readonly [member: string]: unknown
}

const list = async (path: string): Promise<readonly Listed[]> => {
  const { status, json } = await caller.call('GET', path)
  expect(status).toBe(200)
  return json as readonly Listed[]
}

const ids = async (path: string): Promise<readonly number[]> => (await list(path)).map(({ id }) => id)

describe('pages', () => {
  test('are the whole together, and their figures stand in two headers', async () => {
    for (let count = 0; count < 130; count += 1)
      await caller.call('POST', 'people', { body: { first_name: `P${count}` } })
    const whole = await caller.call('GET', 'people?skip_pagination=true')
    const all = (whole.json as readonly Listed[]).map(({ id }) => id)
    expect(whole.headers.total).toBe(String(all.length))
    const first = await caller.call('GET', 'people')
    expect(first.json).toHaveLength(50)
    expect(first.headers).toMatchObject({ total: String(all.length), 'per-page': '50' })
    expect(first.headers['x-page']).toBeUndefined()
    const most = await caller.call('GET', 'people?per_page=1000')
    expect([(most.json as readonly Listed[]).length, most.headers['per-page']]).toEqual([100, '100'])
    const paged: number[] = []
    for (let page = 1; page <= Math.ceil(all.length / 17) + 1; page += 1)
      paged.push(...(await ids(`people?page=${page}&per_page=17`)))
    expect(paged).toEqual(all)
  })

  test.each(['groups', 'roles'])('are not made of %s, which are listed by name', async (path) => {
    const { json, headers } = await caller.call('GET', `${path}?per_page=1&page=2`)
    const names = (json as readonly Listed[]).map(({ name }) => String(name))
    expect(names.length).toBeGreaterThan(2)
    expect(names).toEqual([...names].sort())
    expect([headers.total, headers['per-page']]).toEqual([undefined, undefined])
  })
})

describe('people', () => {
  test('are found by a part of their e-mail address, whatever the capitals', async () => {
    expect(await ids('people?email=APPLEgarth')).toEqual([3001])
    expect(await ids('people?email=%40example.com')).toEqual([3001, 3002, 3003, 3004])
    expect(await ids('people?email=%40example.com&system_id=QW-0002')).toEqual([3002])
    expect(await ids('people?email=nobody')).toEqual([])
  })

  test('are found by the time of their last change, in the zone of the account and in UTC', async () => {
    const { json } = await caller.call('POST', 'people', { body: { first_name: 'Late' } })
    const { id, updated_at: updated } = json as { readonly id: number; readonly updated_at: string }
    expect(await ids(`people?since_utc=${updated.slice(0, -1)}`)).toContain(id)
    expect(await ids('people?since_utc=2026-01-05T07:33:00&per_page=1')).toEqual([3003])
    // In summer the clocks of the account are an hour ahead.
    const shown = (hours: number): string =>
      new Date(Date.parse('2026-07-01T00:00:00Z') + hours * 3_600_000).toISOString()
    expect((await ids(`people?since=${shown(0).slice(0, -5)}`)).length).toBe(
      (await ids(`people?since_utc=${shown(-1).slice(0, -5)}`)).length,
    )
    expect(await ids('people?since=2100-01-01&since_utc=2000-01-01')).toEqual([])
    await refusesNow(caller, 'GET', 'people?since=yesterday', {}, 400, 'bad_request')
  })

  test('whom only administrators may see do not stand in the list of others', async () => {
    const { json } = await caller.call('GET', 'people?skip_pagination=1', { key: facts.keys.restricted })
    expect((json as readonly Listed[]).map(({ id }) => id)).not.toContain(facts.hiddenPersonId)
  })
})

describe.each(['classic', 'current'] as const)('events of the %s edition', (edition) => {
  let own: Caller

  beforeAll(async () => {
    own = await callReference({ edition })
  })

  afterAll(() => own.close())

  const events = async (query: string): Promise<readonly Listed[]> => {
    const { status, json } = await own.call('GET', `events?${query}`)
    expect(status).toBe(200)
    return json as readonly Listed[]
  }

  test('come fifty at a time, newest first unless told otherwise', async () => {
    const usual = await events('')
    expect(usual).toHaveLength(50)
    const times = usual.map(({ created_at: created }) => Date.parse(String(created)))
    expect(times).toEqual([...times].sort((a, b) => b - a))
    const upwards = await events('sort=ASC&n=1000')
    expect([...upwards].reverse()).toEqual(await events('sort=DESC&n=1000'))
    expect(await events('n=7&page=2')).toEqual(usual.slice(7, 14))
  })

  test('are found by code, channel, name and time', async () => {
    const some = await events('event_codes=11,31&n=1000')
    expect(new Set(some.map(({ event_code: code }) => code))).toEqual(new Set([11, 31]))
    const doors = await events(`channels=${facts.channelIds[0]},${facts.channelIds[2]}&n=1000`)
    expect(new Set(doors.map(({ channel_id: id }) => id))).toEqual(new Set([facts.channelIds[0], facts.channelIds[2]]))
    expect(await events(`door_controllers=${facts.channelIds[1]}&n=1000`)).toEqual(
      await events(`channels=${facts.channelIds[1]}&n=1000`),
    )
    const wren = await events('first_name=wren&n=1000')
    expect(wren.length).toBeGreaterThan(0)
    expect(wren.every(({ person_id: id }) => id === 3001)).toBe(true)
    expect(await events('last_name=Nobody')).toEqual([])
    const [, , third] = await events('sort=ASC&n=3')
    const since = await events(`since=${String(third?.created_at)}&n=1000`)
    expect(since.map(({ id }) => id)).toEqual((await events('n=1000')).slice(0, -2).map(({ id }) => id))
  })

  test('may not be asked for by a code that there is none of', async () => {
    for (const codes of ['999', '10,51', 'x', '10,,11', '19', '38', '43', '221', '226']) {
      const { status, json } = await own.call('GET', `events?event_codes=${codes}`)
      expect([codes, status]).toEqual([codes, 400])
      expect(json).toMatchObject(edition === 'current' ? { error: 'bad_request' } : { param: 'event_codes' })
    }
  })

  test('about channels are listed where they are asked for', async () => {
    const perimeter = (listed: readonly Listed[]): number =>
      listed.filter(({ event_code: code }) => Number(code) === 32).length
    expect(perimeter(await events('level=debug&n=1000'))).toBeGreaterThan(0)
    expect(perimeter(await events('n=1000')) > 0).toBe(edition === 'classic')
  })
})
