import type { Edition } from '../../contract/edition.ts'
import { type CertificateLevel, type FrozenCell, type FrozenProfile, scoredAt } from '../../oracle/frozen-profile.ts'
import type { RunView } from './view.ts'

export type CertificateVerdict = 'conformant' | 'partial' | 'not-conformant'

/** A clause that was never put to the test, though nothing else was wanting, and where. */
export interface NeverObserved {
  readonly clause: string
  readonly operations: readonly string[]
}

/** What a run comes to under a frozen profile. Lists are in the order of the profile. */
export interface Score {
  /** Undefined where something keeps any verdict from being given: see `blocked`. */
  readonly verdict?: CertificateVerdict
  readonly passed: readonly string[]
  /** Broke what SHOULD hold. */
  readonly warned: readonly string[]
  readonly failed: readonly string[]
  /** Resources that are declared absent. */
  readonly absent: readonly string[]
  /** Clauses on forms that the target does not claim to serve. */
  readonly unclaimed: readonly string[]
  readonly neverObserved: readonly NeverObserved[]
  /** What keeps the run from being judged, each a whole sentence. */
  readonly blocked: readonly string[]
  /** Findings that are not scored at this level, or of what was added since the profile was frozen. */
  readonly unscored: number
}

type CellView = RunView['cells'][number]
type Standing = 'passed' | 'warned' | 'failed' | 'absent' | 'unclaimed' | 'unobserved' | { readonly blocked: string }

const plainReasons = ({ reasons }: CellView): string => (reasons[0] === undefined ? '' : ` (${reasons[0]})`)

const standingOf = ({ cell, minimum }: FrozenCell, seen: CellView | undefined): Standing => {
  if (seen === undefined) return { blocked: `${cell} is in the profile and was not run.` }
  switch (seen.verdict) {
    case 'fail':
      return 'failed'
    case 'warn':
      return 'warned'
    case 'pass':
      return seen.evidence >= minimum
        ? 'passed'
        : { blocked: `${cell} was judged ${seen.evidence} times, and the profile asks for ${minimum}.` }
    case 'not-exercised': {
      const kind = seen.unexercised?.kind
      if (kind === 'absent') return 'absent'
      if (kind === 'unobserved' && minimum === 0) return 'unobserved'
      return { blocked: `${cell} was not exercised: ${seen.unexercised?.detail ?? 'no reason given.'}` }
    }
    case 'waived':
      return { blocked: `${cell} is waived, and a certificate knows no waivers.` }
    case 'flaky':
    case 'inconclusive':
      return { blocked: `${cell} is ${seen.verdict}${plainReasons(seen)}.` }
  }
}

/** Clauses on forms of paths and keys: they hold only where a target claims the form. */
export const formClauses = ({ forms }: Edition): ReadonlySet<string> =>
  new Set([...Object.values(forms.paths), ...Object.values(forms.keys)])

const clauseOf = (cell: string): string => cell.slice(0, cell.indexOf(':'))
const operationOf = (cell: string): string => cell.slice(cell.indexOf(':') + 1)

/** What was seen of pairs that have no cell in the profile: the clauses in force hold all the same. */
const besides = (edition: Edition, profile: FrozenProfile, scored: readonly FrozenCell[], view: RunView) => {
  const own = new Set(scored.map(({ cell }) => cell))
  const known = new Set(profile.cells.map(({ cell }) => cell))
  const inForce = new Set(profile.clauses)
  const operations = new Set(scored.map(({ cell }) => operationOf(cell)))
  const clauses = new Set(scored.map(({ cell }) => clauseOf(cell)))
  const counts = ({ clause, operation }: { readonly clause: string; readonly operation: string }): boolean =>
    // Paths of what is declared absent have no cell in a profile for a target that has everything.
    clause === edition.outcomes.absent.clause ||
    (!known.has(`${clause}:${operation}`) && inForce.has(clause) && clauses.has(clause) && operations.has(operation))
  const outside = view.findings.filter(({ clause, operation }) => !own.has(`${clause}:${operation}`))
  const counted = outside.filter((finding) => finding.level !== 'MAY' && counts(finding))
  const pairs = (confirmed: boolean, level: string): readonly string[] => [
    ...new Set(
      counted
        .filter((finding) => finding.confirmed === confirmed && finding.level === level)
        .map(({ clause, operation }) => `${clause}:${operation}`),
    ),
  ]
  return {
    failed: pairs(true, 'MUST'),
    warned: pairs(true, 'SHOULD'),
    blocked: [...[...pairs(false, 'MUST'), ...pairs(false, 'SHOULD')].map((pair) => `${pair} is flaky.`)],
    unscored: outside.length - counted.length,
  }
}

