import type { TargetDescription } from '../../target/description.ts'
import { isProduction } from '../../target/description-checks.ts'
import type { Disturbance, RecipeStep } from '../../target/description-world.ts'

/** What discovery has seen that may stand in the lines to add. Ids only. */
export interface Candidates {
  readonly channels: readonly (number | string)[]
  readonly offlineChannels: readonly (number | string)[]
  readonly lockedChannels: readonly (number | string)[]
  readonly groups: readonly (number | string)[]
  readonly roles: readonly (number | string)[]
  readonly mobileTypes: readonly (number | string)[]
}

/** Something that a description may say besides, and what it then plans for. */
export interface Addition {
  /** Path of the member, as `keys.restricted`; a list's entry behind a colon, as `forms.paths:singular`. */
  readonly id: string
  /** What it is, as half a sentence. */
  readonly what: string
  /** Whether the description lacks it and may say it. */
  readonly applies: (description: TargetDescription) => boolean
  readonly apply: (description: TargetDescription) => TargetDescription
  /** The value to write, and what to say beside it. */
  readonly line: (seen: Candidates) => { readonly value: unknown; readonly comment?: string }
}

/** Stands for an id while planning, and for one that its reader has to fill in. */
const someId = 'ID'
const someStep: RecipeStep = { kind: 'request', method: 'POST', url: 'http://127.0.0.1/', headers: {} }

const ids = (found: readonly (number | string)[], what: string): string =>
  found.length === 0 ? `ids of ${what}` : `ids of ${what}, of ${found.slice(0, 12).join(', ')}`

const keyAddition = (name: 'restricted' | 'expired' | 'other', what: string): Addition => ({
  id: `keys.${name}`,
  what,
  applies: ({ identities }) => identities[name] === undefined,
  apply: (description) => ({ ...description, identities: { ...description.identities, [name]: `a-${name}-key` } }),
  line: () => ({ value: { env: `DOORFLOW_${name.toUpperCase()}_KEY` } }),
})

const fixtureAddition = (
  name: 'hiddenPerson' | 'foreignPerson' | 'foreignCredential' | 'foreignChannel' | 'foreignEvent' | 'foreignRule',
  what: string,
): Addition => ({
  id: `fixtures.${name}`,
  what,
  // The key of the second account finds what belongs to it.
  applies: ({ fixtures }) => fixtures[name] === undefined,
  apply: (description) => ({ ...description, fixtures: { ...description.fixtures, [name]: someId } }),
  line: () => ({ value: someId, comment: `write here the id of ${what}` }),
})

const pathAddition = (form: 'singular' | 'suffix', what: string): Addition => ({
  id: `forms.paths:${form}`,
  what,
  applies: ({ forms }) => !forms.paths.includes(form),
  apply: (description) => ({
    ...description,
    forms: { ...description.forms, paths: [...description.forms.paths, form] },
  }),
  line: () => ({ value: form, comment: `if the endpoint serves ${what}` }),
})

const keyFormAddition = (form: 'bearer' | 'basic' | 'query', what: string): Addition => ({
  id: `forms.keys:${form}`,
  what,
  applies: ({ forms }) => !forms.keys.includes(form),
  apply: (description) => ({
    ...description,
    forms: { ...description.forms, keys: [...description.forms.keys, form] },
  }),
  line: () => ({ value: form, comment: `if the endpoint takes ${what}` }),
})

type Ids = 'channels' | 'encryptionKeys' | 'groups' | 'roles' | 'mobileCredentials'

const allowAddition = (
  name: Ids,
  what: string,
  kind: string,
  of: (seen: Candidates) => readonly (number | string)[],
): Addition => ({
  id: `allow.${name}`,
  what,
  applies: ({ allow }) => allow[name].length === 0,
  apply: (description) => ({ ...description, allow: { ...description.allow, [name]: [someId] } }),
  // What may be touched is its owner's to say, so that nothing that was merely found is proposed.
  line: (seen) => ({ value: [someId], comment: `write here ${ids(of(seen), kind)}` }),
})

