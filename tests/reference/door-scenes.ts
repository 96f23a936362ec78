import { setTimeout as sleep } from 'node:timers/promises'
import { facts } from '../../reference/seed.ts'
import type { Received } from './client.ts'
import type { Scene } from './scene.ts'

const requestIn = ({ json }: Received): number =>
  (json as { readonly admission_request_id?: number } | undefined)?.admission_request_id ?? 0

export const doors: Scene = async (send) => {
  const tell = async (command: string, body?: object, id: number = 710): Promise<Received> => {
    const told = await send(`${command} ${id} ${JSON.stringify(body)}`, 'POST', `channels/${id}/${command}`, { body })
    await send(`${id} after ${command}`, 'GET', `channels/${id}`)
    return told
  }
  const relocking = { relock_at: '2035-01-01T08:30:15Z' }
  await tell('lockdown')
  await tell('unlockdown')
  await tell('lockdown', { card_lockdown: true })
  await tell('lockdown', { rex_lockdown: true, aux_lockdown: false })
  await tell('admit')
  await tell('unlockdown')
  await tell('unlock', relocking)
  await tell('normal')
  await tell('auto_unlock', { shift_id: facts.shiftIds[0] })
  await tell('auto_unlock', { shift_id: 999 })
  await tell('auto_unlock')
  const one = requestIn(await tell('admit'))
  const two = requestIn(await tell('admit_person', { person_id: facts.admittedPersonId }))
  for (const id of [one, two, facts.otherEventId, 99]) await send(`request ${id}`, 'GET', `admission_requests/${id}`)
  await tell('admit_person', { person_id: facts.deniedPersonId })
  await send('PIN of the disabled', 'PUT', `people/${facts.deniedPersonId}`, { body: { pin: '7777' } })
  await tell('admit_person', { person_id: facts.deniedPersonId })
  await tell('admit', undefined, facts.offlineChannelId)
  await tell('admit', undefined, facts.lockedDownChannelId)
  await tell('normal', undefined, 99)
}

export const limits: Scene = async (send) => {
  const control = (what: string, on: boolean, more: object = {}) =>
    send(`${what} ${on}`, 'POST', `/_control/${what}`, { body: { on, ...more } })
  await control('maintenance', true)
  await send('read during maintenance', 'GET', 'groups')
  await send('write during maintenance', 'POST', 'people', { body: { first_name: 'A', last_name: 'B' } })
  await control('maintenance', false)
  await send('people after maintenance', 'GET', 'people')
  for (const error of ['bad-gateway', 'gateway-timeout']) {
    await control(error, true)
    await send(`read, ${error}`, 'GET', 'groups')
    await send(`write, ${error}`, 'POST', 'people', { body: { first_name: 'A', last_name: 'B' } })
    await control(error, false)
    await send(`people after ${error}`, 'GET', 'people')
  }
  await control('rate-limit', true, { requests: 1, seconds: 60 })
  await send('first', 'GET', 'groups')
  await send('second', 'GET', 'groups')
  await control('rate-limit', true, { requests: 1, seconds: 0.2 })
  for (const name of ['third', 'fourth']) await send(name, 'GET', 'groups')
  await sleep(250)
  await send('fifth, after the window', 'GET', 'groups')
  await control('rate-limit', false)
  await send('sync', 'POST', 'sync')
  await send('sync again', 'POST', 'sync')
  // As long as the endpoint of a transcript has to be left alone.
  await sleep(1_100)
  await send('sync later', 'POST', 'sync')
}
