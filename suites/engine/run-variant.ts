import type { CasePart } from '../../oracle/evidence.ts'
import { showing } from '../../oracle/findings.ts'
import type { Tally } from '../../oracle/tally.ts'
import { endingOf } from '../../target/ending.ts'
import type { Drawn } from '../cell.ts'
import type { PlannedCell } from '../planned-cell.ts'
import { neededThings } from './case-values.ts'
import { type DrawnCase, drawCases } from './draw.ts'
import { investigate } from './investigate.ts'
import type { Registry, Sighting } from './registry.ts'
import type { CaseContext, CaseRun } from './run-case.ts'
import { runCase } from './run-case.ts'
import { newScope, type Scope } from './scope.ts'
import { setUp } from './set-up.ts'
import { tearDown } from './tear-down.ts'

export interface CellContext extends CaseContext {
  readonly seed: number
  readonly registry: Registry
  /** Most requests in flight. */
  readonly concurrency: number
}

/** Steps that are sent at the same time make a race of their case. */
const sightingIn = ({ judged }: CaseRun): Sighting =>
  judged.steps.some(({ together }) => together !== undefined) ? 'race' : 'sequence'

export type PlannedVariant = PlannedCell['variants'][number]

/** Takes down why so many cases are not sent, or not to their end. What the budget leaves out leaves nothing open. */
export const noteEnd = (tally: Tally, signal: AbortSignal, cases: number): void => {
  const ending = endingOf(signal)
  if (ending?.kind === 'budget') tally.cut += cases
  else tally.inconclusive.add(ending === undefined ? 'interrupted' : 'the target was gone')
}

/** How often a case is begun again whose requests were lost on the way. */
const restarts = 2

/** Requests that one strand of a variant sends at least, about. */
const strandLength = 50

/**
 * Strands in which the cases of a variant are sent, each on things of its own: in a single one a long variant would still
 * be going on when all others are done. One where few requests may be in flight, since each has to be set up.
 */
const strandsOf = ({ phase }: PlannedCell, { runs, requests }: PlannedVariant, concurrency: number): number =>
  phase === 'concurrent' ? Math.ceil(Math.min((runs * requests) / strandLength, runs, concurrency / 4)) : 1

/** Where the cases of one strand act, until one of them has left something behind. */
interface Strand {
  scope: Scope
}

/** The cases of one variant, drawn ahead from its seed and sent one after the other, in one strand or several. */
export class VariantRun {
  readonly #context: CellContext
  readonly #cell: PlannedCell
  readonly #planned: PlannedVariant
  readonly #tally: Tally
  readonly #seed: number

  constructor(context: CellContext, cell: PlannedCell, planned: PlannedVariant, seed: number, tally: Tally) {
    this.#context = context
    this.#cell = cell
    this.#planned = planned
    this.#seed = seed
    this.#tally = tally
  }

