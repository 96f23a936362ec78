import type { Edition } from '../../contract/edition.ts'
import type { CellReport, CellVerdict, RunResult } from '../../oracle/results.ts'
import { verdicts } from '../../oracle/verdicts.ts'
import { waivedKeys } from '../../oracle/waivers.ts'

/** What judging a recording again has changed. */
export interface Changes {
  /** The suite that made the recording. */
  readonly suite: { readonly version: string; readonly commit?: string }
  readonly sameSuite: boolean
  /** What the run was asked for, if not for everything. */
  readonly filters: { readonly only: readonly string[]; readonly exclude: readonly string[] }
  /** The run came to its end, and so does the recording. */
  readonly whole: boolean
  /** Cells of which both verdicts are known. */
  readonly compared: number
  readonly cells: readonly {
    readonly cell: string
    readonly was: CellVerdict['verdict']
    readonly is: CellVerdict['verdict']
  }[]
  /** Cells that the suite that recorded did not have, and those that this one does not have any more. */
  readonly added: readonly string[]
  readonly dropped: readonly string[]
  /** Where the recording is not what its seed draws; absent where this suite would draw other cases. */
  readonly retraced?: readonly {
    readonly kind: string
    readonly detail: string
    readonly variant?: { readonly cell: string; readonly id: string }
  }[]
  /** The suite that made the recording comes to another verdict than it came to then, or would have sent something else. */
  readonly contradicts: boolean
  /** Another suite has cells, or draws cases, that the recording does not have: by that one there is no verdict. */
  readonly incomplete: boolean
}

/** Compares the verdicts of a recording that was judged again with those that its cells reported when they were run. */
export const changesOf = (
  edition: Edition,
  { cells, waivers }: RunResult,
  {
    recorded,
    ...about
  }: Pick<Changes, 'suite' | 'sameSuite' | 'filters' | 'whole' | 'added' | 'dropped' | 'retraced'> & {
    readonly recorded: readonly CellReport[]
  },
): Changes => {
  const heard = new Set(recorded.map(({ cell }) => cell))
  const planned = cells.filter(({ cell }) => heard.has(cell))
  const before = verdicts(edition, planned, recorded, waivedKeys(waivers))
  const changed = planned.flatMap(({ cell, verdict: is }, index) => {
    const was = before[index]?.verdict ?? 'not-exercised'
    return was === is ? [] : [{ cell, was, is }]
  })
  const isOther = about.retraced === undefined || about.retraced.length > 0
  return {
    ...about,
    compared: planned.length,
    cells: changed,
    contradicts: about.sameSuite && about.whole && (changed.length > 0 || about.dropped.length > 0 || isOther),
    incomplete: !about.sameSuite && (about.added.length > 0 || isOther),
  }
}
