import { describe, expect, it } from 'vitest'
import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import type { Expected } from '../../oracle/expectation.ts'
import { hasFormat } from '../../oracle/tag.ts'
import {
  type Answer,
  answer,
  classic,
  clausesOf,
  current,
  empty,
  garbage,
  inBody,
  json,
  judgeOne,
  request,
  succeed,
} from './support.ts'

const tag = '⟦abc.abc.12.a.non-blank,text⟧'
const emailTag = '⟦abc.abc.12.ap.non-blank,email,email-or-empty⟧'
const person = {
  id: 7,
  first_name: 'Ada',
  last_name: tag,
  email: emailTag,
  enabled: true,
  groups: [1],
  roles: [],
  created_at: '2014-05-12T09:00:00Z',
}
const credential = { id: 'R1sRdPO', credential_type_id: 3, person_id: 7, value: '0012345', label: tag }

describe('the body of a success', () => {
  it.each<[string, string, Answer, string[]]>([
    ['a person', 'getPerson', answer(200, person), []],
    ['only an id', 'getPerson', answer(200, { id: 7 }), []],
    ['the only one in a list', 'getPerson', answer(200, [person]), []],
    ['unknown members', 'getPerson', answer(200, { ...person, pin: tag, organisation: { id: 'x' } }), []],
    ['nulls', 'getPerson', answer(200, { id: 7, email: null, valid_from: null, notes: null }), []],
    ['empty texts', 'getPerson', answer(200, { id: 7, email: '', valid_from: '', notes: '' }), []],
    [
      'dates',
      'getPerson',
      answer(200, { id: 7, valid_from: '2030-05-01', valid_to: '2030-05-01T00:00:00.000+02:00' }),
      [],
    ],
    ['JSON by another name', 'getPerson', answer(200, person, 'application/vnd.doorflow+json'), []],
    ['a list', 'listPeople', answer(200, [person, { id: 8 }]), []],
    ['an empty list', 'listPeople', answer(200, []), []],
    ['a credential', 'getPersonCredential', answer(200, credential), []],
    ['their credentials', 'listPersonCredentials', answer(200, [credential, { ...credential, id: 'R2' }]), []],
    [
      "somebody else's credential",
      'listPersonCredentials',
      answer(200, [credential, { ...credential, id: 'R2', person_id: 8 }]),
      ['RE-RESOURCE'],
    ],
    ['credentials of everybody', 'listCredentials', answer(200, [credential, { ...credential, person_id: 8 }]), []],
    ['credentials that do not say whose', 'listPersonCredentials', answer(200, [{ id: 'R2' }]), []],
    ['an account with a number', 'getAccount', answer(200, { id: 20445, name: tag, time_zone: 'London' }), []],
    ['an account with a text', 'getAccount', answer(200, { id: 'nbYfy7' }), []],
    ['a created person', 'createPerson', answer(201, person), []],
    ['a created credential in a list', 'createCredential', answer(201, [credential]), []],
    ['an update with the person', 'updatePerson', answer(200, person), []],
    ['an update with a word', 'updatePerson', answer(200, { result: 'ok' }), []],
    ['an update with nothing', 'updatePerson', empty(200), ['RE-JSON']],
    ['an update with nothing and 204', 'updatePerson', empty(204), ['RE-200-UPDATE-USUAL']],
    ['an update with a text', 'updatePerson', answer(200, 'ok'), []],
    ['an update with a notice', 'updatePerson', answer(200, { type: 'person', message: 'Updated.' }), []],
    ['a deletion with a word', 'deletePerson', answer(200, { result: 'ok' }), []],
    ['a deletion with nothing', 'deletePerson', empty(200), ['RE-JSON']],
    ['a deletion that is under way, with nothing', 'deletePerson', empty(202), ['RE-200-DELETE-USUAL']],
    ['a deletion with null', 'deletePerson', answer(200, null), []],
    [
      'a type and a message that are members of a resource',
      'getPerson',
      answer(200, { id: 7, type: 'vip', message: 'hello' }),
      [],
    ],

    ['no body', 'getPerson', empty(200), ['RE-JSON']],
    ['no list', 'listPeople', empty(200), ['RE-JSON']],
    ['no created person', 'createPerson', { ...empty(201), type: json }, ['RE-JSON']],
    ['HTML', 'getPerson', garbage(200, 'text/html'), ['RE-JSON']],
    ['HTML that calls itself JSON', 'getPerson', garbage(200, json), ['RE-JSON']],
    ['JSON that calls itself text', 'getPerson', answer(200, person, 'text/plain'), ['RE-JSON']],
    ['JSON without a content type', 'getPerson', { ...answer(200, person), type: undefined }, ['RE-JSON']],
    ['a deletion in plain text', 'deletePerson', garbage(200, 'text/plain'), ['RE-JSON']],
    ['a list', 'getPerson', answer(200, [person, person]), ['RE-RESOURCE']],
    ['an empty list', 'getPerson', answer(200, []), ['RE-RESOURCE']],
    ['null', 'getPerson', answer(200, null), ['RE-RESOURCE']],
    ['a text', 'getPerson', answer(200, 'ok'), ['RE-RESOURCE']],
    ['another person', 'getPerson', answer(200, { ...person, id: 8 }), ['RE-RESOURCE']],
    ['an id as text', 'getPerson', answer(200, { ...person, id: '7' }), ['RE-RESOURCE']],
    ['no id', 'getPerson', answer(200, { first_name: 'Ada' }), ['RE-RESOURCE']],
    ['a wrapper', 'getPerson', answer(200, { person }), ['RE-RESOURCE']],
    ['a number for a name', 'getPerson', answer(200, { id: 7, first_name: 5 }), ['RE-RESOURCE']],
    ['null for a name', 'getPerson', answer(200, { id: 7, first_name: null }), ['RE-RESOURCE']],
    ['a text for a boolean', 'getPerson', answer(200, { id: 7, enabled: 'true' }), ['RE-RESOURCE']],
    ['objects for groups', 'getPerson', answer(200, { id: 7, groups: [{ id: 1 }] }), ['RE-RESOURCE']],
    ['an e-mail address that is none', 'getPerson', answer(200, { id: 7, email: tag }), ['RE-RESOURCE']],
    ['a date that is none', 'getPerson', answer(200, { id: 7, valid_from: '2030-02-30' }), ['RE-RESOURCE']],
    ['a time that is none', 'getPerson', answer(200, { id: 7, created_at: tag }), ['RE-RESOURCE']],
    ['another credential', 'getCredential', answer(200, { ...credential, id: 'R1sRdPP' }), ['RE-RESOURCE']],
    ['a credential by another case', 'getCredential', answer(200, { ...credential, id: 'r1srdpo' }), ['RE-RESOURCE']],
    ['a number for a value', 'getCredential', answer(200, { ...credential, value: 12345 }), ['RE-RESOURCE']],
    ['an object', 'listPeople', answer(200, { people: [person] }), ['RE-RESOURCE']],
    ['ids only', 'listPeople', answer(200, [7, 8]), ['RE-RESOURCE']],
    ['one that is wrong', 'listPeople', answer(200, [person, { id: '8' }]), ['RE-RESOURCE']],
    ['a created person without id', 'createPerson', answer(201, { first_name: 'Ada' }), ['RE-201']],
    ['a created person with a null id', 'createPerson', answer(201, { id: null }), ['RE-201']],
    ['a created credential with an empty id', 'createCredential', answer(201, { id: '' }), ['RE-201']],
    ['a word of consent', 'createPerson', answer(201, 'created'), ['RE-201']],
    ['a created person with an id as text', 'createPerson', answer(201, { id: '7' }), ['RE-RESOURCE']],
    ['a created person with a wrong member', 'createPerson', answer(201, { id: 7, enabled: 1 }), ['RE-RESOURCE']],
    ['an update with another person', 'updatePerson', answer(200, { ...person, id: 8 }), ['RE-RESOURCE']],
    ['an update with a wrong member', 'updatePerson', answer(200, { id: 7, groups: [null] }), ['RE-RESOURCE']],
    ['an error', 'getPerson', answer(200, { type: tag, message: tag }), ['RE-CLASS']],
    ['an error inside error', 'getPerson', answer(200, { error: { type: 'not_found' } }), ['RE-CLASS']],
    ['an error for a list', 'listPeople', answer(200, { type: 'x', message: 'no' }), ['RE-CLASS']],
    [
      'an error beside a resource',
      'getPerson',
      answer(200, { ...person, error: { type: 'warning', message: 'old' } }),
      ['RE-CLASS'],
    ],
    ['an error for an update', 'updatePerson', answer(200, { type: 'invalid_request', message: 'no' }), ['RE-CLASS']],
    ['an error for a deletion', 'deletePerson', answer(200, { type: 'x', message: 'no', param: 'id' }), ['RE-CLASS']],
    ['an error for a creation', 'createPerson', answer(201, { type: 'x', message: 'no' }), ['RE-CLASS']],
  ])('%s, %s', (_, operation, given, clauses) => {
    expect(clausesOf(judgeOne(succeed(operation), given))).toEqual(clauses)
  })

  it('is none with 204', () => {
    expect(clausesOf(judgeOne(succeed('deletePerson'), empty(204)))).toEqual(['RE-200-DELETE-USUAL'])
    expect(clausesOf(judgeOne(succeed('deletePerson'), answer(204, {})))).toEqual(['RE-200-DELETE-USUAL', 'RE-JSON'])
  })

  it('says what is wrong', () => {
    const actual = (operation: string, given: Answer) => judgeOne(succeed(operation), given).violations[0]?.actual
    expect(actual('getPerson', answer(200, { ...person, enabled: 'true' }))).toBe(
      '`enabled` is "true", which is not of type boolean',
    )
    expect(actual('getPerson', answer(200, { ...person, groups: [1, 'x'] }))).toBe(
      '`groups.1` is "x", which is not of type integer',
    )
    expect(actual('getPerson', answer(200, {}))).toBe('it has no id')
    expect(actual('getPerson', answer(200, { ...person, id: 8 }))).toBe('`id` is 8')
    expect(actual('getPerson', answer(200, { ...person, email: tag }))).toMatch(
      /^`email` is ⟦…⟧ \(12 characters, a\), which/,
    )
    expect(actual('listPeople', answer(200, [person, 5]))).toBe('item 2: it is 5, which is not of type object')
  })

  it.each([
    '/api/3/people/7',
    '/api/3/person/7',
    '/api/3/people/7.json',
    '/api/3/person/7.json',
    '/api/3/people/7?page=8',
  ])('shows the id that %s asks for', (path) => {
    const at = (id: number) =>
      clausesOf(judgeOne(succeed('getPerson'), answer(200, { id }), { sent: request('getPerson', { path }) }))
    expect(at(7)).toEqual([])
    expect(at(8)).toEqual(['RE-RESOURCE'])
  })

  describe('that need not have been one', () => {
    const accepted = (defect: Defect, operation: string, more: Partial<Expected> = {}): Expected => ({
      operation,
      outcome: 'invalid-value',
      strength: 'may-accept',
      defect,
      ...more,
    })
    const idForm = accepted({ rule: 'id-form', place: 'path', parameters: ['id'] }, 'getPerson')
    const coerced = accepted(inBody('coercible-type', 'first_name'), 'createPerson')
    const odd = accepted({ rule: 'range', place: 'query', parameters: ['page'] }, 'listPeople')
    it.each<[string, Expected, Answer, string[]]>([
      ['any body for an odd path', idForm, garbage(200, 'text/html'), []],
      ['another id for an odd path', idForm, answer(200, { id: 8 }), []],
      ['a value echoed as it was sent', coerced, answer(201, { id: 7, first_name: 5 }), []],
      ['nothing for an odd value', coerced, empty(200), []],
      ['HTML for an odd value', coerced, garbage(201, 'text/html'), ['RE-JSON']],
      ['an error for an odd value', coerced, answer(200, { error: { type: 'x' } }), ['RE-CLASS']],
      ['a list for an odd page', odd, answer(200, [person]), []],
      ['a wrong list for an odd page', odd, answer(200, [{}]), ['RE-RESOURCE']],
      ['an error for an odd page', odd, answer(200, { type: 'x', message: 'no' }), ['RE-CLASS']],
      ['any body where any is admitted', { ...coerced, anyBody: true }, garbage(200, 'text/html'), []],
    ])('%s', (_, expected, given, clauses) => {
      expect(clausesOf(judgeOne(expected, given))).toEqual(clauses)
    })
  })

  it('is not looked at where the request should have been refused', () => {
    const missing: Expected = {
      operation: 'createPerson',
      outcome: 'missing-parameter',
      strength: 'must-refuse',
      defect: inBody('required', 'last_name'),
    }
    expect(clausesOf(judgeOne(missing, answer(200, { type: 'x', message: 'no' })))).toEqual(['RE-400'])
    expect(clausesOf(judgeOne({ ...missing, strength: 'should-refuse' }, garbage(200, 'text/html')))).toEqual([
      'RE-400-VALUE-REFUSED',
    ])
  })
})

