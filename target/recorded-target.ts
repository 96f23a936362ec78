import type { TargetDescription } from './description.ts'
import type { Identities } from './description-keys.ts'
import { type Disturbance, disturbances, type InAndOut, type RecipeStep, withoutWays } from './description-world.ts'

/**
 * What a recording says of its target: all that decides which cases there are, and nothing that is secret. A key is there
 * or not; so are the client's secret and the owner's own requests.
 */
export interface RecordedTarget
  extends Omit<TargetDescription, 'identities' | 'headers' | 'tls' | 'allow' | 'recipes'> {
  readonly identities: readonly (keyof Identities)[]
  /** Names of the header lines that every request carried besides. */
  readonly headers: readonly string[]
  readonly allow: Omit<TargetDescription['allow'], 'oauth'> & {
    readonly oauth?: { readonly clientSecret: boolean; readonly redirectUri?: true }
  }
  readonly recipes: Omit<TargetDescription['recipes'], Disturbance | 'rateLimit'> &
    Readonly<Partial<Record<Disturbance, true>>> & { readonly rateLimit?: { readonly requests: number } }
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
  const { rateLimit } = recipes
  return {
    ...rest,
    identities: (Object.keys(identities) as (keyof Identities)[]).filter((name) => identities[name] !== undefined),
    headers: Object.keys(headers),
    allow: {
      ...allowed,
      ...(oauth === undefined
        ? {}
        : {
            oauth: {
              clientSecret: oauth.clientSecret !== undefined,
              ...(oauth.redirectUri === undefined ? {} : { redirectUri: true }),
            },
          }),
    },
    recipes: {
      ...withoutWays(recipes),
      ...each(recipes, true as const),
      ...(rateLimit === undefined ? {} : { rateLimit: { requests: rateLimit.requests } }),
    },
  }
}

/** The value for each disturbance that is described. */
const each = <T extends true | InAndOut>(
  recipes: Readonly<Partial<Record<Disturbance, unknown>>>,
  value: T,
): Readonly<Partial<Record<Disturbance, T>>> =>
  Object.fromEntries(disturbances.filter((name) => recipes[name] !== undefined).map((name) => [name, value]))

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
  const { rateLimit } = recipes
  return {
    ...rest,
    identities: { full: unknown, ...Object.fromEntries(identities.map((name) => [name, unknown])) },
    headers: Object.fromEntries(headers.map((name) => [name, unknown])),
    allow: {
      ...allowed,
      ...(oauth === undefined
        ? {}
        : {
            oauth: {
              clientId: unknown,
              ...(oauth.clientSecret ? { clientSecret: unknown } : {}),
              ...(oauth.redirectUri === true ? { redirectUri: unknown } : {}),
            },
          }),
    },
    recipes: {
      ...withoutWays(recipes),
      ...each(recipes, { enter: unknownStep, leave: unknownStep }),
      ...(rateLimit === undefined ? {} : { rateLimit }),
    },
  }
}
