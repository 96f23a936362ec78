import { dialectsOf } from '../reference/dialects.ts'
import { faultsOf } from '../reference/faults/index.ts'
import type { EmbeddedRun } from './embedded-run.ts'
import { runEmbedded } from './embedded-run.ts'

/** One question that a soak asks, as it travels to the process that answers it. */
export interface SoakTask {
  readonly edition: 'classic' | 'current'
  readonly kind: 'seed' | 'dialect' | 'fault'
  /** The seed, or the id of the dialect or the fault. */
  readonly subject: string
  /** Of a fault, where not the usual one. */
  readonly seed?: number
}

/** What came of a task. */
export interface SoakAnswer {
  /** What is wrong: nothing, where all is as it should be. */
  readonly complaints: readonly string[]
  /** Of a fault: the clauses that were accused of those that it breaks. */
  readonly caught?: readonly string[]
}

/** All the questions about an edition: so many seeds on the clean endpoint, every dialect, every fault that shows. */
export const tasksOf = (edition: SoakTask['edition'], seeds: number): readonly SoakTask[] => [
  ...Array.from({ length: seeds }, (_, index) => ({ edition, kind: 'seed', subject: String(index + 1) }) as const),
  ...dialectsOf(edition).map(({ id }) => ({ edition, kind: 'dialect', subject: id }) as const),
  ...faultsOf(edition)
    .filter(({ escapes }) => escapes === undefined)
    .map(({ id }) => ({ edition, kind: 'fault', subject: id }) as const),
]

const accused = ({ findings }: EmbeddedRun): readonly string[] => [
  ...new Set(findings.map(({ violation }) => violation.clause)),
]

/** What must be true of every run, whatever the endpoint does. */
const checkSelf = ({ suiteFaults }: EmbeddedRun): readonly string[] =>
  suiteFaults.map((fault) => `fault of the suite: ${fault}`)

const checkClean = (run: EmbeddedRun, admitted: readonly string[]): readonly string[] => {
  const missing = admitted.filter((clause) => !accused(run).includes(clause))
  return [
    ...checkSelf(run),
    ...run.verdicts
      .filter(({ level, verdict }) => level === 'MUST' && verdict === 'inconclusive')
      .map(({ cell, reasons }) => `left open: ${cell}: ${reasons.join('; ')}`),
    ...run.findings
      .filter(({ violation }) => !admitted.includes(violation.clause))
      .map(({ key }) => `falsely accused: ${key}`),
    ...(missing.length > 0 ? [`not seen: ${missing.join(', ')}`] : []),
    ...(run.leftovers.length > 0 ? [`left behind: ${run.leftovers.join('; ')}`] : []),
    ...(run.unchanged ? [] : ['the endpoint does not hold what it held before']),
  ]
}

const checkFault = async ({ edition, subject: fault, seed = 1 }: SoakTask): Promise<SoakAnswer> => {
  const broken = faultsOf(edition).find(({ id }) => id === fault)?.clauses[edition] ?? []
  const shownBy = (run: EmbeddedRun): readonly string[] => accused(run).filter((clause) => broken.includes(clause))
  // Mostly the clause's own cells show it, which is soon known; only if they do not, the whole is run.
  const own = await runEmbedded({ edition, faults: [fault] }, { only: broken, seed })
  const run = shownBy(own).length > 0 ? own : await runEmbedded({ edition, faults: [fault] }, { seed })
  const caught = shownBy(run)
  const missed = `breaks ${broken.join(' or ')}, accused of ${accused(run).join(', ') || 'nothing'}`
  return { complaints: [...checkSelf(run), ...(caught.length > 0 ? [] : [missed])], caught }
}

/** Answers one question. */
export const performTask = async (task: SoakTask): Promise<SoakAnswer> => {
  const { edition, kind, subject } = task
  switch (kind) {
    case 'seed':
      return { complaints: checkClean(await runEmbedded({ edition }, { seed: Number(subject) }), []) }
    case 'dialect': {
      const admitted = dialectsOf(edition).find(({ id }) => id === subject)?.clauses[edition] ?? []
      return { complaints: checkClean(await runEmbedded({ edition, dialects: [subject] }), admitted) }
    }
    case 'fault':
      return checkFault(task)
  }
}
