import { dialectsOf } from '../reference/dialects.ts'
import { faultsOf } from '../reference/faults/index.ts'
import type { EmbeddedRun } from './embedded-run.ts'
import { runEmbedded } from './embedded-run.ts'

/**
 * Of both editions: the whole kill matrix, the whole table of dialects, and many seeds on the clean endpoint. A sample of each
 * stands in
 * `npm test`; this takes many minutes. Usage: `npm run soak [-- SEEDS]`, 100 seeds of each edition unless told.
 */
const seeds = Number(process.argv[2] ?? 100)
let wrong = 0

const complain = (what: string): void => {
  wrong += 1
  console.log(`WRONG  ${what}`)
}

const accused = ({ findings }: EmbeddedRun): readonly string[] => [
  ...new Set(findings.map(({ violation }) => violation.clause)),
]

/** What must be true of every run, whatever the endpoint does. */
const checkSelf = (name: string, { suiteFaults }: EmbeddedRun): void => {
  for (const fault of suiteFaults) complain(`${name}: fault of the suite: ${fault}`)
}

const checkClean = (name: string, run: EmbeddedRun, admitted: readonly string[]): void => {
  checkSelf(name, run)
  for (const { key, violation } of run.findings) {
    if (!admitted.includes(violation.clause)) complain(`${name}: falsely accused: ${key}`)
  }
  const missing = admitted.filter((clause) => !accused(run).includes(clause))
  if (missing.length > 0) complain(`${name}: not seen: ${missing.join(', ')}`)
  if (run.leftovers.length > 0) complain(`${name}: left behind: ${run.leftovers.join('; ')}`)
  if (!run.unchanged) complain(`${name}: the endpoint does not hold what it held before`)
}

for (const edition of ['classic', 'current'] as const) {
  for (let seed = 1; seed <= seeds; seed += 1)
    checkClean(`${edition}, seed ${seed}`, await runEmbedded({ edition }, { seed }), [])
  console.log(`${edition}: ${seeds} seeds on the clean endpoint`)

  const dialects = dialectsOf(edition)
  for (const { id, clauses } of dialects) {
    checkClean(`${edition}, dialect ${id}`, await runEmbedded({ edition, dialects: [id] }), clauses[edition])
  }
  console.log(`${edition}: ${dialects.length} dialects`)

  const faults = faultsOf(edition).filter(({ escapes }) => escapes === undefined)
  for (const { id, clauses } of faults) {
    // Mostly the clause's own cells show it, which is soon known; only if they do not, the whole is run.
    const own = await runEmbedded({ edition, faults: [id] }, { only: clauses[edition] })
    const seen = accused(own).some((clause) => clauses[edition].includes(clause))
    const run = seen ? own : await runEmbedded({ edition, faults: [id] })
    checkSelf(`${edition}, fault ${id}`, run)
    if (!accused(run).some((clause) => clauses[edition].includes(clause))) {
      complain(
        `${edition}, fault ${id}: breaks ${clauses[edition].join(' or ')}, accused of ${accused(run).join(', ') || 'nothing'}`,
      )
    }
  }
  console.log(
    `${edition}: ${faults.length} faults, ${faultsOf(edition).length - faults.length} more that say why they escape`,
  )
}
console.log(wrong === 0 ? 'nothing wrong' : `${wrong} wrong`)
process.exitCode = wrong === 0 ? 0 : 1
