import type { Waiver } from '../oracle/waiver.ts'
import type { WaivableCell } from '../oracle/waivers.ts'
import { plan } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import type { TargetDescription } from '../target/description.ts'
import { readWaivers } from '../target/waiver-file.ts'
import { editionNamed } from './editions.ts'

export interface WaiverOptions {
  readonly waivers?: string
  readonly suggestWaivers?: true
}

/** The waivers of a run, and what they can be of. */
export interface Waiving {
  readonly waivers: readonly Waiver[]
  /** All cells that there are for the target, whichever of them were chosen. */
  readonly cells: readonly WaivableCell[]
}

/** Reads the file that was named; undefined where none was. @throws TargetError (exit code 2) */
export const readWaiving = async (
  { waivers: file }: WaiverOptions,
  settings: Pick<RunSettings, 'profile' | 'runs'> & { readonly description: TargetDescription },
): Promise<Waiving | undefined> => {
  if (file === undefined) return undefined
  const { description } = settings
  const waivers = await readWaivers(file, editionNamed(description.edition))
  const { cells } = plan(description, { ...settings, only: [], exclude: [] })
  return {
    waivers,
    cells: cells.map(({ id, clause, operation, unexercised }) => ({
      cell: id,
      clause,
      operation: operation.id,
      leftOut: unexercised !== undefined,
    })),
  }
}
