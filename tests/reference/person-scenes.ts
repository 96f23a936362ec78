import { facts } from '../../reference/seed.ts'
import { idOf, named, person, type Scene } from './scene.ts'

export const state: Scene = async (send) => {
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

export const loss: Scene = async (send) => {
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
    'false',
    'de la Cruz',
    '١٢٣',
    '漢字',
    '😀',
  ]) {
    await send(`update to ${last_name}`, 'PUT', `people/${id}`, { body: { last_name } })
  }
  await send('capitals', 'PUT', `people/${id}`, { body: { email: 'Ada+Doors@Example.com' } })
  await send('far in the future', 'PUT', `people/${id}`, { body: { valid_to: '2050-07-01T12:00:00Z' } })
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

export const validation: Scene = async (send) => {
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

export const races: Scene = async (send, { reference }) => {
  await send('before', 'GET', 'people?email=race@example.com')
  const statuses = await Promise.all(
    [1, 2, 3].map(async () => {
      const response = await fetch(`${reference.url}/api/3/people`, {
        method: 'POST',
        headers: { authorization: `Bearer ${facts.keys.full}`, 'content-type': 'application/json' },
        body: JSON.stringify({ ...named, email: 'race@example.com' }),
      })
      await response.arrayBuffer()
      return response.status
    }),
  )
  await send(`after ${statuses.sort().join(' ')}`, 'GET', 'people?email=race@example.com')
}