const reservationAddition = (
  name: 'channels' | 'groups',
  of: (seen: Candidates) => readonly (number | string)[],
): Addition => ({
  id: `allow.reservations.${name}`,
  what: `${name} that may be reserved`,
  applies: ({ allow }) => allow.reservations[name].length === 0,
  apply: (description) => ({
    ...description,
    allow: { ...description.allow, reservations: { ...description.allow.reservations, [name]: [someId] } },
  }),
  line: (seen) => ({ value: [someId], comment: `write here ${ids(of(seen), `${name} that may be reserved`)}` }),
})

const recipeAddition = (
  name: 'offlineChannel' | 'lockedChannel' | 'exhaustedType',
  what: string,
  of: (seen: Candidates) => readonly (number | string)[],
): Addition => ({
  id: `recipes.${name}`,
  what,
  applies: ({ recipes }) => recipes[name] === undefined,
  apply: (description) => ({ ...description, recipes: { ...description.recipes, [name]: someId } }),
  line: (seen) => {
    const [found] = of(seen)
    if (found === undefined) return { value: someId, comment: `write here the id of ${what}` }
    // It is asked to let somebody in, so that its owner has to allow that as well.
    return name === 'exhaustedType' ? { value: found } : { value: found, comment: 'list it under allow.channels, too' }
  },
})

const request = (name: string) => ({ method: 'POST', path: `/write/here/what/${name}` })

const disturbance = (name: Disturbance, what: string, enters: string): Addition => ({
  id: `recipes.${name}`,
  what,
  applies: ({ recipes }) => recipes[name] === undefined,
  apply: (description) => ({
    ...description,
    recipes: { ...description.recipes, [name]: { enter: someStep, leave: someStep } },
  }),
  line: () => ({
    value: { enter: request(enters), leave: request('leaves-it') },
    comment: 'write here what your own endpoint understands',
  }),
})

