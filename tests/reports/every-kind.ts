import type { RunResult } from '../../oracle/results.ts'

/** Some of a faulty run with all that a report can show, small enough to be looked at from end to end. */
export const everyKindOf = (faulty: RunResult): RunResult => {
  const few = new Set(['createPerson', 'updatePerson', 'getPerson', 'createCredential'])
  const seen = new Set<string>()
  const findings = faulty.findings.filter(({ violation: { clause } }) => !seen.has(clause) && seen.add(clause))
  const [first, second] = findings
  const waiver = {
    clause: first?.violation.clause ?? '',
    reason: 'being mended',
    owner: 'doors@example.com',
    expires: '2999-01-01',
    flaky: false,
    where: 'waivers.yaml:3:5',
  }
  return {
    ...faulty,
    cells: faulty.cells
      .filter(({ operation }) => few.has(operation))
      .map((cell, index) => (index === 0 ? { ...cell, verdict: 'inconclusive', reasons: ['rate-limited'] } : cell)),
    findings,
    waivers: [
      { waiver, state: 'used', findings: [first?.key ?? ''] },
      { waiver: { ...waiver, where: 'waivers.yaml:9:5' }, state: 'stale', findings: [second?.key ?? ''] },
    ],
    suiteFaults: ['a cell did not report'],
    leftovers: ['people 4711'],
    run: { ...faulty.run, ending: { kind: 'budget', detail: 'all requests were spent' }, cut: ['Ten cells were cut.'] },
  }
}
