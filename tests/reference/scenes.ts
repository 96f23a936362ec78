import { facts } from '../../reference/seed.ts'
import { groupReservations, reservations, rules } from './booking-scenes.ts'
import type { Caller, Received, Sent } from './client.ts'
import { doors, limits } from './door-scenes.ts'
import { concurrency, fields, filters, foreign, pages, tokens, updates } from './life-scenes.ts'
import { oddRequests } from './odd-requests.ts'

/** Sends a request under a name and keeps what came back. */
export type Send = (name: string, method: string, path: string, sent?: Sent) => Promise<Received>

export type Scene = (send: Send, caller: Caller) => Promise<void>

const { full, restricted, expired } = facts.keys

const named = { first_name: 'Ada', last_name: 'Bell' }

const idOf = ({ json }: Received): number | string => {
  const one: unknown = Array.isArray(json) ? json[0] : json
  return typeof one === 'object' && one !== null && 'id' in one ? (one.id as number | string) : 0
}

const person = async (send: Send, more: object = {}): Promise<number | string> =>
  idOf(await send('create a person', 'POST', 'people', { body: { ...named, ...more } }))

const basic = (text: string): Sent => ({
  key: null,
  headers: { authorization: `Basic ${Buffer.from(text).toString('base64')}` },
})

const authorization = (text: string): Sent => ({ key: null, headers: { authorization: text } })

const accepting = (accept: string): Sent => ({ headers: { accept } })

