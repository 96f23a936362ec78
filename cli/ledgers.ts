import { existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { shellWord } from '../reports/shell.ts'
import type { TargetDescription } from '../target/description.ts'
import { errorCode } from '../target/error-code.ts'
import { TargetError } from '../target/errors.ts'
import { mayGoOn, type PastRun, readLedger } from '../target/ledger-past.ts'
import { UsageError } from './errors.ts'
import { type TargetOptions, targetWords } from './options.ts'
import { note } from './output.ts'

/** Where ledgers are kept unless told otherwise, below the folder that the command is called in. */
export const usualFolder = '.doorflow-conformance'

export interface LedgerOptions {
  readonly ledger: string
}

export const addLedgerOption = (command: Command): Command =>
  command.option('--ledger <folder>', 'where what is created is noted, until it is removed again', usualFolder)

/** The folder for the ledger of a run; the embedded endpoint takes everything along when it ends. */
export const ledgerOf = ({ kind }: TargetDescription, { ledger }: LedgerOptions): { readonly ledger?: string } =>
  kind === 'embedded' ? {} : { ledger: resolve(ledger) }

/**
 * The files of ledgers in a folder. The usual one need not be there.
 *
 * @throws UsageError if another one is not, or cannot be read
 */
export const ledgerFiles = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
      .filter((name) => name.endsWith('.jsonl'))
      .sort()
      .map((name) => join(folder, name))
  } catch (error) {
    if (errorCode(error) === 'ENOENT' && folder === resolve(usualFolder)) return []
    throw new UsageError(
      `${folder} is no folder that can be read (${errorCode(error)}); name the one in which the ledgers are.`,
    )
  }
}

/** Whether a past run was against the target that is described, and under the edition that it claims. */
export const isOf = ({ header: { url, account, edition } }: PastRun, description: TargetDescription): boolean =>
  url === description.url && edition === description.edition && account === description.account

/** The command that removes what the ledgers of a target name. */
export const cleanUpWords = (options: TargetOptions & LedgerOptions): string =>
  [
    'doorflow-conformance cleanup',
    targetWords(options),
    ...(options.ledger === usualFolder ? [] : [`--ledger ${shellWord([options.ledger])}`]),
  ]
    .filter((word) => word !== '')
    .join(' ')

/** The ledgers in a folder that can be read; of the others `cleanup` says what is wrong with them. */
const readable = (folder: string): readonly PastRun[] =>
  (existsSync(folder) ? ledgerFiles(folder) : []).flatMap((path) => {
    try {
      return [readLedger(path)]
    } catch (error) {
      if (error instanceof TargetError) return []
      throw error
    }
  })

/** Says so where an earlier run against the same target did not come to its end. */
export const remindOfPast = (description: TargetDescription, options: TargetOptions & LedgerOptions): void => {
  const { ledger } = ledgerOf(description, options)
  const past =
    ledger === undefined ? [] : readable(ledger).filter((one) => isOf(one, description) && mayGoOn(one) === undefined)
  for (const { header } of past)
    note(
      `warning: the run ${header.run} of ${header.started} may have left things on this target; to remove them: ${cleanUpWords(options)}`,
    )
}

/** Says where it stands what this process leaves, and how it goes. */
export const sayWhatStays = (description: TargetDescription, options: TargetOptions & LedgerOptions): void => {
  const { ledger } = ledgerOf(description, options)
  const own = ledger === undefined ? [] : readable(ledger).filter(({ last }) => last.process === process.pid)
  for (const { path } of own) note(`What is left is noted in ${path}; to remove it: ${cleanUpWords(options)}`)
}
