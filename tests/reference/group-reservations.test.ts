import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { editions, idsIn, refusesGone, refusesUnknown, refusesValue, succeeds } from './either.ts'

const valid = {
  person_id: 3002,
  start_time: '2030-07-01T10:00:00+01:00',
  end_time: '2030-07-09T18:00:00+01:00',
  group_ids: [413, 410],
}

describe.each(editions)('group reservations in the %s edition', (edition) => {
  let caller: Caller

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  const created = async (members: object): Promise<{ readonly id: number; readonly state: string }> =>
    (await succeeds(caller, 'POST', 'group_reservations', 201, { body: { group_reservation: members } })).json as {
      id: number
      state: string
    }

  const listed = async (id: number): Promise<unknown> => {
    const { json } = await succeeds(caller, 'GET', 'group_reservations', 200)
    return (json as readonly { readonly id: number }[]).find((each) => each.id === id)
  }

  const groupsOf = async (person: number): Promise<unknown> =>
    ((await caller.call('GET', `people/${person}`)).json as { groups: unknown }).groups

  test('are pending before they begin, and removed when they are deleted', async () => {
    const made = await created(valid)
    expect(made).toMatchObject({ person_id: 3002, state: 'pending', group_ids: [413, 410] })
    expect(await listed(made.id)).toEqual(made)
    expect(await groupsOf(3002)).toEqual([411])
    expect((await succeeds(caller, 'DELETE', `group_reservations/${made.id}`, 200)).json).toEqual({ result: 'ok' })
    expect(await listed(made.id)).toBeUndefined()
    await refusesGone(caller, edition, 'DELETE', `group_reservations/${made.id}`)
  })

  test('are active while they last, and deactivated when they are deleted', async () => {
    const made = await created({ ...valid, start_time: '2026-01-05T00:00:00Z' })
    expect(made.state).toBe('active')
    expect(await groupsOf(3002)).toEqual([411, 413, 410])
    await succeeds(caller, 'DELETE', `group_reservations/${made.id}`, 200)
    expect(await listed(made.id)).toMatchObject({ state: 'deactivated' })
    expect(await groupsOf(3002)).toEqual([411])
    await refusesGone(caller, edition, 'DELETE', `group_reservations/${made.id}`)
  })

  test('begin by themselves, and are over by themselves', async () => {
    const at = (milliseconds: number) => new Date(Date.now() + milliseconds).toISOString()
    const made = await created({ ...valid, start_time: at(700), end_time: at(2600) })
    expect(made.state).toBe('pending')
    await sleep(1000)
    expect(await listed(made.id)).toMatchObject({ state: 'active' })
    await sleep(1900)
    expect(await listed(made.id)).toBeUndefined()
    expect(await groupsOf(3002)).toEqual([411])
  })

  test('stand inside their wrapper', async () => {
    await refusesValue(caller, edition, 'POST', 'group_reservations', valid, 'group_reservation')
    await refusesValue(caller, edition, 'POST', 'group_reservations', {}, 'group_reservation')
    const wrapped = { group_reservation: null }
    await refusesValue(caller, edition, 'POST', 'group_reservations', wrapped, 'group_reservation')
    const received = await caller.call('POST', 'group_reservations', { body: { group_reservation: 'text' } })
    expect(received.status).toBe(400)
  })

  test.each([
    ['of nobody', { person_id: 99 }, 'person_id'],
    ['of somebody of another account', { person_id: facts.other.personId }, 'person_id'],
    ['without a person', { person_id: undefined }, 'person_id'],
    ['without a beginning', { start_time: undefined }, 'start_time'],
    ['without an end', { end_time: undefined }, 'end_time'],
    ['that end some time', { end_time: 'later' }, 'end_time'],
    ['without groups', { group_ids: undefined }, 'group_ids'],
    ['for no groups', { group_ids: [] }, 'group_ids'],
    ['for a group that is none', { group_ids: [410, 99] }, 'group_ids'],
    ['for a group of another account', { group_ids: [facts.other.groupId] }, 'group_ids'],
    ['that end before they begin', { end_time: '2030-06-01T00:00:00Z' }, 'end_time'],
    ['that are over', { start_time: '2020-01-01T00:00:00Z', end_time: '2020-01-02T00:00:00Z' }, 'end_time'],
  ])('%s are refused', (_what, change, param) =>
    refusesValue(caller, edition, 'POST', 'group_reservations', { group_reservation: { ...valid, ...change } }, param),
  )

  test('are listed by page, and narrowed down to what has changed', async () => {
    expect(await idsIn(caller, 'group_reservations?per_page=1')).toEqual([facts.groupReservationId])
    expect(await idsIn(caller, 'group_reservations?per_page=1&page=2')).toEqual([facts.groupReservationId + 1])
    expect(await idsIn(caller, 'group_reservations?since_utc=2100-01-01T00:00:00')).toEqual([])
  })

  test('of another account are nowhere, and none is read by itself', async () => {
    const { groupReservationId } = facts.other
    expect(await idsIn(caller, 'group_reservations')).not.toContain(groupReservationId)
    await refusesUnknown(caller, edition, 'DELETE', `group_reservations/${groupReservationId}`)
    expect(await idsIn(caller, 'group_reservations', { key: facts.keys.other })).toEqual([groupReservationId])
    expect((await caller.call('GET', `group_reservations/${facts.groupReservationId}`)).status).toBe(405)
  })
})
