import { facts } from '../../reference/seed.ts'
import type { Sent } from './client.ts'
import { oddRequests } from './odd-requests.ts'
import { idOf, named, person, type Scene } from './scene.ts'

const { full, restricted, expired } = facts.keys

const basic = (text: string): Sent => ({
  key: null,
  headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` },
})

const authorization = (text: string): Sent => ({ key: null, headers: { authorization: text } })

const accepting = (accept: string): Sent => ({ headers: { accept } })

export const status: Scene = async (send) => {
  const id = await person(send, { email: 'status@example.com' })
  await send('update', 'PUT', `people/${id}`, { body: { notes: 'x' } })
  await send('account', 'GET', 'account')
  await send('unfiltered list', 'GET', 'people')
  await send('empty list', 'GET', 'people?email=nobody@example.com')
  await send('event', 'GET', 'events/900100')
  await send('offline channel', 'GET', `channels/${facts.offlineChannelId}`)
  await send('lists of channels', 'GET', 'channels')
  await send('disabled person', 'GET', 'people/3003')
  await send('missing', 'POST', 'people', { body: { first_name: 'A' } })
  await send('not JSON', 'POST', 'people', { raw: '{' })
  await send('invalid date', 'POST', 'people', { body: { ...named, valid_to: 'soon' } })
  await send('e-mail in use', 'POST', 'people', { body: { ...named, email: 'status@example.com' } })
  const credential = { person_id: id, credential_type_id: facts.cardTypeId, value: '00112345' }
  const card = idOf(await send('create a credential', 'POST', 'credentials', { body: credential }))
  await send('second credential', 'POST', 'credentials', { body: credential })
  await send('missing value', 'POST', 'credentials', {
    body: { person_id: id, credential_type_id: facts.keyfobTypeId },
  })
  await send('unknown type', 'POST', 'credentials', { body: { ...credential, credential_type_id: 4 } })
  await send('unknown person', 'POST', 'credentials', { body: { ...credential, person_id: 4 } })
  await send('no credential', 'GET', 'credentials/4')
  await send('no person', 'GET', 'people/4')
  await send('update no person', 'PUT', 'people/4', { body: { notes: 'x' } })
  await send('delete no person', 'DELETE', 'people/4')
  await send('no channel', 'GET', 'channels/4')
  await send('nowhere', 'GET', 'nothing')
  await send('hidden', 'GET', `people/${facts.hiddenPersonId}`, { key: restricted })
  await send('delete a credential', 'DELETE', `people/${id}/credentials/${card}`)
  await send('delete', 'DELETE', `people/${id}`)
  await send('gone', 'GET', `people/${id}`)
  await send('update the gone', 'PUT', `people/${id}`, { body: { notes: 'x' } })
  await send('delete again', 'DELETE', `people/${id}`)
}

export const errors: Scene = async (send) => {
  await send('invalid e-mail', 'POST', 'people', { body: { ...named, email: 'no' } })
  await send('invalid valid_to', 'POST', 'people', { body: { ...named, valid_from: '2030-01-01', valid_to: 'x' } })
  await send('last name', 'POST', 'people', { body: { first_name: 'A' } })
  await send('type of a credential', 'POST', 'credentials', { body: { person_id: 3003, value: '1' } })
  await send('unknown group', 'POST', 'people', { body: { ...named, group_ids: [1] } })
}

export const keys: Scene = async (send) => {
  for (const key of [
    '',
    'x',
    'a-key-that-is-long-enough',
    full.slice(0, -3),
    `${full}x`,
    full.toUpperCase(),
    expired,
  ]) {
    await send(`Bearer ${key}`, 'GET', 'account', { key })
  }
  await send('no key', 'GET', 'people', { key: null })
  await send('no key, event', 'GET', 'events', { key: 'nobodys' })
  await send('no key, create', 'POST', 'people', { key: 'nobodys', body: named })
  await send('no key, nested', 'GET', 'people/3001/credentials', { key: 'nobodys' })
  await send('no key, suffix', 'GET', 'people/3001.json', { key: 'nobodys' })
  await send('Basic', 'GET', 'account', basic(`${full}:X`))
  await send('Basic, other password', 'GET', 'account', basic(`${full}:secret`))
  await send('Basic, no password', 'GET', 'account', basic(`${full}:`))
  await send('Basic, wrong key', 'GET', 'account', basic('nobodys:X'))
  await send('Basic, no colon', 'GET', 'account', basic(full))
  await send('Basic, write', 'POST', 'people', { ...basic(`${full}:X`), body: named })
  await send('Token', 'GET', 'account', authorization(`Token ${full}`))
  await send('bare key', 'GET', 'account', authorization(full))
  await send('garbage', 'GET', 'account', authorization('Bearer a b c'))
  await send('query', 'GET', `account?api_key=${full}`, { key: null })
  await send('query, write', 'POST', `people?api_key=${full}`, { key: null, body: named })
  await send('hidden read', 'GET', `people/${facts.hiddenPersonId}`, { key: restricted })
  await send('hidden update', 'PUT', `people/${facts.hiddenPersonId}`, { key: restricted, body: { notes: 'x' } })
  await send('hidden credentials', 'GET', `people/${facts.hiddenPersonId}/credentials`, { key: restricted })
  await send('restricted list', 'GET', 'people', { key: restricted })
  const id = await person(send)
  await send('no key, delete', 'DELETE', `people/${id}`, { key: 'nobodys' })
  await send('still there', 'GET', `people/${id}`)
}

export const negotiation: Scene = async (send) => {
  const accepts = ['application/json', '*/*', 'application/*', 'Application/JSON', 'text/html, application/json;q=0.5']
  const refuses = [
    'text/xml',
    'application/json;q=0',
    '*/*, application/json;q=0',
    'application/jsonml+json',
    'application/xml',
  ]
  for (const accept of [...accepts, ...refuses, 'application/json; charset=utf-8', 'json', '']) {
    await send(`Accept: ${accept}`, 'GET', 'people/3001', accepting(accept))
  }
  await send('no Accept', 'GET', 'groups')
  await send('XML account', 'GET', 'account', accepting('text/xml'))
  await send('XML list', 'GET', 'groups', accepting('text/xml'))
  await send('XML create', 'POST', 'people', { body: { ...named, system_id: 'negotiated' }, ...accepting('text/xml') })
  await send('was it created?', 'GET', 'people?system_id=negotiated')
  for (const suffix of ['json', 'xml', 'csv', 'html']) {
    await send(`list.${suffix}`, 'GET', `people.${suffix}`)
    await send(`one.${suffix}`, 'GET', `people/3001.${suffix}`)
  }
  await send('singular', 'GET', 'person/3001')
  await send('singular with suffix', 'GET', 'person/3001.json')
  await send('singular update', 'PUT', 'person/3001', { body: { notes: 'y' } })
  await send('singular channel', 'GET', 'channel/710')
  await send('list of credentials', 'GET', 'credentials')
  await send('events', 'GET', 'events?n=3')
  const id = await person(send)
  await send('delete by singular', 'DELETE', `person/${id}`)
  await send('gone by singular', 'GET', `person/${id}`)
}

export const methods: Scene = async (send) => {
  await send('PATCH', 'PATCH', 'people/3001', { body: { notes: 'z' } })
  await send('after PATCH', 'GET', 'people/3001')
  await send('PATCH list', 'PATCH', 'people', { body: {} })
  await send('POST one', 'POST', 'people/3001', { body: { notes: 'z' } })
  await send('PUT list', 'PUT', 'people', { body: named })
  await send('DELETE list', 'DELETE', 'people')
  for (const path of ['account', 'groups', 'channels', 'channels/710', 'events', 'events/900100']) {
    await send(`POST ${path}`, 'POST', path, { body: {} })
    await send(`DELETE ${path}`, 'DELETE', path)
  }
  await send('PROPFIND', 'PROPFIND', 'people')
  await send('HEAD', 'HEAD', 'people')
  await send('OPTIONS', 'OPTIONS', 'people')
  await send('unknown method', 'FROB', 'people')
}

export const robustness: Scene = async (send) => {
  for (const [name, method, path, sent] of oddRequests) await send(name, method, path, sent)
}
