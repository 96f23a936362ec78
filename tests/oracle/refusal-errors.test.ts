import { describe, expect, it } from 'vitest'
import type { Defect } from '../../contract/defect.ts'
import type { Expected } from '../../oracle/expectation.ts'
import { type Answer, answer, clausesOf, current, empty, garbage, inBody, json, judgeOne } from './support.ts'

const tag = '⟦abc.abc.12.a.non-blank,text⟧'
const blankTag = '⟦abc.abc.3.s.text⟧'
const emptyTag = '⟦abc.abc.0..text⟧'

const step = (
  operation: string,
  outcome: Expected['outcome'],
  defect?: Defect,
  strength: Expected['strength'] = 'must-refuse',
): Expected => ({ operation, outcome, strength, ...(defect === undefined ? {} : { defect }) })

const judged = (expected: Expected, given: Answer) => judgeOne(expected, given, { edition: current })
const broken = (expected: Expected, status: number, body: unknown): readonly string[] =>
  clausesOf(judged(expected, answer(status, body)))

const email = step('createPerson', 'invalid-value', inBody('format', 'email'), 'should-refuse')
const errors = { email: ['is not an address'] }
const good = { error: 'validation_failed', error_description: 'Validation failed', errors }
const { errors: _, ...plain } = good

describe('the body of a refusal of the current edition', () => {
  it.each<[string, Answer, string[]]>([
    ['none', empty(422), []],
    ['as the guide has it', answer(422, good), []],
    ['without fields', answer(422, plain), []],
    ['beside other members', answer(422, { ...good, type: 5, message: 7, param: 'last_name', code: 17 }), []],
    [
      'texts that the suite does not know',
      answer(422, { error: tag, error_description: tag, errors: { email: tag } }),
      [],
    ],
    ['nulls for what is optional', answer(422, { ...plain, errors: null, retry_in: null }), []],
    ['no field', answer(422, { ...plain, errors: {} }), []],
    ['no message of a field', answer(422, { ...plain, errors: { email: [] } }), []],
    ['one message of a field', answer(422, { ...plain, errors: { email: 'is wrong' } }), []],
    ['several messages of a field', answer(422, { ...plain, errors: { email: ['is wrong', tag] } }), []],
    ['a description by its other name', answer(422, { error: 'x', description: 'is wrong' }), []],
    ['a reason', answer(422, { error: 'x', reason: tag }), []],
    ['fields in place of a description', answer(422, { error: tag, errors }), []],
    ['HTML', garbage(422, 'text/html'), ['CU-ERROR-JSON']],
    ['broken JSON', garbage(422, json), ['CU-ERROR-JSON']],
    ['content type text', answer(422, good, 'text/plain'), ['CU-ERROR-JSON']],
    ['a list', answer(422, [good]), ['CU-ERROR-OBJECT']],
    ['a text', answer(422, 'no'), ['CU-ERROR-OBJECT']],
    ['null', answer(422, null), ['CU-ERROR-OBJECT']],
    ['nothing', answer(422, {}), ['CU-ERROR', 'CU-DESCRIPTION']],
    [
      'the attributes of the other edition',
      answer(422, { type: 'x', message: 'y', param: 'email' }),
      ['CU-ERROR', 'CU-DESCRIPTION'],
    ],
    ['error null', answer(422, { ...good, error: null }), ['CU-ERROR']],
    ['error empty', answer(422, { ...good, error: '' }), ['CU-ERROR']],
    ['error blank', answer(422, { ...good, error: ' \n' }), ['CU-ERROR']],
    ['error blank, tagged', answer(422, { ...good, error: blankTag }), ['CU-ERROR']],
    ['error empty, tagged', answer(422, { ...good, error: emptyTag }), ['CU-ERROR']],
    ['error an object', answer(422, { ...good, error: { type: 'x' } }), ['CU-ERROR-TYPE']],
    ['error a list', answer(422, { ...good, error: ['x'] }), ['CU-ERROR-TYPE']],
    ['error a number', answer(422, { ...good, error: 0 }), ['CU-ERROR-TYPE']],
    ['error false', answer(422, { ...good, error: false }), ['CU-ERROR-TYPE']],
    ['description null', answer(422, { error: 'x', error_description: null }), ['CU-DESCRIPTION']],
    ['no field in place of a description', answer(422, { error: 'x', errors: {} }), ['CU-DESCRIPTION']],
    ['description empty', answer(422, { ...good, error_description: '' }), ['CU-DESCRIPTION']],
    ['description blank, tagged', answer(422, { ...good, error_description: blankTag }), ['CU-DESCRIPTION']],
    ['description a number', answer(422, { ...good, error_description: 5 }), ['CU-ERROR-TYPE']],
    [
      'description a number, beside a reason',
      answer(422, { ...good, error_description: 5, reason: 'x' }),
      ['CU-ERROR-TYPE'],
    ],
    ['description a list', answer(422, { ...good, error_description: ['x'] }), ['CU-ERROR-TYPE']],
    ['a reason that says nothing', answer(422, { error: 'x', reason: '' }), ['CU-DESCRIPTION']],
    ['a reason that is no text', answer(422, { error: 'x', reason: 5 }), ['CU-DESCRIPTION']],
    ['only fields', answer(422, { errors }), ['CU-ERROR']],
    [
      'fields in place of a description, with another status',
      answer(400, { error: 'x', errors }),
      ['CU-422-USUAL', 'CU-DESCRIPTION'],
    ],
    ['errors a list', answer(422, { ...plain, errors: ['email is wrong'] }), ['CU-ERRORS']],
    ['errors an empty list', answer(422, { ...plain, errors: [] }), ['CU-ERRORS']],
    ['errors a text', answer(422, { ...plain, errors: 'email is wrong' }), ['CU-ERRORS']],
    ['errors false', answer(422, { ...plain, errors: false }), ['CU-ERRORS']],
    ['a field with null', answer(422, { ...plain, errors: { email: null } }), ['CU-ERRORS']],
    ['a field with a number', answer(422, { ...plain, errors: { email: 5 } }), ['CU-ERRORS']],
    ['a field with an object', answer(422, { ...plain, errors: { email: { code: 'x' } } }), ['CU-ERRORS']],
    ['a field with a list of others', answer(422, { ...plain, errors: { email: ['x', 5] } }), ['CU-ERRORS']],
    [
      'one field right and one wrong in form',
      answer(422, { ...plain, errors: { email: ['x'], base: 5 } }),
      ['CU-ERRORS'],
    ],
    [
      'everything wrong',
      answer(422, { error: 5, error_description: 5, errors: 5 }),
      ['CU-ERROR-TYPE', 'CU-ERROR-TYPE', 'CU-ERRORS'],
    ],
  ])('%s', (_, given, clauses) => {
    expect(clausesOf(judged(email, given))).toEqual(clauses)
  })

  it('is not looked at where the status is wrong already', () => {
    expect(clausesOf(judged(email, garbage(404, 'text/html')))).toEqual(['CU-422'])
    expect(clausesOf(judged(email, answer(500, { error: 5 })))).toEqual(['CU-500'])
  })

  it('is judged where only the preference is missed', () => {
    expect(broken(email, 400, {})).toEqual(['CU-422-USUAL', 'CU-ERROR', 'CU-DESCRIPTION'])
  })

  it('is evidence only for what it has', () => {
    const clauses = (body: unknown) => judged(email, answer(422, body)).examined.map((pair) => pair.split(':')[0])
    expect(clauses({})).toEqual(
      expect.arrayContaining(['CU-ERROR-JSON', 'CU-ERROR-OBJECT', 'CU-ERROR', 'CU-DESCRIPTION']),
    )
    for (const clause of ['CU-ERROR-TYPE', 'CU-ERRORS', 'CU-ERRORS-FAULTY', 'CU-ERRORS-SOUND', 'CU-RETRY-IN'])
      expect(clauses({})).not.toContain(clause)
    expect(clauses(plain)).toContain('CU-ERROR-TYPE')
    expect(clauses({ ...plain, errors: {} })).toContain('CU-ERRORS')
    expect(clauses({ ...plain, errors: {} })).not.toContain('CU-ERRORS-FAULTY')
    expect(clauses(good)).toEqual(expect.arrayContaining(['CU-ERRORS-FAULTY', 'CU-ERRORS-SOUND']))
    expect(clauses({ ...plain, errors: { last_name: ['x'] } })).not.toContain('CU-ERRORS-SOUND')
    expect(judged(email, empty(422)).examined.some((pair) => pair.startsWith('CU-ERROR'))).toBe(false)
  })
})

