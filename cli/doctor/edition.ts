import type { Level } from '../../contract/clause.ts'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import { jsonOf } from '../../oracle/answers.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { judge } from '../../oracle/judge.ts'
import type { TargetDescription } from '../../target/description.ts'
import { accountIdSign, evidentInstead, pagingSign, refusalSign, type Sign } from '../../target/edition-signs.ts'
import { type Probe, probed, statusOf } from './probe.ts'

/** What some readings show of one clause. Not confirmed by a second sending: a run does that. */
export interface ClauseSeen {
  readonly clause: string
  readonly level: Level
  /** Operations on which it held, and on which it did not. */
  readonly held: readonly string[]
  readonly broken: readonly { readonly operation: string; readonly expected: string; readonly observed: string }[]
}

export interface EditionSeen {
  readonly claimed: string
  /** Editions that no sign speaks against; empty where none is left. */
  readonly fitting: readonly string[]
  /** Spoken beyond doubt in place of the claimed one: `run` refuses to begin. */
  readonly instead?: string
  readonly signs: readonly Sign[]
  readonly clauses: Readonly<Record<string, readonly ClauseSeen[]>>
}

const namesOf = (fits: (edition: Edition) => boolean): string[] =>
  Object.values(editions).flatMap((edition) => (fits(edition) ? [edition.name] : []))

const operationAt = (edition: Edition, path: string) =>
  edition.operations.find((one) => one.method === 'GET' && one.path === path)

/** What the oracle says of all readings under one edition, by clause. */
const clausesOf = (
  edition: Edition,
  probes: readonly Probe[],
  description: TargetDescription,
): readonly ClauseSeen[] => {
  const seen = new Map<string, { held: Set<string>; broken: ClauseSeen['broken'][number][] }>()
  const entry = (clause: string) => {
    const known = seen.get(clause) ?? { held: new Set<string>(), broken: [] }
    seen.set(clause, known)
    return known
  }
  for (const { exchange, path, deserves } of probes) {
    const operation = operationAt(edition, path)
    if (operation === undefined || deserves === undefined) continue
    const step = { operation: operation.id, ...deserves(edition, operation) }
    const target = { shared: description.kind === 'shared' }
    const { violations, examined } = judge(edition, { steps: [step], relations: [], target }, [exchange])
    for (const name of examined) {
      const [clause = '', on = ''] = name.split(':')
      entry(clause).held.add(on)
    }
    for (const { clause, operation: on, expected, status, actual } of violations)
      entry(clause).broken.push({ operation: on, expected, observed: [status, actual].filter(Boolean).join(' ') })
  }
  return edition.clauses.flatMap(({ id, level }): ClauseSeen[] => {
    const its = seen.get(id)
    if (its === undefined) return []
    const failed = new Set(its.broken.map(({ operation }) => operation))
    return [{ clause: id, level, held: [...its.held].filter((on) => !failed.has(on)), broken: its.broken }]
  })
}

/** Signs by which the editions differ, and those that are asked for though they agree. */
const signsOf = (probes: readonly Probe[], decisive: readonly (Sign | undefined)[]): readonly Sign[] => {
  const found: Sign[] = decisive.filter((one) => one !== undefined)
  const add = (what: string, seen: string, fits: string[]): void => {
    found.push({ what, seen, fits, sources: {} })
  }
  const lists = probes.filter(({ about, exchange }) => about === 'served' && Array.isArray(jsonOf(exchange)))
  const served = probes.filter(({ about }) => about === 'served')
  const statuses = [...new Set(served.map(({ exchange }) => statusOf(exchange)))].sort()
  const admitted = (edition: Edition): boolean =>
    served.every(({ exchange }) => edition.outcomes.read.must.includes(exchange.response?.status ?? 0))
  add(`success of ${served.length} readings, ${lists.length} of them lists`, statuses.join(', '), namesOf(admitted))

  const missing = probed(probes, 'unknown-id')
  const refused = missing === undefined ? undefined : refusalSign(missing.exchange)
  if (refused !== undefined) found.push({ ...refused, what: 'body for an id that never existed' })
  else if (missing !== undefined) add('an id that never existed', statusOf(missing.exchange), [])

  for (const [about, what, rule] of [
    ['not-json', 'Accept: text/xml', 'accept'],
    ['undocumented-method', 'GET where only DELETE is documented', 'method'],
  ] as const) {
    const one = probed(probes, about)
    if (one === undefined) continue
    const { response } = one.exchange
    const allow = response?.headers.allow === undefined ? '' : `, Allow: ${response.headers.allow}`
    const fits = namesOf((edition) => refusedAsDocumented(edition, one, rule))
    add(what, `${statusOf(one.exchange)}${allow}`, fits)
  }
  for (const { exchange, path } of probes.filter(({ about }) => about === 'one-edition')) {
    const status = exchange.response?.status ?? 0
    const serves = (status >= 200 && status < 300) || status === 401 || status === 403
    add(
      `GET ${path}`,
      statusOf(exchange),
      namesOf((edition) => (operationAt(edition, path) !== undefined) === serves),
    )
  }
  return found
}

/** Whether a status is one that an edition admits for a defect. An id that never existed may be what is refused instead. */
const refusedAsDocumented = (edition: Edition, { exchange, path }: Probe, rule: 'accept' | 'method'): boolean => {
  const status = exchange.response?.status ?? 0
  const operation = operationAt(edition, path) ?? edition.operations.find((one) => one.path === path)
  if (operation === undefined) return status === 404
  const { outcome, strength } = edition.ruleFor(operation, rule)
  const refusals = [...edition.outcomes[outcome].must, ...(rule === 'method' ? edition.outcomes['not-found'].must : [])]
  return refusals.includes(status) || (strength !== 'must-refuse' && status >= 200 && status < 500)
}

/** What the readings tell of the edition that a target speaks. */
export const editionSeen = (probes: readonly Probe[], description: TargetDescription): EditionSeen => {
  const reading = (resource: string, action: string): Exchange | undefined => {
    const operation = editions[description.edition]?.operations.find(
      (one) => one.resource === resource && one.action === action,
    )
    return probes.find(({ about, path }) => about === 'served' && path === operation?.path)?.exchange
  }
  const [account, people, refused] = [reading('account', 'read'), reading('people', 'list'), probed(probes, 'no-key')]
  const decisive = [
    refused === undefined ? undefined : refusalSign(refused.exchange),
    people === undefined ? undefined : pagingSign(people),
    account === undefined ? undefined : accountIdSign(account),
  ]
  const signs = signsOf(probes, decisive)
  const clauses = Object.fromEntries(
    Object.values(editions).map((edition) => [edition.name, clausesOf(edition, probes, description)]),
  )
  // As `run` has it: the signs alone are not enough, a clause of the claimed edition has to be broken too.
  const deviates = (clauses[description.edition] ?? []).some(({ broken }) => broken.length > 0)
  const instead = deviates ? evidentInstead(description.edition, decisive) : undefined
  return {
    claimed: description.edition,
    fitting: namesOf(
      ({ name }) =>
        decisive.every((one) => one === undefined || one.fits.includes(name)) &&
        (clauses[name] ?? []).every(({ level, broken }) => level !== 'MUST' || broken.length === 0),
    ),
    ...(instead === undefined ? {} : { instead }),
    signs,
    clauses,
  }
}