describe('a success in plain text', () => {
  const clauses = (operation: string, given: Answer, edition: Edition) =>
    clausesOf(judgeOne(succeed(operation, edition), given, { edition }))

  it('answers the deletion of a credential of the current edition, and nothing else', () => {
    for (const status of [200, 202]) {
      expect(clauses('deletePersonCredential', garbage(status, 'text/plain'), current)).toEqual([])
      expect(clauses('deletePersonCredential', answer(status, { result: 'ok' }), current)).toEqual([])
      expect(clauses('deletePerson', garbage(status, 'text/plain'), current)).toEqual(['CU-JSON'])
      expect(clauses('deletePersonCredential', garbage(status, 'text/plain'), classic)).toContain('RE-JSON')
    }
    expect(clauses('deletePersonCredential', garbage(204, 'text/plain'), current)).toEqual(['CU-JSON'])
  })
})

describe('an answer to a write that has nothing but an error to tell', () => {
  const clauses = (operation: string, value: unknown, edition: Edition) =>
    clausesOf(judgeOne(succeed(operation, edition), answer(200, value), { edition }))

  it.each([
    ['deletePerson', { error: tag }],
    ['deletePersonCredential', { error: 'not_found', error_description: tag }],
    ['deleteReservation', { success: false, error: tag }],
    ['updatePerson', { error: tag, errors: { email: [tag] } }],
    ['lockdownChannel', { error: tag, reason: tag }],
  ])('is no success of the current edition: %s, %j', (operation, value) => {
    expect(clauses(operation, value, current)).toEqual(['CU-CLASS'])
  })

  it.each([
    ['deletePerson', { result: 'ok', error: tag }],
    ['deletePerson', { success: true, error: tag }],
    ['deletePerson', { error: null }],
    ['deletePerson', { error: '' }],
    ['deletePerson', { error: '⟦a.a.1.s.⟧' }],
    ['deletePerson', { error: false }],
    ['deletePerson', { errors: [] }],
    ['updatePerson', { ...person, error: tag }],
    ['deletePersonCredential', { status: 'revoking', error: tag }],
  ])('is a success where it says more, or the error says nothing: %s, %j', (operation, value) => {
    expect(clauses(operation, value, current)).toEqual([])
  })

  it('is a word of consent like any other where the edition has no such member', () => {
    expect(clauses('deletePerson', { error: tag }, classic)).toEqual([])
  })
})

