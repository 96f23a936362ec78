import { type Command, Option } from 'commander'
import { UsageError } from '../errors.ts'

/** What `run` can be told, and a certificate leaves no choice of. */
const refused: readonly (readonly [flags: string, why: string])[] = [
  ['--only <pattern>', 'it rests on the whole profile'],
  ['--exclude <pattern>', 'it rests on the whole profile'],
  ['--profile <name>', 'it rests on the frozen profile of its edition'],
  ['--runs <number>', 'the frozen profile says how many cases there are'],
  ['--seed <number>', 'seeds are drawn at random, or from the challenge of whoever relies on it'],
  ['--waivers <file>', 'it knows no waivers'],
  ['--max-requests <number>', 'a budget would leave something out'],
  ['--max-time <time>', 'a budget would leave something out'],
  ['--rate <number>', 'a burst that meets the rate limit is part of it; write budgets.rate if the target needs it'],
  ['--max-findings <number>', 'nothing that is seen is left aside'],
  ['--evidence <file>', 'the recording is part of its bundle'],
  ['--strict', 'what SHOULD hold is a warning on it'],
]

/** Says of what `run` can be told why a certificate cannot, where otherwise it would be unknown. */
export const addRefusedOptions = (command: Command): Command => {
  for (const [flags, why] of refused)
    command.addOption(
      new Option(flags).hideHelp().argParser(() => {
        throw new UsageError(`${flags.split(' ')[0]} is not for a certificate: ${why}.`)
      }),
    )
  // An option without a value has no parser: it is heard of when all are read.
  command.on('option:strict', () => {
    throw new UsageError(`--strict is not for a certificate: ${refused.at(-1)?.[1]}.`)
  })
  return command
}
