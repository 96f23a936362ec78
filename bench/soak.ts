import { dialects } from '../reference/dialects.ts'
import { faults } from '../reference/faults/index.ts'
import type { EmbeddedRun } from './embedded-run.ts'
import { runEmbedded } from './embedded-run.ts'

/**
 * The whole kill matrix, the whole table of dialects, and many seeds on the clean endpoint. A sample of each stands in
 * `npm test`; this takes many minutes. Usage: `npm run soak [-- SEEDS]`, 100 seeds unless told.
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

for (let seed = 1; seed <= seeds; seed += 1) checkClean(`seed ${seed}`, await runEmbedded({}, { seed }), [])
console.log(`${seeds} seeds on the clean endpoint`)

for (const { id, clauses } of dialects) {
  checkClean(`dialect ${id}`, await runEmbedded({ dialects: [id] }), clauses.classic)
}
console.log(`${dialects.length} dialects`)

for (const { id, clauses } of faults) {
  const run = await runEmbedded({ faults: [id] })
  checkSelf(`fault ${id}`, run)
  if (!accused(run).some((clause) => clauses.classic.includes(clause))) {
    complain(`fault ${id}: breaks ${clauses.classic.join(' or ')}, accused of ${accused(run).join(', ') || 'nothing'}`)
  }
}
console.log(`${faults.length} faults`)
console.log(wrong === 0 ? 'nothing wrong' : `${wrong} wrong`)
process.exitCode = wrong === 0 ? 0 : 1
