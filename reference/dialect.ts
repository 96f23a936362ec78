import type { ByEdition, EditionName } from './edition.ts'
import { succeeding } from './hooking.ts'
import type { Hooks } from './hooks.ts'

/** Another way to read the documents that is as good as the plain one. */
export interface Dialect {
  readonly id: string
  readonly summary: string
  /** The editions whose documents allow it. */
  readonly editions: readonly EditionName[]
  /** The recommendations of each edition that it does not follow. */
  readonly clauses: ByEdition<readonly string[]>
  readonly hooks: Hooks
  /** Milliseconds that a description of it grants a change to show; none if not given. */
  readonly settleTime?: number
}

export const both: readonly EditionName[] = ['classic', 'current']

export const dialect = (
  id: string,
  summary: string,
  hooks: Hooks,
  editions: readonly EditionName[] = ['classic'],
): Dialect => ({ id, summary, editions, clauses: { classic: [], current: [] }, hooks })

/** One that an edition lets pass although it recommends otherwise: clauses of the classic edition as a string. */
export const unusual = (
  id: string,
  clauses: string | Partial<ByEdition<readonly string[]>>,
  summary: string,
  hooks: Hooks,
  editions: readonly EditionName[] = ['classic'],
): Dialect => ({
  id,
  summary,
  editions,
  clauses: { classic: [], current: [], ...(typeof clauses === 'string' ? { classic: clauses.split(' ') } : clauses) },
  hooks,
})

/** What succeeds is answered with another status. */
export const success = (action: string, status: number): Hooks =>
  succeeding(
    (answer) => ({ ...answer, status, ...(status === 204 ? { contentType: undefined } : {}) }),
    (exchange) => exchange.action === action,
  )
