import type { Edition } from '../contract/edition.ts'
import type { Exchange } from './exchange.ts'
import type { Judgement, Violation } from './results.ts'

/** What a finding shows: everything that was sent, and which of it is at fault. */
export interface Exhibit {
  readonly exchanges: readonly Exchange[]
  readonly atFault: number
}

/** Clauses that are broken between steps: what shows it comes after the step at fault. */
const shownLater = ({ general, clauses, outcomes }: Edition): ReadonlySet<string> =>
  new Set([
    general.readBack,
    general.noEffect,
    general.accepted,
    general.listed,
    general.unlisted,
    outcomes['too-many-requests'].clause,
    outcomes['command-refused'].clause,
    ...[general.commanded, general.partial, general.replaced, general.raceDelete, general.racePartial].flatMap(
      (id) => id ?? [],
    ),
    ...clauses.map(({ id }) => id).filter((id) => id.startsWith('AD-')),
  ])

/**
 * The exchanges of a case behind those of its set-up, up to the one that shows what is wrong. Steps that were not sent
 * leave no gap.
 */
export const exhibitOf = (
  edition: Edition,
  before: readonly Exchange[],
  steps: readonly (Exchange | undefined)[],
  { step, clause }: Violation,
): Exhibit => {
  const sent = (some: readonly (Exchange | undefined)[]) => some.filter((exchange) => exchange !== undefined)
  const all = sent(shownLater(edition).has(clause) ? steps : steps.slice(0, step + 1))
  const fault = steps[step]
  const shown = clause === edition.outcomes['too-many-requests'].clause ? withoutRepetition(all, fault) : all
  return {
    exchanges: [...before, ...shown],
    atFault: before.length + (fault === undefined ? sent(steps.slice(0, step)).length : shown.indexOf(fault)),
  }
}

/** Of the many alike that make up a burst, the first that was answered in each way, and the one at fault. */
const withoutRepetition = (all: readonly Exchange[], fault: Exchange | undefined): readonly Exchange[] => {
  const seen = new Set<string>()
  return all.filter((exchange) => {
    const { request, response, failure, attempt } = exchange
    const way = [request.method, request.path, response?.status ?? failure?.kind, attempt].join(' ')
    const isNew = !seen.has(way)
    seen.add(way)
    return isNew || exchange === fault
  })
}

/** What a case shows of the target: in a chain nothing behind the step at which it went astray. */
export const judgedExchanges = ({
  exchanges,
  judgement: { until },
}: {
  readonly exchanges: readonly (Exchange | undefined)[]
  readonly judgement: Judgement
}): readonly (Exchange | undefined)[] => (until === undefined ? exchanges : exchanges.slice(0, until + 1))
