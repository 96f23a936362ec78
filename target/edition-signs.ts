import { editions } from '../contract/index.ts'
import { type Signs, signs } from '../contract/signs.ts'
import { isObject, jsonOf, single } from '../oracle/answers.ts'
import type { Exchange } from '../oracle/exchange.ts'

/** One thing that an answer shows, and the editions whose documents give it in that form. */
export interface Sign {
  readonly what: string
  /** In our own words and the contract's: nothing else that the target sent. */
  readonly seen: string
  readonly fits: readonly string[]
  /** Where the documents of each edition give the form. */
  readonly sources: Readonly<Record<string, string>>
}

const known = (): [string, Signs][] => Object.entries(signs).filter(([name]) => Object.hasOwn(editions, name))

const sign = (what: string, seen: string, part: keyof Signs, fits: (its: Signs) => boolean): Sign => ({
  what,
  seen,
  fits: known().flatMap(([name, its]) => (fits(its) ? [name] : [])),
  sources: Object.fromEntries(
    known().map(([name, its]) => [name, `${its[part].source.document} › ${its[part].source.section}`]),
  ),
})

/** What the body of a refusal looks like; undefined where the answer is no refusal with a JSON object. */
export const refusalSign = (exchange: Exchange): Sign | undefined => {
  const { response } = exchange
  const body = jsonOf(exchange)
  if (response === undefined || response.status < 400 || !isObject(body)) return undefined
  // The articles leave open whether the attributes stand at top level or inside `error`.
  const attributes = isObject(body.error) ? body.error : body
  const has = (name: string): boolean => typeof attributes[name] === 'string'
  const names = [...new Set(known().flatMap(([, { refusal }]) => refusal.members))].filter(has)
  const seen = names.length === 0 ? 'none of the documented members' : names.join(', ')
  return sign(`body of a ${response.status}`, seen, 'refusal', ({ refusal }) => refusal.members.every(has))
}

/** What the id of the account looks like; undefined where the answer shows none. */
export const accountIdSign = (exchange: Exchange): Sign | undefined => {
  const id = single(jsonOf(exchange))?.id
  const type = Number.isSafeInteger(id) ? 'integer' : typeof id === 'string' ? 'text' : undefined
  if (type === undefined) return undefined
  return sign('id of the account', type, 'accountId', ({ accountId }) => accountId.type === type)
}

/** In which headers a list says how much there is; undefined where it does not. */
export const pagingSign = ({ response }: Exchange): Sign | undefined => {
  if (response === undefined || response.status !== 200) return undefined
  const has = (name: string): boolean => response.headers[name] !== undefined
  const names = known().flatMap(([, { paging }]) => paging.headers.filter(has))
  if (names.length === 0) return undefined
  return sign('headers of a list', names.join(', '), 'paging', ({ paging }) => paging.headers.some(has))
}

/**
 * The edition to which all signs point instead of the claimed one; undefined where there is any doubt.
 *
 * Three answers that have nothing to do with each other (the id of the account, the headers of a list, the body of a
 * refusal) must all show the form of one other edition and none the form of the claimed one. Each alone may be a fault,
 * which a run reports, or something that the claimed edition tolerates: the id of an account may be anything, and lists
 * need not be counted.
 */
export const evidentInstead = (claimed: string, shown: readonly (Sign | undefined)[]): string | undefined => {
  if (!Object.hasOwn(signs, claimed) || shown.some((one) => one === undefined || one.fits.includes(claimed))) {
    return undefined
  }
  return known().find(([name]) => shown.every((one) => one?.fits.includes(name)))?.[0]
}
