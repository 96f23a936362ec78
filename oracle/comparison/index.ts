import type { Level } from '../../contract/clause.ts'
import type { RunResult } from '../results.ts'
import { caveats } from './caveats.ts'
import { type CellChange, type CellChanges, changedCells } from './cells.ts'
import { changedFindings, type FindingChanges, type NewFinding } from './findings.ts'
import { type Slower, slower } from './slower.ts'

/** What has changed from one run to a later one. */
export interface Comparison {
  /** What makes it say less than it seems to, each a whole sentence. */
  readonly caveats: readonly string[]
  /** Why nobody can tell that the second is no worse, each a whole sentence; empty where it can be told. */
  readonly open: readonly string[]
  readonly findings: FindingChanges
  readonly cells: CellChanges
  readonly slower: readonly Slower[]
  /** What decides: all that is new and broken, at the levels that bind. */
  readonly worse: { readonly findings: readonly NewFinding[]; readonly cells: readonly CellChange[] }
  /** 1 where something is newly failing, 3 where nobody can tell, 0 otherwise. */
  readonly exitCode: 0 | 1 | 3
}

const listed = (cells: readonly string[]): string =>
  cells.length <= 4 ? cells.join(', ') : `${cells.slice(0, 4).join(', ')} and ${cells.length - 4} more`

/**
 * Why the second run does not show that nothing has become worse: it has not been to its end, or a MUST that held has
 * been left undecided. One that was undecided before is no worse.
 */
const openIn = (
  { run, suiteFaults, cells: verdicts }: RunResult,
  { findings, cells, strict }: { findings: FindingChanges; cells: CellChanges; strict: boolean },
): readonly string[] => {
  const undecided = cells.noLongerDecided
    .filter(({ level, before }) => level === 'MUST' && before === 'pass')
    .map(({ cell }) => cell)
  // Under `strict` these are failing.
  const unsteady = strict ? [] : findings.flaky.filter(({ finding }) => finding.level === 'MUST')
  return [
    ...(verdicts.every(({ evidence }) => evidence === 0) ? ['The second judged nothing.'] : []),
    ...(run.interrupted ? ['The second was interrupted.'] : []),
    ...(run.ending?.kind === 'gone' ? ['The target of the second was gone.'] : []),
    ...(suiteFaults.length > 0 ? ['The second had a fault of the suite itself.'] : []),
    ...(undecided.length > 0 ? [`Held before, and inconclusive now: ${listed(undecided)}.`] : []),
    ...(unsteady.length > 0 ? [`New and flaky: ${listed(unsteady.map(({ finding }) => finding.key))}.`] : []),
  ]
}

/**
 * Compares a run with an earlier one, for whoever wants that it is no worse. What is confirmed and breaks a MUST is
 * newly failing if it was not found before, whether or not anybody looked; under `strict` what SHOULD hold counts as
 * well, and what was seen once. What is slower, or not exercised any more, is said and decides nothing.
 */
export const compare = (before: RunResult, after: RunResult, { strict }: { readonly strict: boolean }): Comparison => {
  const findings = changedFindings(before, after)
  const cells = changedCells(before, after)
  const binds = ({ level }: { readonly level: Level }): boolean => level === 'MUST' || (strict && level === 'SHOULD')
  const worse = {
    findings: [...findings.failing, ...(strict ? findings.flaky : [])].filter(({ finding }) => binds(finding)),
    cells: cells.broken.filter((cell) => binds(cell) && (strict || cell.after !== 'flaky')),
  }
  const open = openIn(after, { findings, cells, strict })
  const isWorse = worse.findings.length + worse.cells.length > 0
  return {
    caveats: caveats(before, after),
    open,
    findings,
    cells,
    slower: slower(before.durations, after.durations),
    worse,
    exitCode: isWorse ? 1 : open.length > 0 ? 3 : 0,
  }
}
