/** An id as the target writes it. */
export type Id = number | string

/** What a target shows of a thing. */
export type Members = Readonly<Record<string, unknown>>

/** Something of the run's, as the target has shown it. */
export interface Entry {
  readonly id: Id
  removed: boolean
  /** When the run learnt that it is removed, in its order of events. */
  removedAt: number
  /** Whether a list has been looked at since, and did not show it. */
  unlisted?: boolean
  /** Its deletion was answered with 202, and no reading has shown since that it took place. */
  promised?: boolean
}

/** Whatever could be an id; undefined for anything else. */
export const idOf = (value: unknown): Id | undefined =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? value : undefined
