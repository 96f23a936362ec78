import { setTimeout as sleep } from 'node:timers/promises'
import { facts } from '../../reference/seed.ts'
import type { Caller, Sent } from './client.ts'
import { type Id, idOf, named, person, type Scene, type Send } from './scene.ts'

const cardTypes = [facts.cardTypeId, facts.keyfobTypeId]

const credential = async (send: Send, owner: Id, type: number, value: string): Promise<Id> =>
  idOf(
    await send(`credential ${value}`, 'POST', 'credentials', {
      body: { person_id: Number(owner), credential_type_id: type, value },
    }),
  )

/** Filters one by one and together. */
export const filters: Scene = async (send, { call }) => {
  const first = await person(send, { email: 'Ada+one@example.com', system_id: 'LIFE-1' })
  await person(send, { email: 'ada.two@example.com', system_id: 'LIFE-2', enabled: false })
  await person(send, { email: 'other.two@example.com', system_id: 'LIFE-1' })
  const people = [
    ...['email=Ada%2Bone@example.com', 'email=ada%2BONE@example.com', 'email=ada.two@example.com', 'email=TWO@'],
    ...['system_id=LIFE-1', 'system_id=LIFE', 'email=ada.two@example.com&system_id=LIFE-1'],
    ...['since=2026-01-05T07:33:00', 'since_utc=2026-01-05T07:33:00', 'since=2026-01-05&since_utc=2026-01-05T07:32:30'],
    ...['email=wren.applegarth@example.com&since=2026-01-06', 'since=2026-07-01T00:00:00'],
  ]
  for (const query of people) await send(`people by ${query}`, 'GET', `people?${query}`)
  await send('update the oldest', 'PUT', 'people/3001', { body: { notes: 'new' } })
  await send('changed since', 'GET', 'people?since=2026-01-06')
  await send('site', 'GET', `channels?site_id=${facts.siteIds[1]}`)
  const { json } = await call('GET', 'events?sort=ASC&n=30')
  const middle = String((json as readonly { readonly created_at: string }[]).at(-1)?.created_at)
  const events = [
    ...[
      'event_codes=11',
      'event_codes=10,11,31',
      'event_codes=999',
      'event_codes=10,999',
      'event_codes=x',
      'event_codes=50',
      'event_codes=221',
      'event_codes=43',
    ],
    ...['channels=710,711', 'channels=999999', 'n=5&page=2', 'per_page=5&page=2'],
    ...[`channels=${facts.channelIds[1]}`, `door_controllers=${facts.channelIds[1]}`, 'first_name=wren'],
    ...[
      'last_name=Applegarth',
      'last_name=Bell',
      'sort=ASC&n=5',
      'sort=DESC&n=5',
      'channels=710&sort=ASC',
      `since=${middle}&n=1000`,
    ],
  ]
  for (const [index, query] of events.entries()) await send(`events ${index}`, 'GET', `events?${query}`)
  await send('away', 'DELETE', `people/${first}`)
}

/** Pages before and after somebody in the middle is deleted. */
export const pages: Scene = async (send) => {
  const ids: Id[] = []
  for (let count = 0; count < 32; count += 1) ids.push(await person(send, { system_id: `PAGE-${count % 2}` }))
  const turn = async (): Promise<void> => {
    for (const page of [1, 2, 3, 4, 5]) await send(`page ${page} of 9`, 'GET', `people?per_page=9&page=${page}`)
    await send('page of one', 'GET', 'people?per_page=1&page=2')
    await send('page of thirty', 'GET', 'people?per_page=30')
    await send('some', 'GET', 'people?system_id=PAGE-1&per_page=5&page=2')
    await send('all', 'GET', 'people?skip_pagination=true')
  }
  await turn()
  await send('delete', 'DELETE', `people/${ids[14]}`)
  await turn()
}