describe('errors', () => {
  const names = (expected: Expected, fields: readonly string[], status = 422): readonly string[] =>
    broken(expected, status, { ...plain, errors: Object.fromEntries(fields.map((name) => [name, ['x']])) })

  it.each<[string[], string[]]>([
    [['email'], []],
    [['Email'], []],
    [['person.email'], []],
    [['person[email]'], []],
    [['/email'], []],
    [['body.email'], []],
    [['email', 'base'], []],
    [['base', 'email'], []],
    [['email', 'person.email'], []],
    [['base'], ['CU-ERRORS-FAULTY']],
    [[tag], ['CU-ERRORS-FAULTY']],
    [['base', tag], ['CU-ERRORS-FAULTY']],
    [['e_mails'], ['CU-ERRORS-FAULTY']],
    [['last_name'], ['CU-ERRORS-FAULTY']],
    [['email', 'last_name'], ['CU-ERRORS-SOUND']],
    [['last_name', 'email'], ['CU-ERRORS-SOUND']],
    [['email', 'person.lastName'], ['CU-ERRORS-SOUND']],
    [['email', tag], []],
  ])('of an e-mail address may name %j: %j', (fields, clauses) => {
    expect(names(email, fields)).toEqual(clauses)
  })

  it.each([
    ['createPerson', 'group_ids', 'groups'],
    ['createPerson', 'group_ids', 'group_ids[0]'],
    ['createPerson', 'group_ids', 'person.group_ids.0'],
    ['createReservation', 'channel_ids', 'door_controller_ids'],
    ['createReservation', 'channel_ids', 'channels'],
    ['createNotificationRule', 'call_back_url', 'actions'],
    ['createNotificationRule', 'match_event_codes', 'events'],
    ['createPersonCredential', 'value', 'person_credential.value'],
    ['createPersonCredential', 'value', 'person_credential'],
    ['createPersonCredential', 'credential_type_id', 'credential_type'],
    ['createGroupReservation', 'group_ids', 'group_reservation[group_ids][]'],
    ['createGroupReservation', 'start_time', 'times'],
  ])('of %s may call %s %s', (operation, parameter, field) => {
    const expected = step(operation, 'invalid-value', inBody('type', parameter), 'should-refuse')
    expect(names(expected, [field])).toEqual([])
    expect(names(expected, ['base'])).toEqual(['CU-ERRORS-FAULTY'])
  })

  it('may name either party of a relation, and no third', () => {
    const order = step('createReservation', 'invalid-value', inBody('order', 'start_time', 'end_time'), 'should-refuse')
    for (const fields of [['start_time'], ['end_time'], ['start_time', 'end_time'], ['times']])
      expect(names(order, fields)).toEqual([])
    expect(names(order, ['person_id'])).toEqual(['CU-ERRORS-FAULTY'])
    expect(names(order, ['end_time', 'person_id'])).toEqual(['CU-ERRORS-SOUND'])
  })

  it('name the parameter whose value the state forbids', () => {
    const inUse = step('createPerson', 'request-failed', { rule: 'unique', place: 'state', parameters: ['email'] })
    expect(names(inUse, ['email'])).toEqual([])
    expect(names(inUse, ['first_name'])).toEqual(['CU-ERRORS-FAULTY'])
    expect(names(inUse, ['email', 'first_name'])).toEqual(['CU-ERRORS-SOUND'])
  })

  it('may say that no licence is left', () => {
    const none: Defect = { rule: 'licence', place: 'state', parameters: ['credential_type_id', 'limit_reached'] }
    const expected = step('createPersonCredential', 'licence-exhausted', none)
    expect(broken(expected, 422, { ...plain, errors: { limit_reached: 'All licences are in use.' } })).toEqual([])
    expect(names(expected, ['credential_type_id'])).toEqual([])
    expect(names(expected, ['value'])).toEqual(['CU-ERRORS-FAULTY'])
  })

  it('need not name what stands in the path, but nothing that is sound', () => {
    const gone = step('updatePerson', 'not-found', { rule: 'known-id', place: 'path', parameters: ['id'] })
    for (const fields of [['id'], ['person'], ['base'], [tag]]) expect(names(gone, fields, 404)).toEqual([])
    for (const fields of [['email'], ['base', 'person.email']])
      expect(names(gone, fields, 404)).toEqual(['CU-ERRORS-SOUND'])
  })

  it('may name anything where nobody knows what is sound', () => {
    const places: readonly [Expected['outcome'], Defect | undefined, Expected['strength'], number][] = [
      ['malformed-body', { rule: 'body-syntax', place: 'wire', parameters: [] }, 'must-refuse', 400],
      ['unsupported-method', { rule: 'method', place: 'method', parameters: ['PATCH'] }, 'must-refuse', 422],
      ['unauthenticated', { rule: 'key', place: 'key', parameters: [] }, 'must-refuse', 401],
      ['updated', undefined, 'may-refuse', 422],
    ]
    for (const [outcome, defect, strength, status] of places)
      for (const fields of [['email'], ['base'], [tag]])
        expect([outcome, names(step('updatePerson', outcome, defect, strength), fields, status)]).toEqual([outcome, []])
  })
})

