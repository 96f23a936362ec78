import type { TargetDescription } from './description.ts'
import type { Identities } from './description-keys.ts'
import type { RecipeStep } from './description-world.ts'

/**
 * What a recording says of its target: all that decides which cases there are, and nothing that is secret. A key is there
 * or not; so are the client's secret and the owner's own requests.
 */
export interface RecordedTarget
  extends Omit<TargetDescription, 'identities' | 'headers' | 'tls' | 'allow' | 'recipes'> {
  readonly identities: readonly (keyof Identities)[]
  /** Names of the header lines that every request carried besides. */
  readonly headers: readonly string[]
  readonly allow: Omit<TargetDescription['allow'], 'oauth'> & { readonly oauth?: { readonly clientSecret: boolean } }
  readonly recipes: Omit<TargetDescription['recipes'], 'maintenance' | 'rateLimit'> & {
    readonly maintenance?: true
    readonly rateLimit?: { readonly requests: number }
  }
}

export const recordedTarget = ({
  identities,
  headers,
  tls: _,
  allow,
  recipes,
  ...rest
}: TargetDescription): RecordedTarget => {
  const { oauth, ...allowed } = allow
  const { maintenance, rateLimit, ...known } = recipes
  return {
    ...rest,
    identities: (Object.keys(identities) as (keyof Identities)[]).filter((name) => identities[name] !== undefined),
    headers: Object.keys(headers),
    allow: {
      ...allowed,
      ...(oauth === undefined ? {} : { oauth: { clientSecret: oauth.clientSecret !== undefined } }),
    },
    recipes: {
      ...known,
      ...(maintenance === undefined ? {} : { maintenance: true }),
      ...(rateLimit === undefined ? {} : { rateLimit: { requests: rateLimit.requests } }),
    },
  }
}

/** Stands for what is not known any more. With it nothing can be sent. */
const unknown = ''
const unknownStep: RecipeStep = { kind: 'request', method: 'GET', url: unknown, headers: {} }

/** The description from which the same plan is made; good for nothing else. */
export const describedTarget = ({
  identities,
  headers,
  allow,
  recipes,
  ...rest
}: RecordedTarget): TargetDescription => {
  const { oauth, ...allowed } = allow
  const { maintenance, rateLimit, ...known } = recipes
  return {
    ...rest,
    identities: { full: unknown, ...Object.fromEntries(identities.map((name) => [name, unknown])) },
    headers: Object.fromEntries(headers.map((name) => [name, unknown])),
    allow: {
      ...allowed,
      ...(oauth === undefined
        ? {}
        : { oauth: { clientId: unknown, ...(oauth.clientSecret ? { clientSecret: unknown } : {}) } }),
    },
    recipes: {
      ...known,
      ...(maintenance === undefined ? {} : { maintenance: { enter: unknownStep, leave: unknownStep } }),
      ...(rateLimit === undefined ? {} : { rateLimit }),
    },
  }
}
