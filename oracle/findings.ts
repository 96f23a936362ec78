import type { Edition } from '../contract/edition.ts'
import type { Exchange } from './exchange.ts'
import { type Exhibit, exhibitOf, judgedExchanges } from './exhibit.ts'
import type { CellReport, Finding, Judgement, Violation } from './results.ts'

/**
 * What makes two violations one finding: clause, operation, rule, parameters and observed status, as
 * `clause:operation:rule:parameters:status`. The order of parameters means nothing.
 */
export const findingKey = ({ clause, operation, rule, parameters, status }: Violation): string =>
  [clause, operation, rule ?? '', [...parameters].sort().join('+'), status].join(':')

/** A violation, and what was sent when it showed. */
export interface Shown {
  readonly violation: Violation
  readonly exhibit: Exhibit
}

/** A case that was sent and judged. */
interface JudgedRun {
  readonly exchanges: readonly (Exchange | undefined)[]
  readonly judgement: Judgement
}

/** What a case shows of one of its violations, the exchanges of its set-up first. */
export const showing = (
  edition: Edition,
  run: JudgedRun,
  violation: Violation,
  before: readonly Exchange[] = [],
): Shown => ({ violation, exhibit: exhibitOf(edition, before, judgedExchanges(run), violation) })

/** What a case shows of a finding, likewise. */
export const shownBy = (
  edition: Edition,
  key: string,
  run: JudgedRun,
  before: readonly Exchange[] = [],
): { readonly shown?: Shown } => {
  const violation = run.judgement.violations.find((one) => findingKey(one) === key)
  return violation === undefined ? {} : { shown: showing(edition, run, violation, before) }
}

/**
 * A finding from what was first seen and from the sendings of its smallest case, undefined where one did not show it. Its
 * evidence is that of the last sending that did.
 */
export const findingFrom = (
  edition: Edition,
  {
    seen,
    sendings,
    of,
    replay,
    cell,
  }: {
    readonly seen: Shown
    readonly sendings: readonly (Shown | undefined)[]
    readonly of: number
    readonly replay: string
    readonly cell: string
  },
): Finding => {
  const { violation, exhibit } = sendings.findLast((shown) => shown !== undefined) ?? seen
  return {
    key: findingKey(violation),
    level: edition.clauses.find(({ id }) => id === violation.clause)?.level ?? 'MUST',
    violation,
    occurrences: 1,
    ...exhibit,
    confirmation: { reproduced: sendings.filter((shown) => shown !== undefined).length, of },
    replay,
    cell,
  }
}

/** Whether every sending of the smallest case showed it again. */
export const isConfirmed = ({ confirmation: { reproduced, of } }: Finding): boolean => of > 0 && reproduced === of

/**
 * Findings of several reports as one list, each key once, in the order in which they first appear. Occurrences add up;
 * the evidence kept is the best confirmed, and among equals the smallest.
 */
export const mergeFindings = (findings: Iterable<Finding>): readonly Finding[] => {
  const merged = new Map<string, Finding>()
  for (const finding of findings) {
    const other = merged.get(finding.key)
    merged.set(finding.key, other === undefined ? finding : merge(other, finding))
  }
  return [...merged.values()]
}

/** All findings of a run. A cell looks into what it comes upon first; the others only count how often they saw it. */
export const findingsOf = (reports: readonly CellReport[]): readonly Finding[] => {
  const sightings = new Map<string, number>()
  for (const report of reports) {
    for (const [key, times] of Object.entries(report.sightings)) sightings.set(key, (sightings.get(key) ?? 0) + times)
  }
  return mergeFindings(reports.flatMap(({ findings }) => findings)).map((finding) => ({
    ...finding,
    occurrences: Math.max(finding.occurrences, sightings.get(finding.key) ?? 0),
  }))
}

const merge = (first: Finding, second: Finding): Finding => {
  const best = isBetter(second, first) ? second : first
  return { ...best, occurrences: first.occurrences + second.occurrences }
}

const isBetter = (a: Finding, b: Finding): boolean => {
  const [x, y] = [rank(a), rank(b)]
  const at = x.findIndex((value, index) => value !== y[index])
  return at !== -1 && (x[at] ?? 0) < (y[at] ?? 0)
}

/** Smaller is better: confirmed, often seen again, few exchanges, short requests. */
const rank = (finding: Finding): readonly number[] => [
  isConfirmed(finding) ? 0 : 1,
  -finding.confirmation.reproduced,
  finding.exchanges.length,
  finding.exchanges.reduce((sum, { request }) => sum + request.path.length + sizeOf(request.body), 0),
]

const sizeOf = (body: { readonly text: string } | { readonly base64: string } | undefined): number => {
  if (body === undefined) return 0
  return 'text' in body ? body.text.length : body.base64.length
}

/** MUST before SHOULD, then in the order of the contract, then of their keys: whichever cell came upon them first. */
export const ranked = (edition: Edition, findings: readonly Finding[]): readonly Finding[] => {
  const levels = ['MUST', 'SHOULD', 'MAY']
  const clauses = new Map(edition.clauses.map(({ id }, index) => [id, index]))
  const operations = new Map(edition.operations.map(({ id }, index) => [id, index]))
  const rank = ({ level, violation }: Finding): readonly number[] => [
    levels.indexOf(level),
    clauses.get(violation.clause) ?? clauses.size,
    operations.get(violation.operation) ?? operations.size,
  ]
  return findings
    .map((finding) => ({ finding, at: rank(finding) }))
    .sort(
      (a, b) =>
        a.at.reduce((order, value, index) => order || value - (b.at[index] ?? 0), 0) ||
        (a.finding.key < b.finding.key ? -1 : Number(a.finding.key > b.finding.key)),
    )
    .map(({ finding }) => finding)
}
