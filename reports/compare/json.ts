import type { NewFinding } from '../../oracle/comparison/findings.ts'
import type { Comparison } from '../../oracle/comparison/index.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { jsonText } from '../results/json-text.ts'

const about = ({ suite, run }: RunResult) => ({
  suite,
  id: run.id,
  edition: run.edition,
  profile: run.profile,
  plan: run.plan,
  seed: run.seed,
  url: run.url,
  startedAt: run.startedAt,
})

const finding = ({ key, level, violation, confirmation, replay, cell }: Finding) => ({
  key,
  level,
  clause: violation.clause,
  operation: violation.operation,
  expected: violation.expected,
  status: violation.status,
  confirmation,
  replay,
  cell,
})

const fresh = ({ finding: one, insteadOf, held }: NewFinding) => ({ ...finding(one), insteadOf, held })

/** A number of milliseconds; null where it took longer than is told apart. */
const milliseconds = (value: number): number | null => (Number.isFinite(value) ? value : null)

/**
 * A comparison as JSON, for programs. What was sent and answered stands in the results of the run; the version goes up
 * whenever a member is renamed, taken away or given another meaning.
 */
export const renderComparisonJson = (before: RunResult, after: RunResult, comparison: Comparison): string =>
  jsonText({
    format: 'doorflow-conformance/comparison',
    version: 1,
    exitCode: comparison.exitCode,
    before: about(before),
    after: about(after),
    caveats: comparison.caveats,
    open: comparison.open,
    worse: {
      findings: comparison.worse.findings.map(({ finding: { key } }) => key),
      cells: comparison.worse.cells.map(({ cell }) => cell),
    },
    findings: {
      failing: comparison.findings.failing.map(fresh),
      flaky: comparison.findings.flaky.map(fresh),
      undated: comparison.findings.undated.map(fresh),
      waived: comparison.findings.waived.map(fresh),
      known: comparison.findings.known.map(finding),
      fixed: comparison.findings.fixed.map(finding),
      unseen: comparison.findings.unseen.map(finding),
    },
    cells: comparison.cells,
    slower: comparison.slower.map((one) => ({
      ...one,
      before: milliseconds(one.before),
      after: milliseconds(one.after),
    })),
  })
