import type { Edition } from '../contract/edition.ts'
import { matcher } from '../suites/matcher.ts'
import { type Plan, plan } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import { nearest } from '../target/nearest.ts'
import { otherEditionWith } from './editions.ts'
import { UsageError } from './errors.ts'

type Filters = Pick<RunSettings, 'description' | 'only' | 'exclude' | 'profile' | 'runs'>

const unmatched = (option: string, pattern: string, edition: Edition, { cells }: Plan): UsageError => {
  const clause = edition.clauses.find(({ id }) => id === pattern)
  if (clause !== undefined) {
    const why = clause.unexercised ?? 'This target has no operation for it.'
    return new UsageError(`${option}: no cell exercises ${pattern}: ${why.charAt(0).toLowerCase()}${why.slice(1)}`)
  }
  const elsewhere = otherEditionWith(pattern.split(':')[0] ?? '', edition)
  if (elsewhere !== undefined) return new UsageError(`${option}: ${elsewhere}`)
  const clauses = edition.clauses.map(({ id }) => id)
  const operations = edition.operations.map(({ id }) => id)
  const names = pattern.includes(':') ? cells.map(({ id }) => id) : [...clauses, ...operations]
  const meant = nearest(pattern, names)
  const hint = meant === undefined ? '`list cells` shows what there is.' : `did you mean ${meant}?`
  return new UsageError(`${option} ${JSON.stringify(pattern)} matches no clause, operation or cell; ${hint}`)
}

/** The plan for these settings. @throws UsageError if a filter matches nothing, or all of them leave nothing. */
export const planFor = (edition: Edition, settings: Filters): Plan => {
  const all = plan(settings.description, { ...settings, only: [], exclude: [] })
  const check = (option: string, patterns: readonly string[]): void => {
    for (const pattern of patterns) {
      const matches = matcher([pattern])
      if (!all.cells.some(matches)) throw unmatched(option, pattern, edition, all)
    }
  }
  check('--only', settings.only)
  check('--exclude', settings.exclude)
  const planned = plan(settings.description, settings)
  if (!planned.cells.some(({ carrier }) => !carrier))
    throw new UsageError('--only and --exclude leave nothing to run; take one of them back.')
  return planned
}