/** Updates that name little, and reads in between. */
export const updates: Scene = async (send) => {
  const id = await person(send, {
    ...{ notes: 'kept', telephone: '+442071234567', custom_2: 'two', barcode: '007', organisation_id: 4 },
    ...{ group_ids: [410, 411], role_ids: [520, 521], valid_from: '2030-01-01', valid_to: '2030-12-31' },
    ...{ pin: '004711', credentials_number: '00220011', email: 'life@example.com' },
  })
  const changes: readonly object[] = [
    ...[{ enabled: false }, { notes: 'changed' }, { department: 'Joinery' }, { enabled: true }, { role_ids: [522] }],
    ...[{ credentials_number: '00220012' }, { valid_from: '2030-02-01' }, { organisation_id: 0 }, { barcode: '0042' }],
    ...[{ custom_2: null }, { last_name: 'Cole' }, { group_ids: [412], role_ids: [521] }, { group_ids: [] }],
  ]
  await send('before', 'GET', `people/${id}`)
  for (const body of changes) {
    await send(`update ${JSON.stringify(body)}`, 'PUT', `people/${id}`, { body })
    await send(`after ${JSON.stringify(body)}`, 'GET', `people/${id}`)
    await send('found', 'GET', 'people?email=life@example.com')
  }
  const [one, two] = await Promise.all([person(send), person(send)])
  const cards: Id[] = []
  for (const type of cardTypes) cards.push(await credential(send, one, type, `0099${type}`))
  const card = `people/${one}/credentials/${cards[0]}`
  await send('update the card', 'PUT', card, { body: { value: '000042' } })
  await send('the card below somebody else', 'GET', `people/${two}/credentials/${cards[0]}`)
  await send('below nobody', 'GET', 'people/4/credentials')
  await send('delete one card', 'DELETE', card)
  const pin = await credential(send, two, facts.pinTypeId, '4711')
  await send('update the PIN', 'PUT', `people/${two}/credentials/${pin}`, { body: { value: '0042' } })
  await send('the other card', 'GET', `people/${one}/credentials`)
  await credential(send, one, facts.cardTypeId, '00998877')
  await send('disable the holder', 'PUT', `people/${one}`, { body: { enabled: false, email: 'holder@example.com' } })
  await credential(send, two, facts.cardTypeId, '00998877')
  await send('take the e-mail address', 'PUT', `people/${two}`, { body: { email: 'holder@example.com' } })
  const other = await credential(send, two, facts.cardTypeId, '00998866')
  await send('take the card', 'PUT', `people/${two}/credentials/${other}`, { body: { value: '00220012' } })
  await send('take the card through the person', 'PUT', `people/${two}`, { body: { credentials_number: '00220012' } })
  await send('delete the holder', 'DELETE', `people/${id}`)
  await send('all credentials', 'GET', 'credentials')
  await send('found afterwards', 'GET', 'people?email=life@example.com')
  await person(send, { email: 'life@example.com' })
  await send('the holder again', 'GET', `people/${id}`)
  for (const pin of ['123', '123456789', '12a4', '12 34', '0815'])
    await send(`PIN ${pin}`, 'POST', `people/${two}/credentials`, {
      body: { credential_type_id: facts.pinTypeId, value: pin },
    })
}

/** Ids of another account. */
export const foreign: Scene = async (send, { edition }) => {
  const { other } = facts
  const held = edition === 'classic' ? other.credentialId : other.currentCredentialId
  await send('person', 'GET', `people/${other.personId}`)
  await send('credentials', 'GET', `people/${other.personId}/credentials`)
  await send('credential', 'GET', `people/${other.personId}/credentials/${held}`)
  await send('credential below an own person', 'GET', `people/3001/credentials/${held}`)
  await send('channel', 'GET', `channels/${other.channelId}`)
  await send('event', 'GET', `events/${other.eventId}`)
  await send('rule', 'GET', `notification_rules/${other.notificationRuleId}`)
}

/** The ways in which the current edition tells what is wrong. */
export const fields: Scene = async (send) => {
  const email = 'wren.applegarth@example.com'
  await send('two members', 'POST', 'people', { body: { ...named, first_name: '' } })
  await send('e-mail in use', 'POST', 'people', { body: { ...named, email } })
  await send('broken date', 'PUT', 'people/3002', { body: { notes: 'x', valid_to: 'x' } })
  const path = 'people/3001/credentials'
  await send('second card', 'POST', path, { body: { credential_type_id: facts.cardTypeId, value: '00881' } })
  await send('no value', 'POST', 'people/3003/credentials', { body: { credential_type_id: facts.cardTypeId } })
  await send('unknown type', 'POST', 'people/3003/credentials', { body: { credential_type_id: 4, value: '1' } })
  await send('licence', 'POST', 'people/3003/credentials', { body: { credential_type_id: facts.exhaustedTypeId } })
  await send('wrapped person', 'POST', 'people', { body: { person: named } })
}