describe('a resource of the current edition', () => {
  const clauses = (operation: string, value: object) =>
    clausesOf(judgeOne(succeed(operation, current), answer(200, { id: 7, ...value }), { edition: current }))
  const door = { name: tag, status: 'online' }
  const event = { event_code: 10, created_at: '2030-05-01T10:00:00Z' }
  const rule = { name: tag, active: true }
  const wish = { channel_id: 710 }
  const macTag = '⟦a.a.17.dp.non-blank,mac-address-or-empty⟧'

  it.each<[what: string, operation: string, value: object]>([
    ['a unit and an address', 'getChannel', { ...door, unit: 1, mac_address: macTag }],
    ['neither', 'getChannel', door],
    ['null for both', 'getChannel', { ...door, unit: null, mac_address: null }],
    ['an empty address', 'getChannel', { ...door, mac_address: '' }],
    ['a label', 'getEvent', { ...event, event_label: tag }],
    ['a label that says nothing', 'getEvent', { ...event, event_label: null }],
    ['a description, as a guide has it', 'getEvent', { ...event, description: tag }],
    ['neither conditions nor actions', 'getNotificationRule', rule],
    ['an action', 'getNotificationRule', { ...rule, actions: [{ type: 0, data: tag }] }],
    ['an action that says nothing', 'getNotificationRule', { ...rule, actions: [{}] }],
    ['a condition', 'getNotificationRule', { ...rule, conditions: [{ type: tag, value: '710' }] }],
    ['a condition that says nothing', 'getNotificationRule', { ...rule, conditions: [{ value: null }] }],
    ['a wish that nobody has answered', 'getAdmissionRequest', { ...wish, status: 'pending' }],
    ['a wish that took too long', 'getAdmissionRequest', { ...wish, status: 'timeout' }],
  ])('is one with %s', (_, operation, value) => {
    expect(clauses(operation, value)).toEqual([])
  })

  it.each<[what: string, operation: string, value: object]>([
    ['a unit as text', 'getChannel', { ...door, unit: '1' }],
    ['half a unit', 'getChannel', { ...door, unit: 1.5 }],
    ['an address without colons', 'getChannel', { ...door, mac_address: '⟦a.a.12.ad.non-blank⟧' }],
    ['no label', 'getEvent', event],
    ['a label that is a number', 'getEvent', { ...event, event_label: 10 }],
    ['no actions', 'getNotificationRule', { ...rule, actions: [] }],
    ['an action in words', 'getNotificationRule', { ...rule, actions: [{ type: tag }] }],
    ['a number in a condition', 'getNotificationRule', { ...rule, conditions: [{ value: 710 }] }],
    ['a word of its own for what became of a wish', 'getAdmissionRequest', { ...wish, status: tag }],
    ['null for what became of a wish', 'getAdmissionRequest', { ...wish, status: null }],
  ])('is none with %s', (_, operation, value) => {
    expect(clauses(operation, value)).toEqual(['CU-RESOURCE'])
  })
})

describe('the address of a device', () => {
  it.each([
    ['02:00:5E:10:00:01', true],
    ['02:00:5e:10:00:01', true],
    ['', true],
    ['02005E100001', false],
    ['02-00-5E-10-00-01', false],
    ['02:00:5E:10:00', false],
    ['02:00:5E:10:00:01:02', false],
    ['02:00:5G:10:00:01', false],
  ])('%j: %s', (text, holds) => {
    expect(hasFormat('mac-address-or-empty', text)).toBe(holds)
  })
})
