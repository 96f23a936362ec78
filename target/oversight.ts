import { setMaxListeners } from 'node:events'
import type { TransportFailure } from '../oracle/exchange.ts'
import type { RunEnding } from '../oracle/results.ts'
import { createBreaker } from './breaker.ts'
import { createBudget } from './budget.ts'
import type { Watch } from './client.ts'
import type { Budgets } from './description-written.ts'
import { endingOf, RunEnded } from './ending.ts'
import type { Ledger } from './ledger.ts'

/** Watches what a run sends, and ends it where its budget is used up or the target is gone. */
export interface Oversight extends Watch {
  /** Raised by whoever interrupts the run, and from within. */
  readonly signal: AbortSignal
  /** Why the run had to end early, and what cleaning up took since; undefined where it did not have to. */
  readonly ending: RunEnding | undefined
  /** The target is known: from here on the budget can be used up. */
  begin(): void
  /** Nothing is asked for any more: what follows is cleaning up. */
  end(): void
}

export interface OversightOptions {
  readonly signal: AbortSignal | undefined
  readonly budgets: Budgets
  readonly ledger: Ledger
  /** Most requests in flight: each may leave something behind of which the ledger has not heard yet. */
  readonly concurrency: number
  /** Asks for what every target answers. Resolves to the failure, if this one did not. */
  readonly probe: () => Promise<TransportFailure | undefined>
}

/** Requests that removing what is there takes, about: what nobody has seen yet is looked for first. */
const owedFor = (ledger: Ledger): number =>
  ledger.openDoors().length +
  ledger.living().length +
  2 * (ledger.candidates().length + ledger.candidateRecords().length + ledger.unresolvedRecords().length) +
  3 * ledger.unresolved().length

export const oversee = ({ signal, budgets, ledger, concurrency, probe }: OversightOptions): Oversight => {
  const early = new AbortController()
  const ended = signal === undefined ? early.signal : AbortSignal.any([signal, early.signal])
  // Everything that waits listens to it: that so many do is no leak, and Node would warn of one on the terminal.
  setMaxListeners(0, ended)
  const endAs = (kind: RunEnding['kind']) => (detail: string) => early.abort(new RunEnded({ kind, detail }))
  const budget = createBudget({ ...budgets, owed: () => owedFor(ledger) + 2 * concurrency, end: endAs('budget') })
  const breaker = createBreaker({ probe, end: endAs('gone') })
  let spentBefore: number | undefined
  return {
    signal: ended,
    get ending() {
      const ending = endingOf(ended)
      if (ending?.kind !== 'budget' || spentBefore === undefined) return ending
      const beyond = budget.spent - (budgets.maxRequests ?? Number.POSITIVE_INFINITY)
      const more = beyond > 0 ? `, which makes ${beyond} more than the budget` : ''
      return { ...ending, detail: `${ending.detail}; cleaning up took ${budget.spent - spentBefore} requests${more}` }
    },
    begun: budget.begun,
    ended: (failure) => (failure === undefined ? breaker.answered() : breaker.failed(failure)),
    begin: budget.arm,
    end: () => {
      budget.disarm()
      spentBefore ??= budget.spent
    },
  }
}
