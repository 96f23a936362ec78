import { describe, expect, it } from 'vitest'
import type { RecordedBody } from '../../oracle/exchange.ts'
import { asJson, creating, faults, least } from './request-faults.ts'
import { request, text } from './support.ts'

const bytes = (...values: (number | string)[]): RecordedBody => ({
  base64: btoa(values.map((value) => (typeof value === 'number' ? String.fromCharCode(value) : value)).join('')),
})

describe('the body', () => {
  it.each<[string, RecordedBody | undefined, string[]]>([
    ['absent', undefined, ['body-present wire']],
    ['empty', { text: '' }, ['body-present wire']],
    ['cut', { text: '{"first_name":"Ada"' }, ['body-syntax wire']],
    ['blank', { text: ' ' }, ['body-syntax wire']],
    ['trailing comma', { text: '{"first_name":"Ada","last_name":"L",}' }, ['body-syntax wire']],
    ['a list', { text: '[]' }, ['body-object wire']],
    ['null', { text: 'null' }, ['body-present wire']],
    ['a text', { text: '"x"' }, ['body-object wire']],
    ['invalid UTF-8', bytes('{"first_name":"A', 0xff, '","last_name":"L"}'), ['body-encoding wire']],
    ['an overlong form', bytes('{"first_name":"A', 0xc0, 0xaf, '","last_name":"L"}'), ['body-encoding wire']],
    [
      'a byte order mark, as bytes',
      bytes(0xef, 0xbb, 0xbf, '{"first_name":"A","last_name":"L"}'),
      ['body-encoding wire'],
    ],
    ['a byte order mark, as text', { text: '\ufeff{"first_name":"A","last_name":"L"}' }, ['body-encoding wire']],
    ['valid UTF-8 as bytes', bytes('{"first_name":"', 0xc3, 0xab, '","last_name":"L"}'), []],
    ['a name twice', { text: '{"first_name":"A","last_name":"L","first_name":"B"}' }, ['body-keys wire']],
    [
      'a name twice, once in escapes',
      { text: '{"first_name":"A","last_name":"L","f\\u0069rst_name":"B"}' },
      ['body-keys wire'],
    ],
    ['a value like a name', { text: '{"first_name":"last_name","last_name":"{\\"first_name\\":"}' }, []],
    [
      '64 levels',
      { text: `{"first_name":"A","last_name":"L","extra":${'['.repeat(63)}${']'.repeat(63)}}` },
      ['unknown-member body'],
    ],
    [
      '65 levels',
      { text: `{"first_name":"A","last_name":"L","extra":${'['.repeat(64)}${']'.repeat(64)}}` },
      ['body-depth wire'],
    ],
    [
      '20,000 levels',
      { text: `{"first_name":"A","last_name":"L","extra":${'['.repeat(20_000)}${']'.repeat(20_000)}}` },
      ['body-depth wire'],
    ],
    [
      'more than a mebibyte',
      { text: `{"first_name":"A","last_name":"L","extra":"${'x'.repeat(1_048_576)}"}` },
      ['body-size wire'],
    ],
    ['cut, and without a type', { text: '{' }, ['body-syntax wire']],
  ])('%s', (_, body, expected) => {
    expect(faults(request('createPerson', { headers: [asJson], ...(body === undefined ? {} : { body }) }))).toEqual(
      expected,
    )
  })

  it.each([
    [[], ['content-type wire']],
    [[['content-type', 'text/plain']], ['content-type wire']],
    [[['content-type', 'application/json; charset=utf-16']], ['content-type wire']],
    [[['content-type', 'application/vnd.api+json']], ['content-type wire']],
    [[['Content-Type', 'Application/JSON; charset="UTF-8"']], []],
  ] as const)('announced as %j', (headers, expected) => {
    expect(creating(least, { headers })).toEqual(expected)
  })
})

