import { describe, expect, it } from 'vitest'
import type { Credentials } from '../../contract/credentials.ts'
import type { Edition } from '../../contract/edition.ts'
import { contradiction, faultsOf } from '../../oracle/requests.ts'
import { asJson, creating, faults, least } from './request-faults.ts'
import { classic, current, inBody, request, text } from './support.ts'

describe('a request in order', () => {
  it.each(classic.operations.filter(({ body }) => body === undefined).map(({ id }) => id))('%s', (id) => {
    expect(faults(request(id))).toEqual([])
  })

  it.each<[string, unknown]>([
    ['createPerson', least],
    [
      'createPerson',
      {
        ...least,
        email: 'a@b',
        enabled: false,
        group_ids: [1, 2],
        valid_from: '2030-01-01',
        valid_to: '2030-02-01',
        notes: '',
      },
    ],
    ['createPerson', { ...least, valid_from: '2030-01-01', valid_to: '2030-01-01' }],
    ['updatePerson', {}],
    ['updatePerson', { notes: '', email: '', valid_to: '' }],
    ['createCredential', { person_id: 1, credential_type_id: 2, value: '0012' }],
    ['createPersonCredential', { person_credential: { credential_type_id: 2, value: '0012' } }],
    ['createPersonCredential', { credential_type_id: 2, value: '0012' }],
    ['updatePersonCredential', { value: '0012' }],
  ])('%s %j', (id, body) => {
    expect(faults(request(id, { headers: [asJson], body: text(body) }))).toEqual([])
  })

  it('a validity that ends at some moment, where the documents do not have it end with a day', () => {
    const sent = request('updatePerson', { headers: [asJson], body: text({ valid_to: '2030-01-01T10:00:00+02:00' }) })
    expect(faultsOf(current, sent)).toEqual([])
    expect(faults(sent)).toEqual(['format body valid_to'])
  })

  it('a member under another name that is documented, but not both names', () => {
    const times = { person_id: 7, start_time: '2030-05-01T09:00:00Z', end_time: '2030-05-01T10:00:00Z' }
    const rules = (edition: Edition, doors: object) =>
      faultsOf(
        edition,
        request('createReservation', {
          method: 'POST',
          path: '/api/3/reservations',
          headers: [asJson],
          body: text({ ...times, ...doors }),
        }),
      ).map(({ rule }) => rule)
    expect(rules(current, { door_controller_ids: [1, 2] })).toEqual([])
    expect(rules(current, { door_controller_ids: [] })).toEqual(['not-empty'])
    expect(rules(current, { door_controller_ids: [1], channel_ids: [1] })).toEqual(['unknown-member'])
    expect(rules(classic, { door_controller_ids: [1] })).toEqual(['required', 'unknown-member'])
  })

  it('moments in order by their instants, not by their digits', () => {
    const from = (valid_from: string, valid_to: string) =>
      faultsOf(current, request('createPerson', { headers: [asJson], body: text({ ...least, valid_from, valid_to }) }))
    expect(from('2030-05-01T09:00:00+01:00', '2030-05-01T08:01:00Z')).toEqual([])
    expect(from('2030-05-01T09:00:00+01:00', '2030-05-01T07:59:00Z')).toEqual([
      { rule: 'order', place: 'body', parameters: ['valid_from', 'valid_to'] },
    ])
  })

  it('a single moment, for somebody who is valid then but not for a reservation', () => {
    const [from, to] = ['2030-05-01T09:00:00+01:00', '2030-05-01T08:00:00Z']
    const person = text({ ...least, valid_from: from, valid_to: to })
    const reservation = text({ person_id: 7, start_time: from, end_time: to, channel_ids: [1] })
    expect(faultsOf(current, request('createPerson', { headers: [asJson], body: person }))).toEqual([])
    const path = '/api/3/reservations'
    const booking = request('createReservation', { method: 'POST', path, headers: [asJson], body: reservation })
    expect(faultsOf(current, booking)).toEqual([
      { rule: 'order', place: 'body', parameters: ['start_time', 'end_time'] },
    ])
  })

  it.each(['/api/3/person/7', '/api/3/person/7.json', '/api/3/people/7.json', '/api/3/people/2147483647'])(
    '%s',
    (path) => {
      expect(faults(request('getPerson', { path }))).toEqual([])
    },
  )

  it.each(['?page=1&per_page=50', '?email=a%2Bb%40example.com', '?since=2014-05-12T09%3A00%3A00', '?system_id=x'])(
    '%s',
    (query) => {
      expect(faults(request('listPeople', { path: `/api/3/people${query}` }))).toEqual([])
    },
  )

  it.each([
    '/api/3/credentials/R1sRdPO',
    '/api/3/credentials/12345',
    '/api/3/credentials/99aB_-x',
    '/api/3/credentials/a%3Db',
  ])('%s', (path) => {
    expect(faults(request('getCredential', { path }))).toEqual([])
  })
})

