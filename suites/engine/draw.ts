import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { Drawn } from '../cell.ts'
import type { PlannedCell } from '../planned-cell.ts'

export interface DrawnCase {
  readonly drawn: Drawn
  /** Position in what the seed draws, by which fast-check finds it again. */
  readonly index: number
}

export interface DrawnCases {
  readonly cases: readonly DrawnCase[]
  /** SHA-256 of them as JSON. */
  readonly digest: string
}

/** How many draws one new case may cost where there are only a few different ones. */
const patience = 8

/** The first so many cases of a seed that differ from one another: none is sent twice, and small sets are exhausted. */
export const drawCases = ({ runs, variant }: PlannedCell['variants'][number], seed: number): DrawnCases => {
  const { arbitrary, distinct } = variant
  const draws = runs > 1 && distinct !== undefined ? runs * patience : runs
  const wanted = Math.min(runs, distinct ?? runs)
  const cases: DrawnCase[] = []
  const texts = new Set<string>()
  const digest = createHash('sha256')
  let index = 0
  // A property that fails ends the drawing: a sample would be drawn to its end first.
  const draw = fc.property(arbitrary, (drawn) => {
    const text = JSON.stringify(drawn.subject)
    if (!texts.has(text)) {
      texts.add(text)
      digest.update(text)
      cases.push({ drawn, index })
    }
    index += 1
    return cases.length < wanted
  })
  fc.check(draw, { seed, numRuns: draws, endOnFailure: true })
  return { cases, digest: digest.digest('hex') }
}

/** SHA-256 that tells whether two runs of a cell have drawn the same cases: from those of its variants, in their order. */
export const digestOfCell = (variants: Iterable<{ readonly id: string; readonly digest: string }>): string => {
  const digest = createHash('sha256')
  for (const one of variants) digest.update(`${one.id} ${one.digest}\n`)
  return digest.digest('hex')
}