/** Everything that a description may say to let more cells run, in the order of the documentation. */
export const additions: readonly Addition[] = [
  {
    id: 'dedicated',
    what: 'an account that is there for tests alone',
    applies: ({ kind, url }) => kind === 'shared' && !isProduction(url),
    apply: (description) => ({ ...description, kind: 'dedicated' }),
    line: () => ({ value: true, comment: 'only if the account may be lost' }),
  },
  keyAddition('restricted', 'a key of somebody who is no administrator'),
  keyAddition('expired', 'a key that was valid once'),
  keyAddition('other', 'a key of a second account'),
  pathAddition('singular', '/person/1 beside /people/1'),
  pathAddition('suffix', '/people.json beside /people'),
  keyFormAddition('bearer', 'a key as a bearer token'),
  keyFormAddition('basic', 'a key as the user name of Basic authentication'),
  keyFormAddition('query', 'a key as ?api_key='),
  fixtureAddition('hiddenPerson', 'a person that the full key can read and the restricted key must not'),
  fixtureAddition('foreignPerson', 'a person of a second account'),
  fixtureAddition('foreignCredential', 'a credential of a second account'),
  fixtureAddition('foreignChannel', 'a channel of a second account'),
  fixtureAddition('foreignEvent', 'an event of a second account'),
  fixtureAddition('foreignRule', 'a notification rule of a second account'),
  allowAddition(
    'channels',
    'doors that may be commanded',
    'channels whose doors may open and lock',
    (seen) => seen.channels,
  ),
  allowAddition(
    'encryptionKeys',
    'channels whose encryption keys may be changed',
    'channels whose encryption keys may be changed',
    (seen) => seen.channels,
  ),
  allowAddition(
    'groups',
    'groups that people may be put into',
    'groups that people may be put into',
    (seen) => seen.groups,
  ),
  allowAddition('roles', 'roles that people may be given', 'roles that people may be given', (seen) => seen.roles),
  {
    id: 'allow.callbackUrl',
    what: 'a URL for notification rules',
    applies: ({ allow }) => allow.callbackUrl === undefined,
    apply: (description) => ({ ...description, allow: { ...description.allow, callbackUrl: 'https://example.com/' } }),
    line: () => ({ value: 'https://example.com/', comment: 'write here a URL that the target may call' }),
  },
  {
    id: 'allow.sync',
    what: 'leave to push changes to the doors',
    applies: ({ allow }) => !allow.sync,
    apply: (description) => ({ ...description, allow: { ...description.allow, sync: true } }),
    line: () => ({ value: true, comment: 'changes are then pushed to the controllers of the doors' }),
  },
  reservationAddition('channels', (seen) => seen.channels),
  reservationAddition('groups', (seen) => seen.groups),
  allowAddition(
    'mobileCredentials',
    'mobile credentials',
    'types of mobile credentials, each of which invites somebody',
    (seen) => seen.mobileTypes,
  ),
  {
    id: 'allow.oauth',
    what: 'a client of the OAuth endpoints',
    applies: ({ allow }) => allow.oauth === undefined,
    apply: (description) => ({
      ...description,
      allow: {
        ...description.allow,
        oauth: { clientId: 'client', clientSecret: 'secret', ...description.allow.oauth },
      },
    }),
    line: () => ({
      value: { clientId: { env: 'DOORFLOW_CLIENT_ID' }, clientSecret: { env: 'DOORFLOW_CLIENT_SECRET' } },
    }),
  },
  {
    id: 'allow.oauth.refreshToken',
    what: 'a refresh token that may be used up',
    applies: ({ allow }) => allow.oauth?.refreshToken === undefined,
    apply: (description) => ({
      ...description,
      allow: {
        ...description.allow,
        ...(description.allow.oauth === undefined
          ? {}
          : { oauth: { ...description.allow.oauth, refreshToken: 'token' } }),
      },
    }),
    line: () => ({ value: { env: 'DOORFLOW_REFRESH_TOKEN' }, comment: 'it is used up' }),
  },
  {
    id: 'allow.oauth.redirectUri',
    what: 'the redirect URI of an OAuth client that the target approves by itself',
    applies: ({ allow }) => allow.oauth?.redirectUri === undefined,
    apply: (description) => ({
      ...description,
      allow: {
        ...description.allow,
        ...(description.allow.oauth === undefined
          ? {}
          : { oauth: { ...description.allow.oauth, redirectUri: 'https://client.example.com/callback' } }),
      },
    }),
    line: () => ({
      value: 'https://client.example.com/callback',
      comment: 'write here its own; only if nobody is asked for consent',
    }),
  },
  recipeAddition('offlineChannel', 'a channel that is offline', (seen) => seen.offlineChannels),
  recipeAddition('lockedChannel', 'a channel that is locked down', (seen) => seen.lockedChannels),
  recipeAddition('exhaustedType', 'a credential type of which no licence is left', () => []),
  disturbance('maintenance', 'how to enter maintenance and leave it', 'enters-maintenance'),
  disturbance('badGateway', 'how the gateway is brought to answer 502, and back', 'makes-the-gateway-answer-502'),
  disturbance('gatewayTimeout', 'how the gateway is brought to answer 504, and back', 'makes-the-gateway-answer-504'),
  {
    id: 'recipes.rateLimit',
    what: 'how to meet the rate limit',
    applies: ({ recipes }) => recipes.rateLimit === undefined,
    apply: (description) => ({
      ...description,
      recipes: { ...description.recipes, rateLimit: { requests: 100, enter: someStep, leave: someStep } },
    }),
    line: () => ({ value: { requests: 1000 }, comment: 'more requests in a row than the target takes' }),
  },
]

/** The description with some additions made, in their own order: a later one may build on an earlier one. */
export const withAdditions = (description: TargetDescription, some: readonly Addition[]): TargetDescription =>
  some.reduce((sofar, { apply }) => apply(sofar), description)