describe('what some refusals carry in place of an error', () => {
  const second = step('createPersonCredential', 'second-of-one-type', {
    rule: 'one-per-type',
    place: 'state',
    parameters: ['credential_type_id'],
  })
  const credential = { id: 'R1sRdPO', credential_type_id: 3, person_id: 7, label: 'Card', value: '0012' }

  it.each<[string, number, unknown, string[]]>([
    ['the credential', 409, credential, []],
    ['the credential, its texts unknown to the suite', 409, { ...credential, label: tag, value: tag }, []],
    ['an error', 409, plain, ['CU-409-BODY']],
    ['nothing', 409, {}, ['CU-409-BODY']],
    ['a credential without an id', 409, { ...credential, id: null }, ['CU-409-BODY']],
    ['a list of one', 409, [credential], ['CU-ERROR-OBJECT']],
    ['an error, with 422', 422, { ...plain, errors: { credential_type_id: ['x'] } }, ['CU-409-USUAL']],
    ['the credential, with 422', 422, credential, ['CU-409-USUAL', 'CU-ERROR', 'CU-DESCRIPTION']],
  ])('a second credential of one type: %s', (_, status, body, clauses) => {
    expect(broken(second, status, body)).toEqual(clauses)
    if (status === 409 && !Array.isArray(body))
      expect(judged(second, answer(status, body)).examined).toContain('CU-409-BODY:createPersonCredential')
  })

  const offline: Defect = { rule: 'commandable', place: 'state', parameters: [] }
  const channel = { id: 713, name: 'Back door', status: 'offline' }

  it.each<[string, string, number, unknown, string[]]>([
    ['the channel', 'admitChannel', 400, channel, []],
    ['the channel', 'lockdownChannel', 400, channel, []],
    ['a message', 'autoUnlockChannel', 400, { success: false, message: tag }, []],
    ['an error', 'admitChannel', 400, plain, []],
    ['an error that is none', 'admitChannel', 400, { ...channel, error: 5 }, ['CU-ERROR-TYPE', 'CU-DESCRIPTION']],
    ['nothing', 'admitChannel', 400, {}, ['CU-ERROR', 'CU-DESCRIPTION']],
    ['an empty message', 'autoUnlockChannel', 400, { success: false, message: '' }, ['CU-ERROR', 'CU-DESCRIPTION']],
    ['a list', 'admitChannel', 400, [channel], ['CU-ERROR-OBJECT']],
    ['a reason', 'admitPerson', 403, { error: 'Access denied', reason: tag }, []],
    ['a reason alone', 'admitPerson', 403, { reason: tag }, ['CU-ERROR']],
    ['the channel', 'admitPerson', 403, channel, ['CU-ERROR', 'CU-DESCRIPTION']],
  ])('a door that will not obey: %s, %s %i', (_, operation, status, body, clauses) => {
    expect(broken(step(operation, 'command-refused', offline), status, body)).toEqual(clauses)
  })

  it('a shift that there is none of is told in a message', () => {
    const shift = step('autoUnlockChannel', 'unknown-reference', inBody('reference', 'shift_id'), 'may-accept')
    expect(broken(shift, 400, { success: false, message: tag })).toEqual([])
    expect(broken(shift, 422, { success: false, message: tag })).toEqual(['CU-ERROR', 'CU-DESCRIPTION'])
  })

  it('is a matter of doors and credentials only', () => {
    expect(broken(email, 422, { id: 7, first_name: 'Ada', message: 'no' })).toEqual(['CU-ERROR', 'CU-DESCRIPTION'])
  })
})

