import { single } from '../oracle/answers.ts'
import type { Fixtures } from './fixtures.ts'
import { timeZoneOf } from './time-zone.ts'

/** One of a list, as it was sent. */
export type Member = Readonly<Record<string, unknown>>
export const isMember = (value: unknown): value is Member =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The entries of an answered list; none where it is no list. */
export const membersIn = (value: unknown): readonly Member[] => (Array.isArray(value) ? value.filter(isMember) : [])

/** What can stand in a path. */
export const isId = (id: unknown): id is number | string =>
  Number.isSafeInteger(id) || (typeof id === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(id))

export const ids = (members: readonly Member[]): (number | string)[] => members.map(({ id }) => id).filter(isId)

export const numbers = (members: readonly Member[]): number[] => ids(members).filter((id) => typeof id === 'number')

/** The account that an answer shows; undefined where it shows none. */
export const accountIn = (value: unknown): Fixtures['account'] => {
  const account = single(value)
  if (account === undefined || !isId(account.id)) return undefined
  const timeZone = timeZoneOf(account.time_zone)
  return { id: String(account.id), ...(timeZone === undefined ? {} : { timeZone }) }
}
