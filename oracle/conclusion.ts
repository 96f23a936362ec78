import type { RunResult } from './results.ts'
import { exitCode } from './verdicts.ts'
import { failsRun } from './waivers.ts'

/** What a whole run has come to, in a word. */
export type Conclusion =
  | 'conformant'
  | 'not-conformant'
  /** Nothing fails but waivers that do not hold any more. */
  | 'waivers-to-mend'
  /** Too little could be judged. */
  | 'no-verdict'
  | 'suite-at-fault'
  | 'interrupted'

/** The exit code of a run as it was asked for, strict or not. */
export const codeOf = (result: RunResult): ReturnType<typeof exitCode> =>
  exitCode(result, { strict: result.run.strict })

/** Whether a run fails for its waivers alone: what does not excuse anything any more is not what the target did. */
const isUpToWaivers = (result: RunResult): boolean => {
  const waivers = (result.waivers ?? []).filter((outcome) => !failsRun(outcome))
  return codeOf({ ...result, waivers }) !== 1
}

/** What the exit code of a run means. */
export const conclusionOf = (result: RunResult): Conclusion => {
  switch (codeOf(result)) {
    case 0:
      return 'conformant'
    case 1:
      return isUpToWaivers(result) ? 'waivers-to-mend' : 'not-conformant'
    case 3:
      return 'no-verdict'
    case 4:
      return 'suite-at-fault'
    case 130:
      return 'interrupted'
  }
}