describe('a refusal of what came too often', () => {
  const often = step('initiateSync', 'too-many-requests')

  it.each<[string, unknown, string[]]>([
    ['as the description has it', { error: 'rate_limited', description: tag, retry_in: 60 }, []],
    ['zero', { error: 'rate_limited', description: tag, retry_in: 0 }, []],
    ['without a time', { error: 'rate_limited', description: tag }, []],
    ['null', { error: 'rate_limited', description: tag, retry_in: null }, []],
    ['as the guide has it', { ...plain, retry_in: 1 }, []],
    ['a text', { ...plain, retry_in: '60' }, ['CU-RETRY-IN']],
    ['half a second', { ...plain, retry_in: 0.5 }, ['CU-RETRY-IN']],
    ['less than nothing', { ...plain, retry_in: -1 }, ['CU-RETRY-IN']],
    ['a list', { ...plain, retry_in: [60] }, ['CU-RETRY-IN']],
    ['false', { ...plain, retry_in: false }, ['CU-RETRY-IN']],
    ['nothing at all', {}, ['CU-ERROR', 'CU-DESCRIPTION']],
  ])('%s', (_, body, clauses) => {
    expect(broken(often, 429, body)).toEqual(clauses)
  })

  it('says how long to wait in no other refusal', () => {
    expect(broken(email, 422, { ...plain, retry_in: 'soon' })).toEqual([])
  })
})
