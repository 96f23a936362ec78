import { describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import schema from '../../target/description.schema.json' with { type: 'json' }
import { isAmong, nothingAllowed } from '../../target/description-world.ts'
import { secretsOf } from '../../target/identities.ts'
import { complaintOf, key, readText } from './written.ts'

const shared = 'url: https://staging.example.com\n'
const dedicated = `${shared}dedicated: true\n`

describe('what may act on the world', () => {
  test('is nothing unless it is described', async () => {
    const { description } = await readText(dedicated)
    expect(description.allow).toEqual(nothingAllowed)
    expect(description.recipes).toEqual({})
  })

  test('is read as it is described, on a shared target too', async () => {
    const { description } = await readText(
      `${shared}allow:
  channels: [710, B7]
  encryptionKeys: [711]
  groups: [410]
  roles: [520]
  callbackUrl: https://hooks.example.com/x
  sync: true
  reservations: { groups: [411] }
  mobileCredentials: [84]
  oauth: { clientId: app-7, clientSecret: { env: SECRET }, refreshToken: { env: TOKEN }, redirectUri: 'https://c.example/cb' }
`,
      { env: { SECRET: 'sec-9f8e7d6c', TOKEN: 'tok-5b4a3928' } },
    )
    expect(description.kind).toBe('shared')
    expect(description.allow).toEqual({
      channels: [710, 'B7'],
      encryptionKeys: [711],
      groups: [410],
      roles: [520],
      callbackUrl: 'https://hooks.example.com/x',
      sync: true,
      reservations: { channels: [], groups: [411] },
      mobileCredentials: [84],
      oauth: {
        clientId: 'app-7',
        clientSecret: 'sec-9f8e7d6c',
        refreshToken: 'tok-5b4a3928',
        redirectUri: 'https://c.example/cb',
      },
    })
    expect(secretsOf(description)).toEqual(expect.arrayContaining(['sec-9f8e7d6c', 'tok-5b4a3928']))
  })

  test('compares ids as text', () => {
    expect(isAmong([710, 'B7'], '710')).toBe(true)
    expect(isAmong([710, 'B7'], 'B7')).toBe(true)
    expect(isAmong([710, 'B7'], 7)).toBe(false)
  })

  test.each<[name: string, text: string, said: string]>([
    ['an unknown member', `${shared}allow:\n  doors: [1]\n`, 'FILE:3:3: unknown member "doors" of allow; the members'],
    [
      'a near miss',
      `${shared}allow:\n  chanels: [1]\n`,
      'FILE:3:3: unknown member "chanels" of allow; did you mean channels?',
    ],
    ['no list', `${shared}allow:\n  groups: 410\n`, 'FILE:3:11: allow.groups must be a list.'],
    ['no id', `${shared}allow:\n  groups: [[410]]\n`, 'FILE:3:12: allow.groups.0 must be an integer or a text.'],
    ['a sync that is none', `${shared}allow: { sync: yes please }\n`, 'FILE:2:16: allow.sync must be true or false.'],
    ['no URL', `${shared}allow:\n  callbackUrl: hooks\n`, 'FILE:3:16: allow.callbackUrl must be an http or https URL.'],
    [
      'another scheme',
      `${shared}allow:\n  callbackUrl: file:///x\n`,
      'FILE:3:16: allow.callbackUrl must be an http or https',
    ],
    ...['/callback', 'c.example', 'https://c.example/cb#here'].map((uri): [string, string, string] => [
      `${uri} as a redirect URI`,
      `${shared}allow:\n  oauth:\n    clientId: app\n    redirectUri: '${uri}'\n`,
      'FILE:5:18: allow.oauth.redirectUri must be a whole URI without a fragment, such as https://client.example.com/callback.',
    ]),
    ['no client', `${shared}allow:\n  oauth: {}\n`, 'FILE:3:10: allow.oauth lacks clientId.'],
    [
      'a secret that is not set',
      `${shared}allow:\n  oauth:\n    clientId: app\n    clientSecret: { env: NOBODY_SET_THIS }\n`,
      'FILE:5:19: the environment variable NOBODY_SET_THIS is not set; set it to the secret of the OAuth client.',
    ],
  ])('%s is said', async (_, text, said) => {
    expect(await complaintOf(text)).toContain(said)
  })
})

describe('a second account', () => {
  test('is described by its key, its ids, or both', async () => {
    const text = `${shared}keys: { other: { env: OTHER } }
fixtures: { foreignPerson: 9, foreignCredential: Rd1, foreignChannel: 12 }
`
    const { description } = await readText(text, { env: { OTHER: 'tk-of-the-others' } })
    expect(description.identities).toEqual({ full: key, other: 'tk-of-the-others' })
    expect(description.fixtures).toEqual({ foreignPerson: 9, foreignCredential: 'Rd1', foreignChannel: 12 })
    expect(secretsOf(description)).toContain('tk-of-the-others')
  })

  test('may have its key in DOORFLOW_OTHER_KEY', async () => {
    const { description } = await readText(shared, { env: { DOORFLOW_OTHER_KEY: 'tk-of-the-others' } })
    expect(description.identities.other).toBe('tk-of-the-others')
  })

  test.each<[name: string, text: string, said: string]>([
    [
      'the key of the first',
      `${shared}keys: { other: { env: DOORFLOW_KEY } }\n`,
      'The other key is one of the first account',
    ],
    [
      'a key that is not set',
      `${shared}keys: { other: { env: NONE } }\n`,
      'FILE:2:23: the environment variable NONE is not set; set it to the other key.',
    ],
    [
      'no id',
      `${shared}fixtures: { foreignPerson: [] }\n`,
      'FILE:2:28: fixtures.foreignPerson must be an integer or a text.',
    ],
  ])('%s is said', async (_, text, said) => {
    expect(await complaintOf(text)).toContain(said)
  })
})

describe('recipes', () => {
  test('are requests without the key, and ids', async () => {
    const { description } = await readText(
      `${dedicated}recipes:
  offlineChannel: 713
  lockedChannel: 714
  exhaustedType: 85
  maintenance:
    enter: { method: PUT, path: /admin/maintenance, headers: { X-Admin: { env: ADMIN } }, body: { on: true } }
    leave: { method: DELETE, url: 'https://ops.example.com/maintenance', body: now }
  badGateway:
    enter: { method: POST, path: /admin/gateway, headers: { X-Admin: { env: GATEWAY } }, body: { status: 502 } }
    leave: { method: DELETE, path: /admin/gateway }
  gatewayTimeout:
    enter: { method: POST, path: /admin/gateway, body: { status: 504 } }
    leave: { method: DELETE, path: /admin/gateway }
  rateLimit:
    requests: 50
    enter: { method: POST, path: /admin/limit }
`,
      { env: { ADMIN: 'admin-secret-1', GATEWAY: 'gateway-secret-2' } },
    )
    expect(description.recipes).toEqual({
      offlineChannel: 713,
      lockedChannel: 714,
      exhaustedType: 85,
      maintenance: {
        enter: {
          kind: 'request',
          method: 'PUT',
          url: 'https://staging.example.com/admin/maintenance',
          headers: { 'X-Admin': 'admin-secret-1', 'content-type': 'application/json' },
          body: '{"on":true}',
        },
        leave: {
          kind: 'request',
          method: 'DELETE',
          url: 'https://ops.example.com/maintenance',
          headers: {},
          body: 'now',
        },
      },
      badGateway: {
        enter: {
          kind: 'request',
          method: 'POST',
          url: 'https://staging.example.com/admin/gateway',
          headers: { 'X-Admin': 'gateway-secret-2', 'content-type': 'application/json' },
          body: '{"status":502}',
        },
        leave: { kind: 'request', method: 'DELETE', url: 'https://staging.example.com/admin/gateway', headers: {} },
      },
      gatewayTimeout: {
        enter: {
          kind: 'request',
          method: 'POST',
          url: 'https://staging.example.com/admin/gateway',
          headers: { 'content-type': 'application/json' },
          body: '{"status":504}',
        },
        leave: { kind: 'request', method: 'DELETE', url: 'https://staging.example.com/admin/gateway', headers: {} },
      },
      rateLimit: {
        requests: 50,
        enter: { kind: 'request', method: 'POST', url: 'https://staging.example.com/admin/limit', headers: {} },
      },
    })
    expect(secretsOf(description)).toEqual(expect.arrayContaining(['admin-secret-1', 'gateway-secret-2']))
    expect(secretsOf(description)).not.toContain('application/json')
  })

  const inMaintenance = (enter: string): string =>
    `${dedicated}recipes:\n  maintenance:\n    enter: ${enter}\n    leave: { method: POST, path: /x }\n`

  test.each<[name: string, text: string, said: string]>([
    [
      'a shared target',
      `${shared}recipes:\n  offlineChannel: 713\n`,
      'FILE:3:3: recipes change the whole target, and this one is shared; take them out, or write dedicated: true',
    ],
    [
      'an unknown recipe',
      `${dedicated}recipes:\n  maintainance: {}\n`,
      'FILE:4:3: unknown member "maintainance" of recipes; did you mean maintenance?',
    ],
    [
      'no way back',
      `${dedicated}recipes:\n  maintenance:\n    enter: { method: POST, path: /x }\n`,
      'FILE:5:5: recipes.maintenance lacks leave.',
    ],
    [
      'no way back from a bad gateway',
      `${dedicated}recipes:\n  badGateway:\n    enter: { method: POST, path: /x }\n`,
      'FILE:5:5: recipes.badGateway lacks leave.',
    ],
    [
      'a gateway in another spelling',
      `${dedicated}recipes:\n  gatewayTimeOut: {}\n`,
      'unknown member "gatewayTimeOut" of recipes; did you mean gatewayTimeout?',
    ],
    ['no burst', `${dedicated}recipes:\n  rateLimit: {}\n`, 'FILE:4:14: recipes.rateLimit lacks requests.'],
    [
      'a burst of none',
      `${dedicated}recipes:\n  rateLimit: { requests: 0 }\n`,
      'FILE:4:26: recipes.rateLimit.requests must be >= 1.',
    ],
    [
      'no address',
      inMaintenance('{ method: POST }'),
      'recipes.maintenance.enter must be a request with a url or one with a path.',
    ],
    [
      'two addresses',
      inMaintenance('{ method: POST, url: https://a.example, path: /x }'),
      'recipes.maintenance.enter must not have both url and path',
    ],
    ['no method', inMaintenance('{ path: /x }'), 'recipes.maintenance.enter lacks method.'],
    [
      'an unknown method',
      inMaintenance('{ method: PST, path: /x }'),
      'recipes.maintenance.enter.method must be one of GET, POST, PUT, PATCH, DELETE; did you mean POST?',
    ],
    [
      'an unknown member of a request',
      inMaintenance('{ method: POST, path: /x, boddy: 1 }'),
      'unknown member "boddy" of recipes.maintenance.enter; did you mean body?',
    ],
    [
      'a path that is none',
      inMaintenance('{ method: POST, path: x }'),
      'recipes.maintenance.enter.path must begin with a slash.',
    ],
    [
      'a URL that is none',
      inMaintenance('{ method: POST, url: ops }'),
      'recipes.maintenance.enter.url must be an http or https URL.',
    ],
    ['a text in place of a function', inMaintenance('"restart()"'), 'recipes.maintenance.enter must be a mapping.'],
    [
      'a header that breaks the wire',
      inMaintenance('{ method: POST, path: /x, headers: { Content-Length: "3" } }'),
      'belongs to the connection',
    ],
    [
      'a variable that is not set',
      inMaintenance('{ method: POST, path: /x, headers: { X-Admin: { env: NOBODY_SET_THIS } } }'),
      'the environment variable NOBODY_SET_THIS is not set; set it to the value of the header X-Admin.',
    ],
  ])('%s is said', async (_, text, said) => {
    expect(await complaintOf(text)).toContain(said)
  })

  test('a flag or a variable makes the target dedicated as well as the file does', async () => {
    const text = `${shared}recipes:\n  offlineChannel: 713\n`
    const recipes = { offlineChannel: 713 }
    expect((await readText(text, { flags: { dedicated: true } })).description.recipes).toEqual(recipes)
    expect((await readText(text, { env: { DOORFLOW_DEDICATED: '1' } })).description.recipes).toEqual(recipes)
  })
})

test('whatever an edition serves may be declared absent, but for what every run needs', () => {
  const known = new Set(schema.properties.absent.items.enum)
  const served = Object.values(editions).flatMap(({ operations }) => operations.map(({ resource }) => resource))
  expect(new Set(served.filter((resource) => !known.has(resource)))).toEqual(new Set(['account', 'people']))
})
