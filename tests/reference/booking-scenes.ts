import { facts } from '../../reference/seed.ts'
import type { Sent } from './client.ts'
import { type Id, idOf, type Scene, type Send } from './scene.ts'

const since = 'since_utc=2026-02-01T00:00:00'

const slot = (day: string, from = '10:00:00', to = '11:00:00', zone = 'Z') => ({
  start_time: `${day}T${from}${zone}`,
  end_time: `${day}T${to}${zone}`,
})

/** Sends a body and shows what is stored afterwards. */
const storing =
  (send: Send, path: string, list = path) =>
  async (name: string, body: unknown): Promise<Id> => {
    const id = idOf(await send(name, 'POST', path, { body }))
    await send(`${name}, listed`, 'GET', list)
    return id
  }

export const reservations: Scene = async (send) => {
  const person_id = 3001
  const make = storing(send, 'reservations')
  const valid = { person_id, channel_ids: [710], ...slot('2031-01-15') }
  const first = await make('reservation', valid)
  await make('overlapping', { ...valid, ...slot('2031-01-15', '10:30:00', '12:00:00') })
  await make('several doors', { ...valid, channel_ids: [710, 711] })
  await make('several doors by alias', { person_id, ...slot('2031-01-16'), door_controller_ids: [712, 711] })
  await make('with an offset', { ...valid, ...slot('2031-07-15', '10:00:00', '11:00:00', '+05:30') })
  await make('in summer', { ...valid, ...slot('2031-07-16') })
  await make('to the second', { ...valid, ...slot('2031-01-17', '10:00:07', '11:00:59') })
  await make('of the disabled', { ...valid, person_id: 3003 })
  await make('one day in the zone', { ...valid, start_time: '2031-07-14T23:30:00Z', end_time: '2031-07-15T00:30:00Z' })
  await make('one day in UTC', { ...valid, start_time: '2031-07-14T22:30:00Z', end_time: '2031-07-14T23:30:00Z' })
  await make('over midnight', { ...valid, start_time: '2031-01-14T22:30:00Z', end_time: '2031-01-15T02:30:00Z' })
  await make('in the past', { ...valid, ...slot('2021-01-15') })
  await make('backwards', { ...valid, ...slot('2031-01-15', '11:00:00', '10:00:00') })
  await make('of no time', { ...valid, ...slot('2031-01-15', '11:00:00', '11:00:00') })
  await make('without doors', { person_id, ...slot('2031-01-15') })
  await make('for no doors', { ...valid, channel_ids: [] })
  await make('for nobody', { ...valid, person_id: 99 })
  await make('for an unknown door', { ...valid, channel_ids: [710, 99] })
  await make('for another account', { ...valid, person_id: facts.other.personId })
  await send('changed since', 'GET', `reservations?${since}`)
  await send('a page', 'GET', 'reservations?per_page=2&page=2')
  await send('delete', 'DELETE', `reservations/${first}`)
  await send('listed after the deletion', 'GET', 'reservations')
  await send('changed since the deletion', 'GET', `reservations?${since}`)
  await send('delete again', 'DELETE', `reservations/${first}`)
  await send('delete what never was', 'DELETE', 'reservations/99')
}

export const groupReservations: Scene = async (send) => {
  const make = async (name: string, group_reservation: object): Promise<Id> =>
    storing(send, 'group_reservations')(name, { group_reservation })
  const valid = { person_id: 3002, group_ids: [410], ...slot('2031-01-15') }
  const first = await make('group reservation', valid)
  await make('second', { ...valid, group_ids: [412] })
  await make('unsorted', { ...valid, person_id: 3001, group_ids: [413, 411, 412] })
  await make('long', { ...valid, end_time: '2031-02-15T10:00:00Z' })
  const active = await make('active', { ...valid, start_time: '2026-01-05T00:00:00Z' })
  await make('backwards', { ...valid, ...slot('2031-01-15', '11:00:00', '10:00:00') })
  await make('of no time', { ...valid, ...slot('2031-01-15', '11:00:00', '11:00:00') })
  await make('over', { ...valid, ...slot('2021-01-15') })
  await make('for no groups', { ...valid, group_ids: [] })
  await make('for an unknown group', { ...valid, group_ids: [99] })
  await make('for an unknown group besides', { ...valid, group_ids: [410, 99] })
  await make('for an unknown group before', { ...valid, group_ids: [99, 410] })
  await send('delete', 'DELETE', `group_reservations/${first}`)
  await send('delete the active', 'DELETE', `group_reservations/${active}`)
  await send('listed after the deletion', 'GET', 'group_reservations')
}

export const rules: Scene = async (send) => {
  const valid = {
    name: 'Rule',
    call_back_url: 'https://hooks.example.com/Door?to=1',
    match_event_codes: [32, 10],
    match_controller_ids: [711, 710],
  }
  const make = storing(send, 'notification_rules')
  const first = await make('rule', valid)
  const replacing = { name: 'Other', call_back_url: 'https://hooks.example.com/', match_event_codes: [10] }
  const update = (name: string, id: Id, body: Sent['body']) => send(name, 'PUT', `notification_rules/${id}`, { body })
  await update('replaced', first, replacing)
  await send('read', 'GET', `notification_rules/${first}`)
  const second = await make('inactive', { ...valid, active: false })
  await update('inactive and replaced', second, replacing)
  await update('about other channels', second, { ...replacing, match_controller_ids: [712] })
  await make('codes of many kinds', { ...valid, match_event_codes: [10, 11, 12, 20, 70, 73] })
  await make('a code twice', { ...valid, match_event_codes: [10, 10, 32] })
  await make('no codes', { ...valid, match_event_codes: [] })
  await make('no URL', { ...valid, call_back_url: 'somewhere' })
  await make('unknown channel', { ...valid, match_controller_ids: [99] })
  await send('delete', 'DELETE', `notification_rules/${first}`)
  await send('listed after the deletion', 'GET', 'notification_rules')
  await send('gone', 'GET', `notification_rules/${first}`)
  await update('update the gone', first, replacing)
}