/**
 * Scores a run: each cell of the profile needs its minimum of evidence; what is inconclusive, flaky, withheld or missing
 * keeps a verdict from being given, unless something failed, which decides by itself. What only a newer suite judges
 * counts for nothing.
 */
export const score = (edition: Edition, profile: FrozenProfile, level: CertificateLevel, view: RunView): Score => {
  const cells = scoredAt(profile, level)
  const seen = new Map(view.cells.map((cell) => [cell.cell, cell]))
  const claimed = new Set(view.cells.map(({ clause }) => clause))
  const optional = formClauses(edition)
  const gone = resourcesAbsent(edition, view)
  const standings = cells.map(({ cell, ...rest }): readonly [cell: string, Standing] => {
    const clause = clauseOf(cell)
    const isUnclaimed = optional.has(clause) && !claimed.has(clause)
    if (isUnclaimed) return [cell, 'unclaimed']
    const standing = standingOf({ cell, ...rest }, seen.get(cell))
    // Asking whether it is there may have shown something of it, too little to speak of.
    return [cell, standing !== 'failed' && gone.has(operationOf(cell)) ? 'absent' : standing]
  })
  const those = (standing: Standing): readonly string[] =>
    standings.filter(([, its]) => its === standing).map(([cell]) => cell)
  const more = besides(edition, profile, cells, view)
  const resources = new Map(edition.operations.map(({ id, resource }) => [id, resource]))
  const failed = [...those('failed'), ...more.failed]
  const absent = [...new Set(those('absent').map((cell) => resources.get(operationOf(cell)) ?? operationOf(cell)))]
  const blocked = [
    ...view.obstacles,
    ...standings.flatMap(([, standing]) => (typeof standing === 'object' ? [standing.blocked] : [])),
    ...more.blocked,
    ...unseenAbsence(edition, absent, view),
  ]
  const verdict: CertificateVerdict | undefined =
    view.obstacles.length > 0 || (failed.length === 0 && blocked.length > 0)
      ? undefined
      : failed.length > 0
        ? 'not-conformant'
        : absent.length > 0
          ? 'partial'
          : 'conformant'
  return {
    ...(verdict === undefined ? {} : { verdict }),
    passed: those('passed'),
    warned: [...those('warned'), ...more.warned],
    failed,
    absent,
    unclaimed: [...new Set(those('unclaimed').map(clauseOf))],
    neverObserved: byClause(those('unobserved')),
    blocked,
    unscored: more.unscored,
  }
}

/** Operations of resources that are declared absent. */
const resourcesAbsent = ({ operations }: Edition, { cells }: RunView): ReadonlySet<string> => {
  const absent = new Set(
    cells.filter(({ unexercised }) => unexercised?.kind === 'absent').map((cell) => cell.operation),
  )
  const resources = new Set(operations.filter(({ id }) => absent.has(id)).map(({ resource }) => resource))
  return new Set(operations.filter(({ resource }) => resources.has(resource)).map(({ id }) => id))
}

/** What is declared absent must have been asked for, and have answered that it is not there. */
const unseenAbsence = (edition: Edition, absent: readonly string[], view: RunView): readonly string[] => {
  const { clause } = edition.outcomes.absent
  const seen = new Map(
    view.cells.filter((cell) => cell.clause === clause).map((cell) => [cell.operation, cell.verdict]),
  )
  return edition.operations
    .filter(({ resource, method, path }) => absent.includes(resource) && method === 'GET' && !path.includes('{'))
    .filter(({ id }) => seen.get(id) !== 'pass' && seen.get(id) !== 'fail')
    .map(({ id }) => `Whether ${id} is absent was not seen: ${seen.get(id) ?? 'it was not asked for'}.`)
}

const byClause = (cells: readonly string[]): readonly NeverObserved[] => {
  const found = new Map<string, string[]>()
  for (const cell of cells) {
    const clause = clauseOf(cell)
    const operations = found.get(clause)
    if (operations === undefined) found.set(clause, [operationOf(cell)])
    else operations.push(operationOf(cell))
  }
  return [...found].map(([clause, operations]) => ({ clause, operations }))
}
