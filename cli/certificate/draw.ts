import { createHash } from 'node:crypto'
import { newRunId, runIdOf } from '../../target/unique.ts'
import { UsageError } from '../errors.ts'
import { freshSeed, greatestSeed } from '../options.ts'

/** What decides which requests a run sends, and what its markers are. */
export interface Draw {
  readonly seed: number
  readonly runId: string
}

const derive = (what: string, challenge: string, attempt: number): Buffer =>
  createHash('sha256').update(`doorflow-conformance certify\n${what}\n${attempt}\n${challenge}`).digest()

/**
 * What a challenge decides: SHA-256 of four lines, the first `doorflow-conformance certify`, then what it is for, the
 * number of the attempt, and the challenge. An attempt that is made again must not meet what the former one has left, so
 * its number is part of it.
 */
export const drawFrom = (challenge: string, attempt: number): Draw => ({
  seed: derive('seed', challenge, attempt).readUInt32BE(0) & greatestSeed,
  runId: runIdOf(derive('run', challenge, attempt)),
})

/** What decides for itself, where nobody has given a challenge. */
export const drawFreely = (): Draw => ({ seed: freshSeed(), runId: newRunId() })

/** @throws UsageError unless it is 8 to 200 printable characters of ASCII */
export const checkChallenge = (challenge: string): string => {
  if (!/^[!-~][ -~]{6,198}[!-~]$/.test(challenge))
    throw new UsageError('--challenge: it must be 8 to 200 printable ASCII characters, such as 32 random hex digits.')
  return challenge
}