describe('the key', () => {
  it.each<[Credentials, string[]]>([
    [{ kind: 'key', identity: 'full' }, []],
    [{ kind: 'key', identity: 'restricted', form: 'basic' }, []],
    [{ kind: 'key', identity: 'expired' }, ['key key']],
    [{ kind: 'none' }, ['key key']],
    [{ kind: 'empty', form: 'query' }, ['key key']],
    [{ kind: 'unknown' }, ['key key']],
    [{ kind: 'truncated' }, ['key key']],
    [{ kind: 'header', value: 'Bearer' }, ['key-form key']],
    [{ kind: 'scheme', scheme: 'Token' }, ['key-form key']],
    [{ kind: 'recased' }, ['key key']],
  ])('%j', (credentials, expected) => {
    expect(faults(request('getAccount', { credentials }))).toEqual(expected)
  })
})

it('several things at once are all found', () => {
  expect(
    creating(
      { first_name: '' },
      {
        headers: [
          ['accept', 'text/xml'],
          ['x', 'y'.repeat(9_000)],
        ],
        credentials: { kind: 'none' },
      },
    ),
  ).toEqual([
    'key key',
    'accept accept',
    'header-size wire',
    'content-type wire',
    'required body last_name',
    'not-empty body first_name',
  ])
})

describe('a claim', () => {
  const sent = (body: unknown) => request('createPerson', { headers: [asJson], body: text(body) })

  it('to be in order holds for an id of more than 32 bits, which a target may have given', () => {
    const about = (id: string) => request('getPerson', { path: `/api/3/people/${id}` })
    const idForm = { rule: 'id-form', place: 'path', parameters: ['id'] } as const
    for (const id of ['2147483648', '900719925474099', '9007199254000342'])
      for (const claim of [undefined, idForm]) expect(contradiction(classic, about(id), claim)).toBeUndefined()
    for (const id of ['0', 'abc', '9007199254740993', '9'.repeat(40)]) {
      expect(contradiction(classic, about(id), undefined)).toContain('breaks id-form id')
      expect(contradiction(classic, about(id), idForm)).toBeUndefined()
    }
  })

  it('holds', () => {
    expect(contradiction(classic, sent(least), undefined)).toBeUndefined()
    expect(contradiction(classic, sent({ first_name: 'A' }), inBody('required', 'last_name'))).toBeUndefined()
    expect(
      contradiction(classic, sent(least), { rule: 'unique', place: 'state', parameters: ['email'] }),
    ).toBeUndefined()
    expect(
      contradiction(classic, request('getCredential'), { rule: 'id-form', place: 'path', parameters: ['id'] }),
    ).toBeUndefined()
    expect(
      contradiction(classic, request('getPerson', { method: 'BREW' }), {
        rule: 'unusual-method',
        place: 'method',
        parameters: ['invented'],
      }),
    ).toBeUndefined()
  })

  it.each<[unknown, Parameters<typeof contradiction>[2], string]>([
    [{ first_name: 'A' }, undefined, 'claims to be in order but breaks required last_name'],
    [least, inBody('required', 'last_name'), 'claims to break required last_name but is in order'],
    [
      { first_name: 'A' },
      inBody('required', 'first_name'),
      'claims to break required first_name but breaks required last_name',
    ],
    [
      { first_name: 'A', email: 'x' },
      inBody('required', 'last_name'),
      'claims to break required last_name but breaks required last_name and format email',
    ],
    [
      { first_name: 'A' },
      { rule: 'unique', place: 'state', parameters: ['email'] },
      'claims to break unique email but breaks required last_name',
    ],
  ])('does not hold: %j', (body, claim, said) => {
    expect(contradiction(classic, sent(body), claim)).toBe(said)
  })
})