const status: Scene = async (send) => {
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

const errors: Scene = async (send) => {
  await send('invalid e-mail', 'POST', 'people', { body: { ...named, email: 'no' } })
  await send('invalid valid_to', 'POST', 'people', { body: { ...named, valid_from: '2030-01-01', valid_to: 'x' } })
  await send('last name', 'POST', 'people', { body: { first_name: 'A' } })
  await send('type of a credential', 'POST', 'credentials', { body: { person_id: 3003, value: '1' } })
  await send('unknown group', 'POST', 'people', { body: { ...named, group_ids: [1] } })
}

const keys: Scene = async (send) => {
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

const negotiation: Scene = async (send) => {
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

const methods: Scene = async (send) => {
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

const state: Scene = async (send) => {
  const one = await person(send, { email: 'one@example.com', group_ids: [410, 411] })
  const two = await person(send, { enabled: false })
  const card = { credential_type_id: facts.cardTypeId, value: '00112345' }
  const held = idOf(await send('card', 'POST', 'credentials', { body: { person_id: one, ...card } }))
  await send('second card', 'POST', 'credentials', { body: { person_id: one, ...card, value: '2' } })
  await send('second card, nested', 'POST', `people/${one}/credentials`, {
    body: { person_credential: { ...card, value: '3' } },
  })
  await send('pin', 'POST', `people/${one}/credentials`, {
    body: { credential_type_id: facts.pinTypeId, value: '******' },
  })
  await send('credentials', 'GET', `people/${one}/credentials`)
  await send('update the card', 'PUT', `people/${one}/credentials/${held}`, { body: { value: '0099' } })
  await send('read the card', 'GET', `people/${one}/credentials/${held}`)
  await send('update without value', 'PUT', `people/${one}/credentials/${held}`, { body: {} })
  await send('update to null', 'PUT', `people/${one}/credentials/${held}`, { body: { value: null } })
  await send('delete the card', 'DELETE', `people/${one}/credentials/${held}`)
  await send('gone card', 'GET', `people/${one}/credentials/${held}`)
  await send('gone card, flat', 'GET', `credentials/${held}`)
  await send('update the gone card', 'PUT', `people/${one}/credentials/${held}`, { body: { value: '1' } })
  await send('credentials afterwards', 'GET', `people/${one}/credentials`)
  await send('take an e-mail address', 'PUT', `people/${two}`, { body: { email: 'ONE@example.com' } })
  await send('own e-mail address', 'PUT', `people/${one}`, { body: { email: 'one@example.com' } })
  await send('half an update', 'PUT', `people/${two}`, { body: { first_name: 'Changed', valid_to: 'x' } })
  await send('after half an update', 'GET', `people/${two}`)
  await send('refused create', 'POST', 'people', { body: { first_name: 'Only', system_id: 'refused' } })
  await send('create in use', 'POST', 'people', { body: { ...named, email: 'one@example.com', system_id: 'in-use' } })
  await send('list', 'GET', 'people')
  await send('page of two', 'GET', 'people?per_page=2&page=1')
  await send('id with more', 'GET', `people/${one}abc`)
  await send('unknown id', 'GET', 'people/99')
  await send('update an unknown id', 'PUT', 'people/99', { body: named })
  await send('delete', 'DELETE', `people/${one}`)
  await send('gone', 'GET', `people/${one}`)
  await send('update the gone', 'PUT', `people/${one}`, { body: { notes: 'back' } })
  await send('list afterwards', 'GET', 'people')
}

const loss: Scene = async (send) => {
  const everything = {
    ...named,
    email: 'ada+doors@example.com',
    telephone: '+442071234567',
    mobile: '+447700900123',
    barcode: '000123',
    notes: "first\nsecond 😀 it's\t\\ %41 <b> &amp; \0 end",
    custom_1: '1e3',
    custom_2: 'x'.repeat(300),
    custom_3: 'third',
    custom_4: '  padded  ',
    custom_5: null,
    system_id: 'Mixed-Case',
    organisation_id: 0,
    enabled: false,
    valid_from: '2030-03-31T00:30:00+02:00',
    valid_to: '2030-07-01',
    group_ids: [410, 411],
    role_ids: [520],
    pin: '0042',
    credentials_number: '00077',
  }
  const id = await person(send, everything)
  await send('everything', 'GET', `people/${id}`)
  for (const last_name of [
    "O'Brien",
    'Łukasz Ångström',
    'e\u0301clair',
    'de  la   Cruz',
    'mcDONALD',
    'Null',
    '漢字',
    '😀',
  ]) {
    await send(`update to ${last_name}`, 'PUT', `people/${id}`, { body: { last_name } })
  }
  await send('capitals', 'PUT', `people/${id}`, { body: { email: 'Ada+Doors@Example.com' } })
  await send('only one of the dates', 'PUT', `people/${id}`, { body: { valid_from: '2030-01-01' } })
  await send('no groups', 'PUT', `people/${id}`, { body: { group_ids: [] } })
  await send('other groups', 'PUT', `people/${id}`, { body: { group_ids: [412, 413] } })
  await send('enabled', 'PUT', `people/${id}`, { body: { enabled: true } })
  await send('disabled', 'PUT', `people/${id}`, { body: { enabled: false } })
  await send('null', 'PUT', `people/${id}`, { body: { mobile: null, custom_3: null } })
  await send('empty', 'PUT', `people/${id}`, { body: { custom_4: '', mobile: '' } })
  await send('101 characters', 'PUT', `people/${id}`, { body: { job_title: 'y'.repeat(101) } })
  await send('with suffix', 'PUT', `people/${id}.json`, { body: { first_name: 'First', last_name: 'Last' } })
  await send('value', 'POST', 'credentials', {
    body: { person_id: id, credential_type_id: facts.keyfobTypeId, value: '00AbC' },
  })
  await send('numeric value', 'POST', 'credentials', {
    body: { person_id: 3003, credential_type_id: facts.cardTypeId, value: '00112' },
  })
  await send('value, nested', 'POST', 'people/3003/credentials', {
    body: { credential_type_id: facts.keyfobTypeId, value: '00113' },
  })
}

const validation: Scene = async (send) => {
  const bodies: Readonly<Record<string, object>> = {
    'no names': {},
    'null name': { ...named, first_name: null },
    'no last name': { first_name: 'A' },
    'blank name': { ...named, last_name: '   ' },
    'empty name': { ...named, first_name: '' },
    'broken e-mail': { ...named, email: 'no-at' },
    'nearly an e-mail': { ...named, email: 'a b@c' },
    'broken date': { ...named, valid_from: 'tomorrow' },
    'impossible date': { ...named, valid_to: '2030-02-30' },
    'list for text': { ...named, notes: ['a'] },
    'list for name': { ...named, last_name: ['a', 'b'] },
    'object for text': { ...named, custom_1: { a: 1 } },
    'object for name': { ...named, last_name: { a: 1 } },
    'text for flag': { ...named, enabled: 'banana' },
    'text for groups': { ...named, group_ids: 'all' },
    'text for integer': { ...named, organisation_id: 'many' },
    'number for text': { ...named, notes: 7 },
    'number for e-mail': { ...named, email: 7 },
    'unknown member': { ...named, shoe_size: 44 },
    'unknown group': { ...named, group_ids: [410, 4] },
    'number for an id in a list': { ...named, group_ids: ['410'] },
  }
  for (const [name, body] of Object.entries(bodies)) await send(name, 'POST', 'people', { body })
  await send('blank on update', 'PUT', 'people/3001', { body: { first_name: ' ' } })
  const type = { credential_type_id: facts.cardTypeId }
  const credentials: Readonly<Record<string, object>> = {
    'no value': { person_id: 3003, ...type },
    'no type': { person_id: 3003, value: '1' },
    'no person': { ...type, value: '1' },
    'list as value': { person_id: 3003, ...type, value: ['1'] },
    'unknown type': { person_id: 3003, credential_type_id: 7, value: '1' },
    'unknown person': { person_id: 7, ...type, value: '1' },
    'mobile with value': { person_id: 3003, credential_type_id: facts.mobileTypeId, value: 'x' },
    'mobile without value': { person_id: 3003, credential_type_id: facts.mobileTypeId, value: null },
  }
  for (const [name, body] of Object.entries(credentials)) await send(name, 'POST', 'credentials', { body })
  const raws = [
    '{"first_name":"A","last_name":"B"',
    '{"first_name":"A","last_name":"B"}}',
    "{first_name:'A',last_name:'B'}",
  ]
  for (const raw of [...raws, 'first_name=A&last_name=B', `[${JSON.stringify(named)}]`, '"text"', '[]', 'null', '7']) {
    await send(`body ${raw}`, 'POST', 'people', { raw })
    await send(`update body ${raw}`, 'PUT', 'people/3002', { raw })
  }
  await send('no body', 'PUT', 'people/3001')
  await send('other content type', 'POST', 'people', { body: named, headers: { 'content-type': 'text/plain' } })
}

const robustness: Scene = async (send) => {
  for (const [name, method, path, sent] of oddRequests) await send(name, method, path, sent)
}

const races: Scene = async (send, { reference }) => {
  await send('before', 'GET', 'people?email=race@example.com')
  const statuses = await Promise.all(
    [1, 2, 3].map(async () => {
      const response = await fetch(`${reference.url}/api/3/people`, {
        method: 'POST',
        headers: { authorization: `Bearer ${full}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...named, email: 'race@example.com' }),
      })
      await response.arrayBuffer()
      return response.status
    }),
  )
  await send(`after ${statuses.sort().join(' ')}`, 'GET', 'people?email=race@example.com')
}

export const scenes: Readonly<Record<string, Scene>> = {
  status,
  errors,
  keys,
  negotiation,
  methods,
  state,
  loss,
  validation,
  robustness,
  races,
  reservations,
  groupReservations,
  rules,
  doors,
  filters,
  pages,
  updates,
  foreign,
  fields,
  tokens,
  concurrency,
  // The longest comes last: it waits for limits to pass.
  limits,
}
