import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import {
  editions,
  idsIn,
  refusesBody,
  refusesGone,
  refusesHidden,
  refusesUnknown,
  refusesValue,
  succeeds,
} from './either.ts'

const hour = 3_600_000

const winter = { person_id: 3001, start_time: '2030-01-15T10:00:00Z', end_time: '2030-01-15T11:30:00Z' }
const valid = { ...winter, channel_ids: [710, 712] }

describe.each(editions)('reservations in the %s edition', (edition) => {
  let caller: Caller

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  const created = async (body: object): Promise<{ readonly id: number; readonly start_time: string }> =>
    (await succeeds(caller, 'POST', 'reservations', 201, { body })).json as { id: number; start_time: string }

  const removed = (id: number): Promise<unknown> => succeeds(caller, 'DELETE', `reservations/${id}`, 200)

  test('are made, listed and deleted', async () => {
    const made = await created(valid)
    expect(made).toMatchObject({ person_id: 3001, channel_ids: [710, 712] })
    const { json } = await succeeds(caller, 'GET', 'reservations', 200)
    expect(json).toContainEqual(made)
    expect((await succeeds(caller, 'DELETE', `reservations/${made.id}`, 200)).json).toEqual({ result: 'ok' })
    expect(await idsIn(caller, 'reservations')).not.toContain(made.id)
    await refusesGone(caller, edition, 'DELETE', `reservations/${made.id}`)
    await refusesUnknown(caller, edition, 'DELETE', 'reservations/99')
  })

  test('take door_controller_ids for channel_ids', async () => {
    const made = await created({ ...winter, door_controller_ids: [711] })
    expect(made).toMatchObject({ channel_ids: [711] })
    await removed(made.id)
  })

  test.each([
    ['2030-01-15T10:00:00Z', Date.UTC(2030, 0, 15, 10)],
    ['2030-07-15T10:00:00+01:00', Date.UTC(2030, 6, 15, 9)],
    ['2030-07-15T10:00:00-03:30', Date.UTC(2030, 6, 15, 13, 30)],
    ['2030-07-15T10:00:00', Date.UTC(2030, 6, 15, 9)],
    ['2030-01-15T10:00:00', Date.UTC(2030, 0, 15, 10)],
    ['2030-01-15T10:00:07.250Z', Date.UTC(2030, 0, 15, 10, 0, 7, 250)],
  ])('begin at %s and mean it', async (text, instant) => {
    const end_time = new Date(instant + hour).toISOString()
    const made = await created({ ...valid, start_time: text, end_time })
    expect(Date.parse(made.start_time)).toBe(instant)
    expect(made.start_time).toMatch(edition === 'classic' ? /[+]0[01]:00$/ : /\.\d{3}Z$/)
    await removed(made.id)
  })

  test.each([
    ['of nobody', { ...valid, person_id: 99 }, 'person_id'],
    ['of somebody of another account', { ...valid, person_id: facts.other.personId }, 'person_id'],
    ['of a person that is no number', { ...valid, person_id: 'Wren' }, 'person_id'],
    ['without a person', { ...valid, person_id: undefined }, 'person_id'],
    ['without a beginning', { ...valid, start_time: undefined }, 'start_time'],
    ['that begins at null', { ...valid, start_time: null }, 'start_time'],
    ['without an end', { ...valid, end_time: undefined }, 'end_time'],
    ['that begins on a day', { ...valid, start_time: '2030-01-15' }, 'start_time'],
    ['that ends some time', { ...valid, end_time: 'later' }, 'end_time'],
    ['without doors', winter, 'channel_ids'],
    ['for no doors', { ...valid, channel_ids: [] }, 'channel_ids'],
    ['for no doors by the other name', { ...winter, door_controller_ids: [] }, 'door_controller_ids'],
    ['for a door that is none', { ...valid, channel_ids: [710, 99] }, 'channel_ids'],
    ['for a door of another account', { ...valid, channel_ids: [facts.other.channelId] }, 'channel_ids'],
    ['for a door that is no number', { ...valid, channel_ids: ['Front'] }, 'channel_ids'],
    ['that ends as it begins', { ...valid, end_time: winter.start_time }, 'end_time'],
    ['that ends before it begins', { ...valid, end_time: '2030-01-15T09:00:00Z' }, 'end_time'],
    ['in the past', { ...valid, start_time: '2020-01-15T10:00:00Z', end_time: '2020-01-15T11:00:00Z' }, 'start_time'],
    ['shorter than a minute', { ...valid, end_time: '2030-01-15T10:00:59Z' }, 'end_time'],
    ['over midnight', { ...valid, end_time: '2030-01-16T00:30:00Z' }, 'end_time'],
  ])('%s are refused', (_what, body, param) => refusesValue(caller, edition, 'POST', 'reservations', body, param))

  test('keep to the days of the account, not to those of UTC', async () => {
    // In summer the account is an hour ahead: this is one day there and two in UTC.
    const one = { ...valid, start_time: '2030-07-15T00:30:00+01:00', end_time: '2030-07-15T02:00:00+01:00' }
    await removed((await created(one)).id)
    const two = { ...valid, start_time: '2030-07-15T22:30:00Z', end_time: '2030-07-15T23:30:00Z' }
    await refusesValue(caller, edition, 'POST', 'reservations', two, 'end_time')
  })

  test('end at midnight only where the article lets them', async () => {
    const body = { ...valid, start_time: '2030-01-15T22:00:00Z', end_time: '2030-01-16T00:00:00Z' }
    if (edition === 'classic') await removed((await created(body)).id)
    else await refusesValue(caller, edition, 'POST', 'reservations', body, 'end_time')
  })

  test('need a JSON object', async () => {
    for (const raw of ['{', '[]', '"text"', '']) await refusesBody(caller, edition, 'POST', 'reservations', raw)
  })

  test('are listed by page, and narrowed down to what has changed', async () => {
    const since = new Date(Date.now() - 1000).toISOString().slice(0, 19)
    const made: number[] = []
    for (const day of [1, 2, 3]) {
      const on = (time: string) => `2031-03-0${day}T${time}:00Z`
      made.push((await created({ ...valid, start_time: on('09:00'), end_time: on('10:00') })).id)
    }
    expect(await idsIn(caller, `reservations?since_utc=${since}`)).toEqual(expect.arrayContaining(made))
    expect(await idsIn(caller, `reservations?since_utc=${since}`)).not.toContain(facts.reservationId)
    expect(await idsIn(caller, `reservations?since=2026-01-01T00:00:00`)).toContain(facts.reservationId)
    expect(await idsIn(caller, `reservations?since_utc=2100-01-01T00:00:00`)).toEqual([])
    const all = await idsIn(caller, 'reservations')
    const pages = [1, 2, 3].map((page) => idsIn(caller, `reservations?per_page=2&page=${page}`))
    expect((await Promise.all(pages)).flat()).toEqual(all.slice(0, 6))
    expect(await idsIn(caller, 'reservations?per_page=2&skip_pagination=true')).toEqual(all)
    const { headers } = await succeeds(caller, 'GET', 'reservations?per_page=2', 200)
    expect(headers[edition === 'classic' ? 'x-total-results' : 'total']).toBe(String(all.length))
    const refused = await caller.call('GET', 'reservations?since=yesterday')
    expect(refused.status).toBe(400)
    for (const id of made) await removed(id)
  })

  test('of somebody who is hidden are for administrators only', async () => {
    const key = facts.keys.restricted
    const hidden = facts.reservationId + 1
    expect(await idsIn(caller, 'reservations')).toContain(hidden)
    expect(await idsIn(caller, 'reservations', { key })).not.toContain(hidden)
    await refusesHidden(caller, edition, 'DELETE', `reservations/${hidden}`, { key })
    await refusesHidden(caller, edition, 'POST', 'reservations', { key, body: { ...valid, person_id: 3004 } })
  })

  test('of another account are nowhere', async () => {
    expect(await idsIn(caller, 'reservations')).not.toContain(facts.other.reservationId)
    await refusesUnknown(caller, edition, 'DELETE', `reservations/${facts.other.reservationId}`)
    expect(await idsIn(caller, 'reservations', { key: facts.keys.other })).toEqual([facts.other.reservationId])
  })

  test('go with the person that they are for', async () => {
    const person = await caller.call('POST', 'people', { body: { first_name: 'Ada', last_name: 'Bell' } })
    const { id } = person.json as { id: number }
    const made = await created({ ...valid, person_id: id })
    await succeeds(caller, 'DELETE', `people/${id}`, 200)
    expect(await idsIn(caller, 'reservations')).not.toContain(made.id)
    await refusesGone(caller, edition, 'DELETE', `reservations/${made.id}`)
    await refusesValue(caller, edition, 'POST', 'reservations', { ...valid, person_id: id }, 'person_id')
  })

  test('may be deleted in the singular and with a suffix only where the articles do so', async () => {
    for (const path of ['reservation/ID', 'reservations/ID.json', 'reservation/ID.json']) {
      const { id } = await created(valid)
      const { status } = await caller.call('DELETE', path.replace('ID', String(id)))
      expect(status).toBe(edition === 'classic' ? 200 : 404)
      if (edition === 'current') await removed(id)
    }
  })

  test('can be neither read one by one nor changed', async () => {
    for (const method of ['GET', 'PUT', 'POST', 'PATCH']) {
      const received = await caller.call(method, `reservations/${facts.reservationId}`)
      expect([received.status, received.headers.allow]).toEqual([405, 'DELETE, OPTIONS'])
    }
  })
})
