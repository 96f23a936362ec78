/** How binding a clause is, in the sense of RFC 2119. */
export type Level = 'MUST' | 'SHOULD' | 'MAY'

/** Where a requirement comes from, so that an accusation can cite its sentence. */
export interface Source {
  readonly document: string
  readonly section: string
}

/** One requirement of an edition. Ids are frozen: never reused, never renumbered. */
export interface Clause {
  readonly id: string
  readonly level: Level
  /** The requirement in our own words: what the endpoint does, in the present tense. */
  readonly statement: string
  readonly source: Source
  /** Why no cell exercises this clause. Present exactly where none does. */
  readonly unexercised?: string
}
