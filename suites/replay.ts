import type { TargetDescription } from '../target/description.ts'
import { TargetError } from '../target/errors.ts'
import { openRun } from './engine/open-run.ts'
import { cellsFor, type NamedCase, notSent, type Outcome, replayCase, resolveToken } from './engine/replay-case.ts'

export type { Outcome } from './engine/replay-case.ts'

export interface Replay extends Outcome {
  /** What it created and could not remove. */
  readonly leftovers: readonly string[]
}

export interface ReplayOptions {
  readonly signal: AbortSignal
  /** Folder of the ledger. */
  readonly ledger?: string
}

/** Sends cases one after the other, in one session with the target, which is cleaned up at the end. */
const send = async (
  description: TargetDescription,
  cases: readonly NamedCase[],
  { signal, ledger }: ReplayOptions,
  onOutcome: (named: NamedCase, outcome: Outcome) => void,
): Promise<readonly string[]> => {
  const run = await openRun(
    {
      description,
      seed: cases[0]?.token.seed ?? 0,
      profile: 'gate',
      only: [],
      exclude: [],
      concurrency: 8,
      maxFindings: 1,
      ...(ledger === undefined ? {} : { ledger }),
    },
    signal,
  )
  let leftovers: readonly string[] = []
  try {
    for (const named of cases) {
      const over = run.context.signal
      onOutcome(named, over.aborted ? notSent(over) : await replayCase(run.context, named))
    }
  } finally {
    leftovers = await run.close()
  }
  return leftovers
}

/**
 * Sends the smallest case of a finding again, with its set-up and its twin, and says whether it still fails. Throws a
 * TargetError for a token that names nothing and for a target that cannot be judged.
 */
export const replay = async (description: TargetDescription, text: string, options: ReplayOptions): Promise<Replay> => {
  let outcome: Outcome | undefined
  const leftovers = await send(description, [resolveToken(cellsFor(description), text)], options, (_, came) => {
    outcome = came
  })
  if (outcome === undefined) throw new Error(`nothing came of ${text}`)
  return { ...outcome, leftovers }
}

/**
 * Sends what several tokens name again, each once however often it stands there, and tells of each as it comes. A token
 * that names nothing for this target is inconclusive. The target is opened and cleaned up once; not at all where no
 * token names anything.
 *
 * @returns what it created and could not remove
 * @throws TargetError for a target that cannot be judged
 */
export const replayAll = async (
  description: TargetDescription,
  texts: readonly string[],
  options: ReplayOptions & { readonly onOutcome: (text: string, outcome: Outcome) => void },
): Promise<readonly string[]> => {
  const cells = cellsFor(description)
  const cases: NamedCase[] = []
  for (const text of new Set(texts)) {
    try {
      cases.push(resolveToken(cells, text))
    } catch (error) {
      if (!(error instanceof TargetError)) throw error
      options.onOutcome(text, { outcome: 'inconclusive', detail: error.message })
    }
  }
  return cases.length === 0
    ? []
    : send(description, cases, options, ({ text }, outcome) => options.onOutcome(text, outcome))
}
