import { basename, join, resolve } from 'node:path'
import { Command, Option } from 'commander'
import { type CertificateLevel, certificateLevels, scoredAt } from '../oracle/frozen-profile.ts'
import { renderSummary } from '../reports/terminal/summary.ts'
import { counted, escapeText, isPlain } from '../reports/terminal/text.ts'
import type { RunSettings } from '../suites/settings.ts'
import type { TargetDescription } from '../target/description.ts'
import { type Attempt, openAttempt } from './certificate/attempt-folder.ts'
import { type Certified, writeBundle } from './certificate/bundle.ts'
import { checkChallenge, drawFrom, drawFreely } from './certificate/draw.ts'
import { evidenceFile } from './certificate/file-names.ts'
import { hindrances, profileInForce } from './certificate/frozen.ts'
import { passphraseVariable, signingKey } from './certificate/own-key.ts'
import { addRefusedOptions } from './certificate/refused-options.ts'
import { tlsKeyOf } from './certificate/tls-key.ts'
import { editionNamed } from './editions.ts'
import { UsageError } from './errors.ts'
import { planFor } from './filters.ts'
import { addLedgerOption, type LedgerOptions, ledgerOf, remindOfPast, sayWhatStays } from './ledgers.ts'
import { addTargetOptions, describeTarget, namesTarget, repeatCommand, type TargetOptions, targetWords, wholeNumber } from './options.ts'
import { layout, note, print } from './output.ts'
import { carryOut } from './run.ts'

export interface CertifyOptions extends TargetOptions, LedgerOptions {
  readonly signWith: string
  readonly vendor: string
  readonly product: string
  readonly build: string
  readonly level: CertificateLevel
  readonly challenge?: string
  readonly output: string
  readonly validDays: number
  readonly concurrency: number
}