const form = (fieldsOf: Readonly<Record<string, string>>): Sent => ({
  raw: new URLSearchParams(fieldsOf).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  key: null,
})

/** What a client may ask of the token endpoints. */
export const tokens: Scene = async (send) => {
  const { clientId, clientSecret } = facts.oauth
  const client = { client_id: clientId, client_secret: clientSecret }
  const asking = { grant_type: 'refresh_token', ...client, refresh_token: 'nobodys' }
  await send('nothing', 'POST', '/oauth/token', form({}))
  await send('no token', 'POST', '/oauth/token', form({ grant_type: 'refresh_token', ...client }))
  await send('unknown token', 'POST', '/oauth/token', form(asking))
  await send('unknown client', 'POST', '/oauth/token', form({ ...asking, client_id: 'nobody' }))
  await send('unknown grant', 'POST', '/oauth/token', form({ ...asking, grant_type: 'password' }))
  await send('grant of no use', 'POST', '/oauth/token', form({ ...asking, grant_type: 'client_credentials' }))
  await send('no client', 'POST', '/oauth/revoke', form({ token: 'nobodys' }))
  const code = { response_type: 'code', client_id: clientId, redirect_uri: facts.oauth.redirectUri }
  const page = new URLSearchParams({ ...code, scope: 'account.person', state: 'a b&c' })
  await send('code', 'GET', `/oauth/authorize?${page}`, { key: null })
  const { json } = await send('info', 'GET', '/oauth/token/info', { key: facts.keys.restricted })
  await send(`kinds ${Object.values((json ?? {}) as object).map((value) => typeof value)}`, 'GET', 'account')
}

/** A request on a connection of its own. */
const apart = async ({ reference }: Caller, method: string, path: string, body?: object): Promise<number> => {
  const response = await fetch(`${reference.url}/api/3/${path}`, {
    method,
    headers: { authorization: `Bearer ${facts.keys.full}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  await response.arrayBuffer()
  return response.status
}

const contenders = [1, 2, 3, 4]

/** One after the other by no more than an endpoint may take for the first. Whether anything is left of what was deleted. */
const revived = async (caller: Caller, path: string, body: object): Promise<boolean> => {
  const updating = apart(caller, 'PUT', path, body)
  await sleep(1)
  await Promise.all([updating, apart(caller, 'DELETE', path)])
  return (await caller.call('GET', path)).status === 200
}

/** Several requests at once: how many succeeded, and what was left. */
export const concurrency: Scene = async (send, caller) => {
  const people: Id[] = []
  const fobs: string[] = []
  for (const each of contenders) {
    const id = await person(send)
    people.push(id)
    fobs.push(`people/${id}/credentials/${await credential(send, id, facts.keyfobTypeId, `0060000${each}`)}`)
  }
  const atOnce = async (
    name: string,
    request: (contender: number) => readonly [string, string, object],
  ): Promise<void> => {
    const statuses = await Promise.all(contenders.map((each) => apart(caller, ...request(each - 1))))
    await send(`${name}: ${statuses.filter((status) => status < 300).length}`, 'GET', 'account')
  }
  await atOnce('e-mail on creation', () => ['POST', 'people', { ...named, email: 'at-once@example.com' }])
  await atOnce('e-mail on update', (each) => ['PUT', `people/${people[each]}`, { email: 'all@example.com' }])
  await atOnce('cards', (each) => [
    'POST',
    `people/${people[0]}/credentials`,
    { credential_type_id: facts.cardTypeId, value: `0061000${each}` },
  ])
  if (caller.edition === 'current') {
    await atOnce('value on update', (each) => ['PUT', fobs[each] ?? '', { value: '00620000' }])
    await atOnce('value through people', () => ['POST', 'people', { ...named, credentials_number: '00630000' }])
  }
  await atOnce('members', (each) => ['PUT', `people/${people[1]}`, { [`custom_${each + 1}`]: 'mine' }])
  const { json } = await caller.call('GET', `people/${people[1]}`)
  const mine = Object.values(json as object).filter((value) => value === 'mine').length
  await send(`members left: ${mine}`, 'GET', 'account')
  const survivors: boolean[] = []
  for (const path of fobs)
    survivors.push(await revived(caller, path, { value: `0064${path.length}${survivors.length}` }))
  for (const id of people) survivors.push(await revived(caller, `people/${id}`, { notes: 'x' }))
  await send(`revived: ${survivors.some(Boolean)}`, 'GET', 'account')
}
