import { createHash } from 'node:crypto'

/** Version of what the generators draw from a seed. A replay token of another version names other cases. */
export const generatorVersion = 3

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/** Seed of one variant: it depends on the run's seed and on the variant's name, and on nothing else. */
export const variantSeed = (seed: number, cell: string, variant: string): number =>
  digest(`${seed}/${cell}/${variant}`).readInt32BE(0)

/** Names one case of one variant for good: `RE-400:createPerson:required.last_name:3.1f3a9c2e:0:1`. */
export interface ReplayToken {
  readonly cell: string
  readonly variant: string
  readonly version: number
  readonly seed: number
  /** Path of the case in the tree of what fast-check drew and shrank. */
  readonly path: string
  /** `CLAUSE:operation` of the finding, where it is not the cell's own. */
  readonly finding?: string
}

export const writeToken = ({ cell, variant, version, seed, path, finding }: ReplayToken): string =>
  `${cell}:${variant}:${version}.${(seed >>> 0).toString(16).padStart(8, '0')}:${path}${finding === undefined ? '' : `/${finding}`}`

const form =
  /^([A-Z]{2}-[A-Z0-9-]+:\w+):([^:\s]+):(\d+)\.([0-9a-f]{8}):(\d{1,6}(?::\d{1,6}){0,200})(?:\/([A-Z]{2}-[A-Z0-9-]+:\w+))?$/

/** Undefined for anything that `writeToken` did not write. */
export const readToken = (text: string): ReplayToken | undefined => {
  const [, cell, variant, version, seed, path, finding] = form.exec(text) ?? []
  if (cell === undefined || variant === undefined || seed === undefined || path === undefined) return undefined
  return {
    cell,
    variant,
    version: Number(version),
    seed: Number.parseInt(seed, 16) | 0,
    path,
    ...(finding === undefined ? {} : { finding }),
  }
}
