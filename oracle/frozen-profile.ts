/** Levels of a certificate: the error contract of what every client needs, or everything. */
export const certificateLevels = ['core', 'full'] as const
export type CertificateLevel = (typeof certificateLevels)[number]

/**
 * What a certificate of an edition rests on, as it stood when it was frozen. What the suite has learnt since then runs
 * too and is not scored, so that a newer suite certifies by the same measure. Plain JSON.
 */
export interface FrozenProfile {
  /** Version of this form. */
  readonly format: 1
  /** Such as `certify-classic-1`. */
  readonly name: string
  readonly edition: string
  /** Version of what the generators draw from a seed. */
  readonly generators: number
  /** Clauses in force. */
  readonly clauses: readonly string[]
  readonly cells: readonly FrozenCell[]
}

export interface FrozenCell {
  /** `CLAUSE:operation`. */
  readonly cell: string
  /** Scored at the level `core` too. */
  readonly core: boolean
  /** Judged exchanges that it needs at least; 0 where an admitted way of answering gives none. */
  readonly minimum: number
  /** Cases of each variant; none where other cells give it its evidence. */
  readonly variants: Readonly<Record<string, number>>
}

/** The cells that are scored at a level. */
export const scoredAt = ({ cells }: FrozenProfile, level: CertificateLevel): readonly FrozenCell[] =>
  level === 'full' ? cells : cells.filter(({ core }) => core)
