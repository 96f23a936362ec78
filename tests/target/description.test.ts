import { dirname, join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import schema from '../../target/description.schema.json' with { type: 'json' }
import { type DescriptionFlags, readDescription, writeDescription } from '../../target/description.ts'
import { nothingAllowed } from '../../target/description-world.ts'
import { complaintOf, fileOf, key, readText } from './written.ts'

const read = (text: string | undefined, flags: DescriptionFlags = {}, env: NodeJS.ProcessEnv = {}) =>
  readText(text, { flags, env })

const url = 'url: https://staging.example.com\n'

describe('what is right', () => {
  test('the environment alone is enough', async () => {
    const env = {
      DOORFLOW_KEY: key,
      DOORFLOW_URL: 'https://a.example/base/',
      DOORFLOW_ACCOUNT: ' 0042 ',
      DOORFLOW_DEDICATED: '1',
    }
    const { description, warnings } = await read(undefined, {}, env)
    expect(warnings).toEqual([])
    expect(description).toEqual({
      url: 'https://a.example/base',
      account: '0042',
      kind: 'dedicated',
      edition: 'classic',
      auth: 'bearer',
      identities: { full: key },
      headers: {},
      forms: { paths: [], keys: ['bearer'] },
      absent: [],
      fixtures: {},
      allow: nothingAllowed,
      recipes: {},
      budgets: {},
      settleTime: 0,
    })
  })

  test('flags go before the file, and the file before the environment', async () => {
    const env = { DOORFLOW_KEY: key, DOORFLOW_URL: 'https://env.example', MINE: 'tk-mine', DOORFLOW_ACCOUNT: '3' }
    const file = 'url: https://file.example\naccount: 2\nkeys: { full: { env: MINE } }\nheaders: { X-A: one }\n'
    const { description } = await read(file, { url: 'https://flag.example', headers: ['x-a: two', 'X-B: three'] }, env)
    expect(description).toMatchObject({ url: 'https://flag.example', account: '2', kind: 'shared' })
    expect(description.identities.full).toBe('tk-mine')
    expect(description.headers).toEqual({ 'x-a': 'two', 'X-B': 'three' })
  })

  test('an account keeps the digits that it was written with', async () => {
    expect((await read(`${url}account: 0020445`)).description.account).toBe('0020445')
    expect((await read(`${url}account: 90071992547409931`)).description.account).toBe('90071992547409931')
    expect((await read(`${url}account: A1b2`)).description.account).toBe('A1b2')
  })

  test('JSON with tabs and a byte order mark is read too', async () => {
    const { description } = await read('\uFEFF{\n\t"url": "https://a.example",\n\t"absent": ["events"]\n}\n')
    expect(description.absent).toEqual(['events'])
  })

  test('DOORFLOW_CONFIG names the file', async () => {
    const { file } = await read(`${url}settleTime: 500`)
    const { description } = await readDescription({ flags: {}, env: { DOORFLOW_CONFIG: file, DOORFLOW_KEY: key } })
    expect(description.settleTime).toBe(500)
  })

  test('what is written can be read', async () => {
    const text = writeDescription({
      url: 'http://127.0.0.1:3000',
      account: 20617,
      dedicated: true,
      keys: { full: { env: 'K' }, expired: { env: 'E' } },
      forms: { paths: ['singular', 'suffix'], keys: ['query'] },
      fixtures: { hiddenPerson: 3004 },
    })
    const { description } = await read(text, {}, { K: key, E: 'tk-old' })
    expect(description).toMatchObject({
      kind: 'dedicated',
      identities: { full: key, expired: 'tk-old' },
      forms: { paths: ['singular', 'suffix'], keys: ['bearer', 'query'] },
      fixtures: { hiddenPerson: 3004 },
    })
  })

  test('keys in the open are accepted with a warning', async () => {
    const { warnings, description } = await read('url: http://far.example\nkeys:\n  full: tk-in-file', {
      restrictedKey: 'tk-flag',
    })
    expect(description.identities).toEqual({ full: 'tk-in-file', restricted: 'tk-flag' })
    expect(warnings.join('\n')).toMatch(/yaml:3:9: a key stands in the file/)
    expect(warnings.join('\n')).toMatch(/--restricted-key puts a key where other users/)
    expect(warnings.join('\n')).toMatch(/keys travel to far.example in the clear/)
    expect(warnings.join('\n')).not.toContain('tk-')
  })

  test('the published schema compiles strictly and describes every member', () => {
    const ajv = new Ajv2020({ strict: true })
    expect(ajv.validateSchema(schema)).toBe(true)
    ajv.compile(schema)
    for (const member of Object.values(schema.properties))
      expect(Object.keys(member)).toEqual(expect.arrayContaining(['title', 'description']))
  })
})

type Complaint = [
  name: string,
  text: string | undefined,
  expected: string,
  flags?: DescriptionFlags,
  env?: NodeJS.ProcessEnv,
]

const complaints: readonly Complaint[] = [
  ['syntax', 'url: [https://a.example\naccount: 1\n', 'FILE:2:1: the file is neither YAML nor JSON'],
  ['a member twice', `${url}${url}`, 'FILE:2:1: the file is neither YAML nor JSON: Map keys must be unique'],
  ['an unknown member', `${url}acount: 20445\n`, 'FILE:2:1: unknown member "acount"; did you mean account?'],
  [
    'an unknown member further in',
    `${url}forms:\n  path: [singular]\n`,
    'FILE:3:3: unknown member "path" of forms; did you mean paths?',
  ],
  [
    'a member like no other',
    `${url}zebra: 1\n`,
    'FILE:2:1: unknown member "zebra"; the members known here are url, account',
  ],
  ['a wrong type', `${url}dedicated: yes please\n`, 'FILE:2:12: dedicated must be true or false.'],
  ['a wrong choice', `${url}account: [1]\n`, 'FILE:2:10: account must be an integer or a text.'],
  ['a list that is none', `${url}absent: events\n`, 'FILE:2:9: absent must be a list.'],
  ['no mapping at all', 'hello\n', 'FILE:1:1: the description must be a mapping.'],
  [
    'an unknown form',
    `${url}forms:\n  paths: [singular, sufix]\n`,
    'FILE:3:21: forms.paths.1 must be one of singular, suffix; did you mean suffix?',
  ],
  ['an unknown way of the key', `${url}auth: digest\n`, 'FILE:2:7: auth must be one of bearer, basic, query.'],
  [
    'an unknown resource',
    `${url}absent: [shifts]\n`,
    'FILE:2:10: absent.0 must be one of credentials, credential_types',
  ],
  [
    'an account that would not be there',
    `${url}absent: [events, account]\n`,
    'FILE:2:18: account cannot be absent: nothing is written before it has shown whose account this is; take it out.',
  ],
  [
    'people who would not be there',
    `${url}absent: [people, shifts]\n`,
    'FILE:2:10: people cannot be absent: everything that the suite creates belongs to people; take it out.',
  ],
  ['a settle time beyond reason', `${url}settleTime: 60000\n`, 'FILE:2:13: settleTime must be <= 10000.'],
  [
    'an unknown edition',
    `${url}edition: clasic\n`,
    `FILE:2:10: there is no edition "clasic"; there is ${Object.keys(editions).join(', ')}. Did you mean classic?`,
  ],
  [
    'a key source of the wrong form',
    `${url}keys:\n  full: { enviroment: K }\n`,
    'FILE:3:11: unknown member "enviroment" of keys.full',
  ],
  [
    'a missing variable',
    `${url}keys:\n  full: { env: NOWHERE }\n`,
    'FILE:3:16: the environment variable NOWHERE is not set; set it to the full key.',
  ],
  ['no key', url, 'There is no key: set DOORFLOW_KEY', {}, { DOORFLOW_KEY: '' }],
  [
    'the same key twice',
    url,
    'The restricted key is the full key',
    {},
    { DOORFLOW_KEY: key, DOORFLOW_RESTRICTED_KEY: key },
  ],
  [
    'a key that cannot travel',
    url,
    'DOORFLOW_KEY: the key must be at least four printable ASCII',
    {},
    { DOORFLOW_KEY: `${key} ${key}` },
  ],
  ['no URL', undefined, 'No target is named: give --url, set DOORFLOW_URL'],
  [
    'a URL without a scheme',
    'url: staging.example.com',
    'FILE:1:6: the URL "staging.example.com" must begin with http:// or https://.',
  ],
  [
    'a host and port',
    undefined,
    '--url: the URL "localhost:3000" must begin with http:// or https://.',
    { url: 'localhost:3000' },
  ],
  ['another scheme', 'url: ftp://a.example', 'FILE:1:6: the URL "ftp://a.example" must begin with'],
  ['a URL with credentials', `url: https://me:${key}@a.example`, 'must not hold credentials'],
  [
    'a URL with a query',
    'url: https://a.example/?x=1',
    'FILE:1:6: the URL "https://a.example/" must end with its path',
  ],
  ['a URL with a key as query', `url: https://a.example/?api_key=${key}`, 'must end with its path'],
  ['a URL with a fragment', 'url: "https://a.example/#top"', 'must end with its path'],
  ['no URL in it', 'url: "https://"', 'FILE:1:6: "https://" is no URL'],
  [
    'a header with credentials',
    `${url}headers:\n  Authorization: Bearer x\n`,
    'FILE:3:18: the header "Authorization" would carry credentials',
  ],
  ['a header of the connection', `${url}headers:\n  Content-Length: "3"\n`, 'belongs to the connection'],
  [
    'a header that is judged',
    undefined,
    '--header: the header "Accept" is decided by the suite',
    { url: 'https://a.example', headers: ['Accept: text/html'] },
  ],
  ['a header that breaks the wire', `${url}headers:\n  X-A: "a\\r\\nX-B: b"\n`, 'must be one line of Latin-1 text'],
  [
    'a header without a colon',
    undefined,
    "--header: a header must be written as 'Name: value'.",
    { url: 'https://a.example', headers: ['oops'] },
  ],
  [
    'an unknown auth in a flag',
    undefined,
    '--auth: there is no way of sending a key "basik"',
    { url: 'https://a.example', auth: 'basik' },
  ],
  [
    'production',
    'url: https://api.doorflow.com\ndedicated: true\n',
    "FILE:2:12: api.doorflow.com is DoorFlow's own and is never dedicated",
  ],
  [
    'production by flag',
    undefined,
    "--dedicated: admin.doorflow.com. is DoorFlow's own",
    { url: 'https://ADMIN.DoorFlow.com.', dedicated: true },
  ],
]

describe('what is wrong', () => {
  test.each(complaints.map(([name, ...rest]) => ({ name, rest })))('$name', async ({ rest }) => {
    const [text, expected, flags = {}, env = {}] = rest
    expect(await complaintOf(text, { flags, env })).toContain(expected)
  })

  test('a file that is not there', async () => {
    const folder = dirname(await fileOf('some.yaml', ''))
    const file = join(folder, 'nothing.yaml')
    await expect(readDescription({ file, flags: {}, env: {} })).rejects.toThrow('there is no such file')
    await expect(readDescription({ file: folder, flags: {}, env: {} })).rejects.toThrow('cannot be read (EISDIR)')
  })

  test('a host that only ends like production may be dedicated', async () => {
    expect((await read('url: https://notdoorflow.com\ndedicated: true')).description.kind).toBe('dedicated')
  })
})
