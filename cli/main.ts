#!/usr/bin/env node
import { Command } from 'commander'
import { suiteVersion } from '../suites/engine/version.ts'
import { cleanUpCommand } from './cleanup.ts'
import { compareCommand } from './compare.ts'
import { contractCommand } from './contract.ts'
import { doctorCommand } from './doctor.ts'
import { debugging, explainError } from './errors.ts'
import { explainCommand } from './explain.ts'
import { harCommand } from './har.ts'
import { judgeCommand } from './judge.ts'
import { listCommand } from './list.ts'
import { note } from './output.ts'
import { replayCommand } from './replay.ts'
import { runCommand } from './run.ts'
import { serveCommand } from './serve.ts'

const program = new Command('doorflow-conformance')
  .description('Checks whether an endpoint that claims to be DoorFlow-compatible is.')
  .version(suiteVersion, '-V, --version')
  .addHelpText(
    'after',
    `
Examples:
  $ doorflow-conformance run                              judge the embedded endpoint: a first look
  $ doorflow-conformance serve > practice.yaml            a practice endpoint and its description
  $ doorflow-conformance run --config practice.yaml       judge what a description names
  $ doorflow-conformance doctor --config practice.yaml    what a run could judge there, and what is missing
  $ doorflow-conformance cleanup --config staging.yaml    remove what a run has left that was killed
  $ doorflow-conformance explain RE-410                   what a clause requires, and where that is documented

Each command has its own --help. Exit codes: 0 conformant, 1 violations, 2 wrong use, 3 no verdict, 4 a fault of the
suite itself, 130 interrupted.`,
  )

for (const command of [
  runCommand(),
  doctorCommand(),
  serveCommand(),
  replayCommand(),
  compareCommand(),
  judgeCommand(),
  harCommand(),
  cleanUpCommand(),
  listCommand(),
  explainCommand(),
  contractCommand(),
])
  program.addCommand(command)

/** Errors come here and are said once, whichever command they arise in. */
for (const command of [program, ...program.commands])
  command
    .exitOverride()
    .configureOutput({ outputError: () => {} })
    .showHelpAfterError(false)

/** A reader that has seen enough, such as `head`, is no error; nor is a terminal that was closed. */
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error
  })

const fail = (error: unknown): void => {
  const { message, exitCode } = explainError(error)
  if (message !== undefined) note(`doorflow-conformance: ${message}`)
  if (debugging() && error instanceof Error) note(error.stack ?? '')
  process.exitCode = exitCode
}

process.on('uncaughtException', (error) => {
  fail(error)
  process.exit()
})

await program.parseAsync().catch(fail)
