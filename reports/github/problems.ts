import type { Edition } from '../../contract/edition.ts'
import { conclusionOf } from '../../oracle/conclusion.ts'
import { isConfirmed } from '../../oracle/findings.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { type Standing, standings } from '../standing.ts'
import { verdictOf } from '../terminal/summary.ts'
import { colours, counted, excerpt } from '../terminal/text.ts'

/** Something that keeps a run from being conformant (`error`), or that ought to be otherwise (`warning`). */
export interface Problem {
  readonly kind: 'error' | 'warning'
  readonly title: string
  readonly message: string
}

export interface Problems {
  /** What is not about a finding: no verdict, faults of the suite, waivers, cells that were left open. */
  readonly ofRun: readonly Problem[]
  readonly findings: readonly { readonly kind: Problem['kind']; readonly finding: Finding }[]
}

const longest = 1000

const openCells = (all: readonly Standing[]): readonly Problem[] =>
  [
    ...groupBy(
      all.filter(({ shown }) => shown === 'open'),
      ({ reasons }) => reasons[0] ?? 'no reason given',
    ),
  ].map(([reason, its]) => ({
    kind: 'error',
    title: `${counted(its.length, 'cell')} inconclusive`,
    message: excerpt(`${reason.replace(/\.$/, '')}: ${its.map(({ cell }) => cell).join(', ')}`, longest),
  }))

/** All that a reader of a run's log has to know, that which decides first. */
export const problemsOf = (edition: Edition, result: RunResult): Problems => {
  const all = standings(edition, result)
  const conclusion = conclusionOf(result)
  const verdict: readonly Problem[] =
    conclusion === 'conformant' || conclusion === 'not-conformant'
      ? []
      : [
          {
            kind: 'error',
            title: 'doorflow-conformance',
            message: [
              verdictOf(result, colours(false)),
              ...result.suiteFaults.slice(0, 10).map((fault) => excerpt(fault, longest)),
            ]
              .join('\n')
              .slice(0, longest),
          },
        ]
  const of = (shown: Standing['shown'], kind: Problem['kind']): Problems['findings'] =>
    all
      .filter((standing) => standing.shown === shown)
      .flatMap(({ findings }) => findings.map((finding) => ({ kind, finding })))
  const findings = [...of('failed', 'error'), ...of('warned', 'warning')]
  return {
    ofRun: [...verdict, ...openCells(all)],
    // Few are shown: what came and went is looked into last.
    findings: [
      ...findings.filter(({ finding }) => isConfirmed(finding)),
      ...findings.filter(({ finding }) => !isConfirmed(finding)),
    ],
  }
}
