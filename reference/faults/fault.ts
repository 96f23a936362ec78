import type { Hooks } from '../hooks.ts'

/** A mistake that a real implementer could make, and the requirements that it breaks. */
export interface Fault {
  readonly id: string
  readonly clauses: { readonly classic: readonly string[] }
  /** What is wrong, in one line. */
  readonly summary: string
  readonly hooks: Hooks
}

export const fault = (id: string, clauses: string | readonly string[], summary: string, hooks: Hooks): Fault => ({
  id,
  clauses: { classic: typeof clauses === 'string' ? [clauses] : clauses },
  summary,
  hooks,
})
