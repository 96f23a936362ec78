import { addDuration } from './durations.ts'
import type { Exchange } from './exchange.ts'
import { findingKey } from './findings.ts'
import type { CellReport, Finding, Judgement, Unexercised } from './results.ts'

/** What a report says of its cell besides what was counted. */
export interface CellFacts {
  readonly cell: string
  readonly clause: string
  readonly operation: string
  readonly carrier: boolean
  readonly digest: string
  readonly unexercised?: Unexercised | undefined
  readonly suiteFault?: string | undefined
}

/** Collects what the cells' own runs show, one instance for each cell. */
export class Tally {
  cases = 0
  /** Cases that the budget did not suffice for. */
  cut = 0
  readonly examined: Record<string, number> = {}
  readonly findings: Finding[] = []
  /** Pairs of which something was seen that nobody had room to look into. */
  readonly left = new Set<string>()
  readonly inconclusive = new Set<string>()
  #exchanges = 0
  readonly #statuses: Record<string, number> = {}
  readonly #durations: Record<string, Record<string, number>> = {}
  readonly #sightings: Record<string, number> = {}
  readonly #observations = new Map<string, Judgement['observations'][number]>()

  add(judgement: Judgement): void {
    for (const pair of judgement.examined) this.examined[pair] = (this.examined[pair] ?? 0) + 1
    for (const violation of judgement.violations) {
      const key = findingKey(violation)
      this.#sightings[key] = (this.#sightings[key] ?? 0) + 1
    }
    for (const observation of judgement.observations) {
      const key = `${observation.operation}:${observation.what}`
      if (!this.#observations.has(key)) this.#observations.set(key, observation)
    }
  }

  /** Takes down how each was answered; steps that were not sent are passed over. */
  answered(exchanges: readonly (Exchange | undefined)[]): void {
    for (const exchange of exchanges) {
      if (exchange === undefined) continue
      const { request, response, failure, duration } = exchange
      this.#exchanges += 1
      const key = `${request.operation} ${response?.status ?? failure?.kind}`
      this.#statuses[key] = (this.#statuses[key] ?? 0) + 1
      if (response === undefined) continue
      const durations = this.#durations[request.operation] ?? {}
      this.#durations[request.operation] = durations
      addDuration(durations, duration)
    }
  }

  report({ cell, clause, operation, carrier, digest, unexercised, suiteFault }: CellFacts): CellReport {
    return {
      cell,
      clause,
      operation,
      carrier,
      cases: this.cases,
      exchanges: this.#exchanges,
      digest,
      examined: this.examined,
      statuses: this.#statuses,
      durations: this.#durations,
      findings: this.findings,
      sightings: this.#sightings,
      left: [...this.left],
      observations: [...this.#observations.values()],
      inconclusive: [...this.inconclusive],
      ...(this.cut === 0 ? {} : { cut: this.cut }),
      ...(unexercised === undefined ? {} : { unexercised }),
      ...(suiteFault === undefined ? {} : { suiteFault }),
    }
  }
}