  /** Returns the SHA-256 of the cases drawn. */
  async run(): Promise<string> {
    const { cases, digest } = drawCases(this.#planned, this.#seed)
    const [first] = cases
    if (first?.drawn.twin !== undefined && !(await this.#twinAccepted(first.drawn, first.index))) {
      if (this.#context.signal.aborted) noteEnd(this.#tally, this.#context.signal, cases.length - 1)
      return digest
    }
    const waiting = cases.values()
    const strands = strandsOf(this.#cell, this.#planned, this.#context.concurrency)
    const ended = await Promise.allSettled(Array.from({ length: strands }, () => this.#runStrand(waiting)))
    for (const one of ended) if (one.status === 'rejected') throw one.reason
    return digest
  }

  async #runStrand(cases: Iterable<DrawnCase>): Promise<void> {
    const strand: Strand = { scope: newScope() }
    try {
      for (const { drawn: one, index } of cases) {
        if (this.#context.signal.aborted) noteEnd(this.#tally, this.#context.signal, 1)
        else if (this.#context.registry.full)
          this.#tally.inconclusive.add('stopped after the greatest number of findings')
        else await this.#runOne(one, index, strand)
      }
    } finally {
      await this.#release(strand.scope)
    }
  }

  /** A malformed request proves nothing unless the target accepts it once the defect is gone. */
  async #twinAccepted({ twin, exact }: Drawn, index: number): Promise<boolean> {
    if (twin === undefined) return true
    const { registry } = this.#context
    const scope = newScope()
    try {
      const ready = await this.#prepare({ subject: twin }, scope)
      if (!ready) return false
      const run = await this.#send(twin, scope, { kind: 'twin', index })
      await this.#look(run, 0)
      const flawed =
        exact === true && run.judgement.violations.some((one) => one.step === twin.subject && registry.isMust(one))
      if (run.accepted && !flawed) return true
      if (this.#sayUnclear([run])) return false
      this.#tally.inconclusive.add(unlikeItself(run))
      return false
    } finally {
      await this.#release(scope)
    }
  }

  async #runOne(one: Drawn, index: number, strand: Strand): Promise<void> {
    for (let attempt = 0; ; attempt += 1) {
      if (!(await this.#prepare(one, strand.scope))) return
      const run = await this.#send(one.subject, strand.scope, { kind: 'subject', index })
      const lost = run.judgement.inconclusive.find(({ reason }) => reason !== 'rate-limited')
      // Whatever an accepted write has left behind, the next case finds a person of its own.
      if (
        run.accepted &&
        run.exchanges.some((exchange) => exchange !== undefined && exchange.request.method !== 'GET')
      ) {
        await this.#renew(strand)
      }
      if (lost === undefined || this.#context.signal.aborted) {
        this.#sayUnclear([run])
        await this.#look(run, index, one)
        return
      }
      await this.#renew(strand)
      if (attempt < restarts && (await this.#twinAccepted(one, index))) continue
      await this.#lost(one, index, strand, lost.reason !== 'transport', lost.detail)
      return
    }
  }

  /** A request that never got an answer of its own: a server error that keeps coming back, or nothing to judge. */
  async #lost(one: Drawn, index: number, { scope }: Strand, serverError: boolean, detail: string): Promise<void> {
    if (
      serverError &&
      one.twin !== undefined &&
      (await this.#twinAccepted(one, index)) &&
      (await this.#prepare(one, scope))
    ) {
      const run = await this.#send(one.subject, scope, { kind: 'subject', index }, true)
      await this.#look(run, index, one, true)
      return
    }
    if (this.#context.signal.aborted) noteEnd(this.#tally, this.#context.signal, 1)
    else this.#tally.inconclusive.add(`${serverError ? 'server-error' : 'transport'}: ${detail}`)
  }

  /** Looks into what nobody has looked into yet. Only a case that was drawn can be shrunk. */
  async #look(run: CaseRun, index: number, drawn?: Drawn, recurring = false): Promise<void> {
    const { fresh, left } = this.#context.registry.claim(run.judgement, sightingIn(run))
    for (const { clause, operation } of left) this.#tally.left.add(`${clause}:${operation}`)
    for (const violation of fresh) {
      const finding = await investigate(this.#context, {
        cell: this.#cell,
        variant: this.#planned.variant,
        seed: this.#seed,
        index,
        judged: run.judged,
        ...(drawn === undefined ? {} : { drawn }),
        seen: showing(this.#context.edition, run, violation),
        recorded: run.recorded,
        recurring,
        tally: this.#tally,
      })
      this.#tally.findings.push(finding)
    }
  }

  async #prepare({ subject }: Drawn, scope: Scope): Promise<boolean> {
    const needed = neededThings(subject)
    const runs = await setUp(this.#context, scope, needed)
    for (const run of runs) await this.#count(run)
    if (needed.every((name) => scope.things.has(name))) return true
    if (this.#sayUnclear(runs)) return false
    this.#tally.inconclusive.add(`${this.#planned.id}: what it acts on could not be created`)
    return false
  }

  async #send(one: Drawn['subject'], scope: Scope, part: CasePart, recurring = false): Promise<CaseRun> {
    const run = await runCase(this.#context, one, scope, { part, recurring })
    this.#tally.cases += 1
    this.#note(run)
    return run
  }

  /** Set-up, twins and clean-up are judged like anything else. */
  async #count(run: CaseRun): Promise<void> {
    this.#note(run)
    await this.#look(run, 0)
  }

  /** Notes why answers could not be judged; false where that is not what went wrong. */
  #sayUnclear(runs: readonly CaseRun[]): boolean {
    const reasons = runs.flatMap(({ judgement }) => judgement.inconclusive)
    const { signal } = this.#context
    if (signal.aborted) {
      const isWhole = runs.every(({ judged, exchanges }) => exchanges.length === judged.steps.length)
      if (!isWhole || reasons.length > 0) noteEnd(this.#tally, signal, 1)
      return !isWhole || reasons.length > 0
    }
    for (const { reason, detail } of reasons) this.#tally.inconclusive.add(`${reason}: ${detail}`)
    return reasons.length > 0
  }

  #note({ judgement, exchanges, held }: CaseRun): void {
    // A recipe that was not entered because the run ends says nothing else.
    if (held !== undefined && !this.#context.signal.aborted) this.#tally.inconclusive.add(held)
    this.#tally.add(judgement)
    this.#tally.answered(exchanges)
  }

  async #renew(strand: Strand): Promise<void> {
    const used = strand.scope
    strand.scope = newScope()
    await this.#release(used)
  }

  async #release(scope: Scope): Promise<void> {
    for (const run of await tearDown(this.#context, scope)) await this.#count(run)
  }
}

/** Why nothing follows from a request with a defect: the same for all of them, so that a report can say it once. */
const unlikeItself = ({ judged, exchanges, accepted }: CaseRun): string => {
  const { operation = '' } = judged.steps[judged.subject]?.draft ?? {}
  const status = exchanges[judged.subject]?.response?.status
  const answered = status === undefined ? 'not answered' : `answered ${status}`
  const flaw = accepted ? ', but not as it should be' : ''
  return `the plain ${operation} is ${answered}${flaw}, so that one with a defect proves nothing`
}
