import type { Edition } from '../contract/edition.ts'
import { findingsOf, isConfirmed } from './findings.ts'
import type { CellReport, CellVerdict, Finding, Planned, RunResult, Unexercised, Verdict } from './results.ts'
import { failsRun, waivedKeys } from './waivers.ts'

/**
 * The verdict on each planned cell. Violations and evidence belong to clause and operation, whichever cell provoked
 * them. What was seen but did not show again makes a cell flaky; one without evidence is inconclusive where its own run
 * says why, and otherwise was not exercised. What was seen and not looked into is no pass. `waived` are the keys of
 * findings that are excused: what else was found, or left open, decides as if they were not there.
 *
 * @throws Error where a cell names a clause that the edition does not have.
 */
export const verdicts = (
  edition: Edition,
  planned: readonly Planned[],
  reports: readonly CellReport[],
  waived: ReadonlySet<string> = new Set(),
): readonly CellVerdict[] => {
  const levels = new Map(edition.clauses.map(({ id, level }) => [id, level]))
  const findings = groupByPair(findingsOf(reports))
  const evidence = sumOfEvidence(reports)
  const left = new Set(reports.flatMap((report) => report.left))
  const own = new Map<string, CellReport>(reports.map((report) => [report.cell, report]))
  return planned.map(({ cell, clause, operation }): CellVerdict => {
    const level = levels.get(clause)
    if (level === undefined) throw new Error(`the ${edition.name} edition has no clause ${clause}`)
    const pair = `${clause}:${operation}`
    const report = own.get(cell)
    const examined = evidence.get(pair) ?? 0
    const found = level === 'MAY' ? [] : (findings.get(pair) ?? [])
    const broken = found.filter(({ key }) => !waived.has(key))
    const isLeft = level !== 'MAY' && broken.length === 0 && left.has(pair)
    const decided = isLeft ? 'inconclusive' : decide(level === 'MUST' ? 'fail' : 'warn', broken, examined, report)
    const excused = broken.length < found.length && (decided === 'pass' || decided === 'not-exercised')
    const verdict = excused ? 'waived' : decided
    const unexercised = verdict === 'not-exercised' ? whyUnexercised(report) : undefined
    return {
      cell,
      clause,
      operation,
      level,
      verdict,
      evidence: examined,
      cases: report?.cases ?? 0,
      exchanges: report?.exchanges ?? 0,
      statuses: ownStatuses(operation, report),
      ...(unexercised === undefined ? {} : { unexercised }),
      reasons: isLeft ? [unlooked] : reasonsFor(verdict, excused ? found : broken, report),
    }
  })
}

const ownStatuses = (operation: string, report: CellReport | undefined): Readonly<Record<string, number>> =>
  Object.fromEntries(
    Object.entries(report?.statuses ?? {})
      .filter(([key]) => key.startsWith(`${operation} `))
      .map(([key, times]) => [key.slice(operation.length + 1), times]),
  )

/** Why a cell is inconclusive of which something was seen that nobody had room to look into. */
export const unlooked =
  'something was seen, and not looked into: the run had its greatest number of findings (--max-findings)'

const decide = (
  failure: 'fail' | 'warn',
  broken: readonly Finding[],
  evidence: number,
  report: CellReport | undefined,
): Verdict => {
  if (broken.some(isConfirmed)) return failure
  if (broken.length > 0) return 'flaky'
  // What a cell did not get to judge is not made up for by what it did.
  if (evidence > 0 && (report === undefined || report.inconclusive.length === 0)) return 'pass'
  const tried = report !== undefined && report.unexercised === undefined
  return tried && (report.inconclusive.length > 0 || report.suiteFault !== undefined) ? 'inconclusive' : 'not-exercised'
}

const whyUnexercised = (report: CellReport | undefined): Unexercised =>
  report?.unexercised ?? {
    kind: 'unobserved',
    detail: report === undefined ? 'It was not run.' : 'No answer of this run was evidence for it.',
  }

const reasonsFor = (
  verdict: Verdict,
  broken: readonly Finding[],
  report: CellReport | undefined,
): readonly string[] => {
  if (verdict === 'inconclusive') {
    const fault = report?.suiteFault === undefined ? [] : [`a fault of the suite: ${report.suiteFault}`]
    return [...fault, ...new Set(report?.inconclusive)]
  }
  return broken.map(({ key, confirmation: { reproduced, of } }) => `${key} (${reproduced} of ${of})`)
}

const groupByPair = (findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> => {
  const groups = new Map<string, Finding[]>()
  for (const finding of findings) {
    const pair = `${finding.violation.clause}:${finding.violation.operation}`
    const group = groups.get(pair)
    if (group === undefined) groups.set(pair, [finding])
    else group.push(finding)
  }
  return groups
}

const sumOfEvidence = (reports: readonly CellReport[]): ReadonlyMap<string, number> => {
  const sums = new Map<string, number>()
  for (const { examined } of reports) {
    for (const [pair, times] of Object.entries(examined)) sums.set(pair, (sums.get(pair) ?? 0) + times)
  }
  return sums
}

/**
 * The exit code of a run: 130 interrupted, 4 a fault of the suite itself, 1 violations, 3 nothing that could be judged
 * or a MUST left open, 0 conformant; the first that applies. A MUST that was broken but not every time is left open;
 * whoever cuts a run short by a budget leaves nothing open, but where the target was gone all is. Under `strict` what
 * SHOULD hold must, and what was seen once counts. What is waived counts for nothing, but a waiver that does not hold
 * fails the run (1). 2 is for those who cannot even begin.
 */
export const exitCode = (result: RunResult, { strict }: { readonly strict: boolean }): 0 | 1 | 3 | 4 | 130 => {
  const { run, suiteFaults, cells, findings, waivers = [] } = result
  if (run.interrupted) return 130
  if (suiteFaults.length > 0) return 4
  if (waivers.some(failsRun)) return 1
  const waived = waivedKeys(waivers)
  const binding = findings.filter(
    ({ key, level }) => !waived.has(key) && (level === 'MUST' || (strict && level === 'SHOULD')),
  )
  if (binding.some((finding) => strict || isConfirmed(finding))) return 1
  if (cells.some(({ verdict }) => verdict === 'fail' || (strict && verdict === 'warn'))) return 1
  const open = cells.some(
    ({ level, verdict }) => level === 'MUST' && (verdict === 'inconclusive' || verdict === 'flaky'),
  )
  // What the readings before a run show is evidence for some cells, and no reason to call a target conformant.
  const noEvidence = cells.every(({ evidence }) => evidence === 0) || result.cases === 0
  const gone = run.ending?.kind === 'gone'
  return gone || open || noEvidence || binding.length > 0 ? 3 : 0
}
