import { describe, expect, it } from 'vitest'
import type { Credentials } from '../../contract/types.ts'
import type { RecordedBody, RecordedRequest } from '../../oracle/exchange.ts'
import { contradiction, faultsOf } from '../../oracle/requests.ts'
import { classic, inBody, request, text } from './support.ts'

const type = ['content-type', 'application/json'] as const
const ada = { first_name: 'Ada', last_name: 'Lovelace' }

const faults = (sent: RecordedRequest): string[] =>
  faultsOf(classic, sent).map(({ rule, place, parameters }) => [rule, place, ...parameters].join(' '))

const creating = (body: unknown, more: Partial<RecordedRequest> = {}): string[] =>
  faults(request('createPerson', { headers: [type], body: text(body), ...more }))

const bytes = (...values: (number | string)[]): RecordedBody => ({
  base64: btoa(values.map((value) => (typeof value === 'number' ? String.fromCharCode(value) : value)).join('')),
})

describe('a request in order', () => {
  it.each(classic.operations.filter(({ body }) => body === undefined).map(({ id }) => id))('%s', (id) => {
    expect(faults(request(id))).toEqual([])
  })

  it.each<[string, unknown]>([
    ['createPerson', ada],
    [
      'createPerson',
      {
        ...ada,
        email: 'a@b',
        enabled: false,
        group_ids: [1, 2],
        valid_from: '2030-01-01',
        valid_to: '2030-01-01T10:00:00+02:00',
        notes: '',
      },
    ],
    ['createPerson', { ...ada, valid_from: '2030-01-01', valid_to: '2030-01-01' }],
    ['updatePerson', {}],
    ['updatePerson', { notes: '', email: '', valid_to: '' }],
    ['createCredential', { person_id: 1, credential_type_id: 2, value: '0012' }],
    ['createPersonCredential', { person_credential: { credential_type_id: 2, value: '0012' } }],
    ['createPersonCredential', { credential_type_id: 2, value: '0012' }],
    ['updatePersonCredential', { value: '0012' }],
  ])('%s %j', (id, body) => {
    expect(faults(request(id, { headers: [type], body: text(body) }))).toEqual([])
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

describe('the body', () => {
  it.each<[string, RecordedBody | undefined, string[]]>([
    ['absent', undefined, ['body-present wire']],
    ['empty', { text: '' }, ['body-present wire']],
    ['cut', { text: '{"first_name":"Ada"' }, ['body-syntax wire']],
    ['blank', { text: ' ' }, ['body-syntax wire']],
    ['trailing comma', { text: '{"first_name":"Ada","last_name":"L",}' }, ['body-syntax wire']],
    ['a list', { text: '[]' }, ['body-object wire']],
    ['null', { text: 'null' }, ['body-object wire']],
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
    expect(faults(request('createPerson', { headers: [type], ...(body === undefined ? {} : { body }) }))).toEqual(
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
    expect(creating(ada, { headers })).toEqual(expected)
  })
})

describe('members', () => {
  it.each<[string, unknown, string[]]>([
    ['missing', { first_name: 'Ada' }, ['required body last_name']],
    ['two missing', {}, ['required body first_name', 'required body last_name']],
    ['null', { ...ada, last_name: null }, ['not-null body last_name']],
    ['empty', { ...ada, last_name: '' }, ['not-empty body last_name']],
    ['blank', { ...ada, last_name: '\u00a0' }, ['not-blank body last_name']],
    ['an object', { ...ada, last_name: {} }, ['type body last_name']],
    ['a list', { ...ada, notes: [] }, ['type body notes']],
    ['a number', { ...ada, last_name: 5 }, ['coercible-type body last_name']],
    ['a boolean', { ...ada, last_name: true }, ['coercible-type body last_name']],
    ['null where nothing is due', { ...ada, notes: null }, []],
    ['null for a flag', { ...ada, enabled: null }, ['coercible-type body enabled']],
    ['a broken address', { ...ada, email: 'a@' }, ['format body email']],
    ['a broken date', { ...ada, valid_to: '2030-02-30' }, ['format body valid_to']],
    ['a broken instant', { ...ada, valid_to: '2030-01-01T25:00:00Z' }, ['format body valid_to']],
    ['words for a flag', { ...ada, enabled: 'maybe' }, ['coercible-type body enabled']],
    ['a list for a flag', { ...ada, enabled: [] }, ['type body enabled']],
    ...['true', 'FALSE', '0', '1', 'on', 'off', 'yes', 'no', 't', 'f', 'y', 'n', '', 0, 1, 5].map(
      (enabled): [string, unknown, string[]] => [
        `${JSON.stringify(enabled)} for a flag`,
        { ...ada, enabled },
        ['coercible-type body enabled'],
      ],
    ),
    ['a number for a list', { ...ada, group_ids: 5 }, ['type body group_ids']],
    ['a text for a list', { ...ada, group_ids: '1,2' }, ['type body group_ids']],
    ['words in a list', { ...ada, group_ids: [1, 'x'] }, ['type body group_ids']],
    ['digits in a list', { ...ada, group_ids: [1, '2'] }, ['coercible-type body group_ids']],
    ['one twice in a list', { ...ada, group_ids: [1, 1] }, ['range body group_ids']],
    ['unknown', { ...ada, undocumented_member: 1 }, ['unknown-member body']],
    ['one that every object has', { ...ada, constructor: 1 }, ['unknown-member body']],
    [
      'inverted dates',
      { ...ada, valid_from: '2030-05-02', valid_to: '2030-05-01' },
      ['order body valid_from valid_to'],
    ],
    [
      'inverted instants',
      { ...ada, valid_from: '2030-05-01T09:00:00+01:00', valid_to: '2030-05-01T07:59:00Z' },
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
    expect(faults(request('createCredential', { headers: [type], body }))).toEqual(
      rules.map((rule) => `${rule} body person_id`),
    )
  })

  it('are looked for below the wrapper', () => {
    const sent = (body: unknown) => faults(request('createPersonCredential', { headers: [type], body: text(body) }))
    expect(sent({ person_credential: { credential_type_id: 2 } })).toEqual(['required body value'])
    expect(sent({ person_credential: { credential_type_id: 2, value: '1' }, other: 1 })).toEqual([
      'unknown-member body',
    ])
  })

  it('of an update may be missing, and names may not be cleared', () => {
    const sent = (body: unknown) => faults(request('updatePerson', { headers: [type], body: text(body) }))
    expect(sent({ last_name: null })).toEqual(['not-null body last_name'])
    expect(sent({ last_name: '' })).toEqual(['not-empty body last_name'])
    expect(sent({ notes: '' })).toEqual([])
  })
})

describe('the query', () => {
  it.each([
    ['page=0', ['range query page']],
    ['page=-1', ['range query page']],
    ['page=abc', ['type query page']],
    ['page=1.5', ['type query page']],
    ['per_page=', ['type query per_page']],
    ['page=99999999999999999999', ['range query page']],
    ['since=yesterday', ['format query since']],
    ['email=x', ['format query email']],
    ['colour=red', ['unknown-member query']],
    ['page=0&since=x', ['range query page', 'format query since']],
  ])('%s', (query, expected) => {
    expect(faults(request('listPeople', { path: `/api/3/people?${query}` }))).toEqual(expected)
  })
})

describe('the path', () => {
  it.each<[string, string[]]>([
    ...['abc', 'null', '1.5', '1e3', "1'--", '0', '-1', '007', '2147483648', '9'.repeat(400)].map(
      (id): [string, string[]] => [`/api/3/people/${id}`, ['id-form path id']],
    ),
    ...[
      '%',
      '%2',
      '%ZZ',
      '%00',
      '%FF',
      '%C0%AF',
      '%37',
      '%F0%9F%9A%AA',
      '%252e',
      '1%2F2',
      '%2e%2e',
      '7 ',
      'ä',
      '7\\',
      '..',
    ].map((id): [string, string[]] => [`/api/3/people/${id}`, ['path-form path id']]),
    ['/api/3/people/7/', ['path-form path']],
    ['/api/3//people/7', ['path-form path']],
    ['/api/3/../people/7', ['path-form path']],
    ['/api/3/%70eople/7', ['path-form path']],
    [`/api/3/people/7?q=${'x'.repeat(3_000)}`, ['path-form path']],
    ['/api/3/people/7/nonexistent', ['known-path path']],
    ['/api/3/nonexistent', ['known-path path']],
    ['/api/3/PEOPLE/7', ['known-path path']],
    ['/', ['path-form path']],
    ...['xml', 'csv', 'html', 'pdf', 'yaml'].map((suffix): [string, string[]] => [
      `/api/3/people/7.${suffix}`,
      ['suffix path'],
    ]),
  ])('%s', (path, expected) => {
    expect(faults(request('getPerson', { path }))).toEqual(expected)
  })

  it.each(['%', '%00', '%FF', '%F0%9F%9A%AA', '%252e', '1%2F2', '%E2%80%AE', '%0d%0a', '%41', '..'])(
    'of an opaque id: %s',
    (id) => {
      expect(faults(request('getCredential', { path: `/api/3/credentials/${id}` }))).toEqual(['path-form path id'])
    },
  )

  it('of an opaque id: a suffix, but no wrong form', () => {
    expect(faults(request('getCredential', { path: '/api/3/credentials/R1sRdPO.xml' }))).toEqual(['suffix path'])
    expect(faults(request('getCredential', { path: '/api/3/credentials/-1' }))).toEqual([])
    expect(faults(request('getPersonCredential', { path: '/api/3/people/x/credentials/R1' }))).toEqual([
      'id-form path person_id',
    ])
  })
})

describe('the method', () => {
  it.each([
    ['getPerson', 'PATCH', ['method method PATCH']],
    ['getPerson', 'POST', ['method method POST']],
    ['getPerson', 'PUT', ['body-present wire']],
    ['getPerson', 'DELETE', []],
    ['listRoles', 'DELETE', ['method method DELETE']],
    ['getPerson', 'HEAD', ['unusual-method method HEAD']],
    ['getPerson', 'OPTIONS', ['unusual-method method OPTIONS']],
    ['getPerson', 'get', ['unusual-method method get']],
    ['getPerson', 'BREW', ['unusual-method method BREW']],
  ])('%s by %s', (operation, method, expected) => {
    expect(faults(request(operation, { method }))).toEqual(method === 'PUT' ? ['body-present wire'] : expected)
  })
})

describe('Accept', () => {
  const at = (...values: string[]) =>
    faults(request('getPerson', { headers: values.map((value) => ['Accept', value] as const) }))

  it.each([
    '*/*',
    'application/*',
    'application/json',
    'application/json;q=0.1',
    'Application/JSON',
    'text/html, */*;q=0.001',
    'text/html,application/json ; q=1.000',
    'application/*;q=0, application/json',
    'application/json;charset=utf-8',
    'text/html;level="a,b", */*',
  ])('admits JSON: %s', (value) => {
    expect(at(value)).toEqual([])
  })

  it.each([
    'text/xml',
    'text/*',
    'application/xml',
    'application/json;q=0',
    'application/json;q=0, */*',
    'application/*;q=0.0, */*',
    '*/*;q=0',
    'audio/*;q=0.5, text/plain',
    'application/javascript',
  ])('admits no JSON: %s', (value) => {
    expect(at(value)).toEqual(['accept accept'])
  })

  it.each([
    '',
    ',,,',
    '*',
    'json',
    '/',
    'application/',
    ';q=1',
    'application/json;q=2',
    'application/json;q=abc',
    'application/json;q=0.1234',
    'application/json;;',
    'text/html;q',
    '*/json',
    'application/json;version=2',
    'application/vnd.api+json',
    'text/json',
    'application/json;q=1, application/json;q=0',
    'application json',
  ])('is unclear: %s', (value) => {
    expect(at(value)).toEqual(['accept-form accept'])
  })

  it('may stand on several lines, or on none', () => {
    expect(at()).toEqual([])
    expect(at('text/html', 'application/json')).toEqual([])
    expect(at('text/html', 'text/xml')).toEqual(['accept accept'])
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
  const sent = (body: unknown) => request('createPerson', { headers: [type], body: text(body) })

  it('holds', () => {
    expect(contradiction(classic, sent(ada), undefined)).toBeUndefined()
    expect(contradiction(classic, sent({ first_name: 'A' }), inBody('required', 'last_name'))).toBeUndefined()
    expect(contradiction(classic, sent(ada), { rule: 'unique', place: 'state', parameters: ['email'] })).toBeUndefined()
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
    [ada, inBody('required', 'last_name'), 'claims to break required last_name but is in order'],
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