describe('members', () => {
  it.each<[string, unknown, string[]]>([
    ['missing', { first_name: 'Ada' }, ['required body last_name']],
    ['two missing', {}, ['required body first_name', 'required body last_name']],
    ['null', { ...least, last_name: null }, ['not-null body last_name']],
    ['empty', { ...least, last_name: '' }, ['not-empty body last_name']],
    ['blank', { ...least, last_name: '\u00a0' }, ['not-blank body last_name']],
    ['an object', { ...least, last_name: {} }, ['type body last_name']],
    ['a list', { ...least, notes: [] }, ['type body notes']],
    ['a number', { ...least, last_name: 5 }, ['coercible-type body last_name']],
    ['a boolean', { ...least, last_name: true }, ['coercible-type body last_name']],
    ['null where nothing is due', { ...least, notes: null }, []],
    ['null for a flag', { ...least, enabled: null }, ['coercible-type body enabled']],
    ['a broken address', { ...least, email: 'a@' }, ['format body email']],
    ['a broken date', { ...least, valid_to: '2030-02-30' }, ['format body valid_to']],
    ['a broken instant', { ...least, valid_to: '2030-01-01T25:00:00Z' }, ['format body valid_to']],
    ['words for a flag', { ...least, enabled: 'maybe' }, ['coercible-type body enabled']],
    ['a list for a flag', { ...least, enabled: [] }, ['type body enabled']],
    ...['true', 'FALSE', '0', '1', 'on', 'off', 'yes', 'no', 't', 'f', 'y', 'n', '', 0, 1, 5].map(
      (enabled): [string, unknown, string[]] => [
        `${JSON.stringify(enabled)} for a flag`,
        { ...least, enabled },
        ['coercible-type body enabled'],
      ],
    ),
    ['a number for a list', { ...least, group_ids: 5 }, ['type body group_ids']],
    ['a text for a list', { ...least, group_ids: '1,2' }, ['type body group_ids']],
    ['words in a list', { ...least, group_ids: [1, 'x'] }, ['type body group_ids']],
    ['digits in a list', { ...least, group_ids: [1, '2'] }, ['coercible-type body group_ids']],
    ['one twice in a list', { ...least, group_ids: [1, 1] }, ['range body group_ids']],
    ['unknown', { ...least, undocumented_member: 1 }, ['unknown-member body']],
    ['one that every object has', { ...least, constructor: 1 }, ['unknown-member body']],
    [
      'inverted dates',
      { ...least, valid_from: '2030-05-02', valid_to: '2030-05-01' },
      ['order body valid_from valid_to'],
    ],
    [
      'two things',
      { last_name: 5, enabled: 'maybe' },
      ['required body first_name', 'coercible-type body last_name', 'coercible-type body enabled'],
    ],
  ])('%s', (_, body, expected) => {
    expect(creating(body)).toEqual(expected)
  })

  it.each<[string, unknown, string[]]>([
    ['words for a number', 'abc', ['type']],
    ['digits and words for a number', '12abc', ['type']],
    ['digits for a number', '12', ['coercible-type']],
    ['a fraction', 1.5, ['coercible-type']],
    ['a boolean', true, ['coercible-type']],
    ['an object', { a: 1 }, ['type']],
    ['null', null, ['not-null']],
  ])('%s', (_, person_id, rules) => {
    const body = text({ person_id, credential_type_id: 2, value: '1' })
    expect(faults(request('createCredential', { headers: [asJson], body }))).toEqual(
      rules.map((rule) => `${rule} body person_id`),
    )
  })

  it('are looked for below the wrapper', () => {
    const sent = (body: unknown) => faults(request('createPersonCredential', { headers: [asJson], body: text(body) }))
    expect(sent({ person_credential: { credential_type_id: 2 } })).toEqual(['required body value'])
    expect(sent({ person_credential: { credential_type_id: 2, value: '1' }, other: 1 })).toEqual([
      'unknown-member body',
    ])
  })

  it('of an update may be missing, and names may not be cleared', () => {
    const sent = (body: unknown) => faults(request('updatePerson', { headers: [asJson], body: text(body) }))
    expect(sent({ last_name: null })).toEqual(['not-null body last_name'])
    expect(sent({ last_name: '' })).toEqual(['not-empty body last_name'])
    expect(sent({ notes: '' })).toEqual([])
  })
})
