import { Command, Option } from 'commander'
import { dialectsOf, settleTimeOf } from '../reference/dialects.ts'
import type { EditionName } from '../reference/edition.ts'
import { faultsOf } from '../reference/faults/index.ts'
import { type ReferenceOptions, type RunningReference, startReference } from '../reference/server.ts'
import { shellWord } from '../reports/shell.ts'
import { writeDescription } from '../target/description.ts'
import { UsageError, unknownName } from './errors.ts'
import { collect, wholeNumber } from './options.ts'
import { note, print } from './output.ts'
import { checkOwnFile, writeOwnFile } from './own-file.ts'
import { practice } from './practice.ts'

interface ServeOptions {
  readonly port: number
  readonly host: string
  readonly edition: EditionName
  readonly fault?: readonly string[]
  readonly dialect?: readonly string[]
  readonly writeConfig?: string
  readonly announce?: true
}

export const serveCommand = (): Command =>
  new Command('serve')
    .summary('run a practice endpoint, sound or with planted faults')
    .description(
      'Runs a DoorFlow-compatible endpoint in memory, and prints the description with which `run --config` judges it.\nIt forgets everything when it ends. `list faults` shows what can be planted.',
    )
    .option('--port <number>', 'port to listen on; 0 takes any that is free', wholeNumber(0, 65_535), 0)
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .addOption(
      new Option('--edition <name>', 'contract that it speaks').choices(['classic', 'current']).default('classic'),
    )
    .option('--fault <id>', 'plant a fault; may be given again', collect)
    .option('--dialect <id>', 'answer in another way that the documents allow; may be given again', collect)
    .option('--write-config <file>', 'write the description there instead of printing it')
    .addOption(new Option('--announce', 'for programs: say the address in one line of JSON').hideHelp())
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance serve --port 8080 --write-config practice.yaml
  $ doorflow-conformance serve --fault gone-person-readable > practice.yaml
  $ doorflow-conformance serve --edition current > practice.yaml
  $ doorflow-conformance run --config practice.yaml        in another terminal

Exit codes: 0 stopped, 2 wrong use (unknown fault, port in use)`,
    )
    .action((options: ServeOptions) => serve(options))

const heading = '# Practice endpoint of doorflow-conformance. Its keys are public, so they may stand here.\n'

const describe = (url: string, { edition, dialect }: ServeOptions): string => {
  const settleTime = settleTimeOf(dialect)
  const settling = settleTime === 0 ? {} : { settleTime }
  return heading + writeDescription({ url, dedicated: true, edition, ...practice(edition), ...settling })
}

const checkIds = (options: ServeOptions): void => {
  const check = (
    what: string,
    written: readonly string[],
    known: readonly { readonly id: string }[],
    otherwise: string,
  ) => {
    const ids = known.map(({ id }) => id)
    for (const id of written) if (!ids.includes(id)) throw unknownName(what, id, ids, otherwise)
  }
  const { edition, fault = [], dialect = [] } = options
  check('fault', fault, faultsOf(edition), `\`list faults --edition ${edition}\` shows what there is`)
  check('dialect', dialect, dialectsOf(edition), `\`list dialects --edition ${edition}\` shows what there is`)
}

const problems: Readonly<Record<string, (options: ServeOptions) => string>> = {
  EADDRINUSE: ({ port }) => `Port ${port} is in use; choose another with --port, or 0 for any that is free.`,
  EACCES: ({ port }) => `Port ${port} may not be used by this user; choose one above 1023 with --port.`,
  EADDRNOTAVAIL: ({ host }) => `${JSON.stringify(host)} is no address of this computer; choose another with --host.`,
  ENOTFOUND: ({ host }) => `The host ${JSON.stringify(host)} is not known; choose another with --host.`,
  EAI_AGAIN: ({ host }) => `The host ${JSON.stringify(host)} is not known; choose another with --host.`,
}

const start = async (options: ServeOptions): Promise<RunningReference> => {
  const { port, host, edition, fault = [], dialect = [] } = options
  const reference: ReferenceOptions = { port, host, edition, faults: fault, dialects: dialect }
  try {
    return await startReference(reference)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const sentence = problems[code]?.(options)
    throw sentence === undefined ? error : new UsageError(sentence)
  }
}

/** Listens until told to stop. Started by another process, it ends with that one, and leaves Ctrl-C to it. */
const serve = async (options: ServeOptions): Promise<void> => {
  checkIds(options)
  if (options.writeConfig !== undefined)
    await checkOwnFile(options.writeConfig, 'serve', (text) => text.startsWith(heading))
  const server = await start(options)
  const stopped = untilStopped(options.announce === true)
  try {
    if (options.announce) print(JSON.stringify({ url: server.url }))
    else await publish(options, server.url)
    await stopped
  } finally {
    await server.close()
    // The channel to the process that started this one would keep this one alive.
    if (process.connected) process.disconnect()
  }
}

const publish = async (options: ServeOptions, url: string): Promise<void> => {
  const { writeConfig, fault = [], dialect = [] } = options
  const description = describe(url, options)
  if (writeConfig === undefined) print(description)
  else await writeOwnFile(writeConfig, description)
  const planted = [...fault, ...dialect].join(', ')
  note(`Listening on ${url}${planted === '' ? '' : ` with ${planted}`}. Ctrl-C stops it.`)
  const file = writeConfig ?? 'FILE'
  const how = writeConfig === undefined ? 'Save the lines above as FILE, then: ' : 'In another terminal: '
  note(`${how}doorflow-conformance run --config ${shellWord([file])}`)
}

const untilStopped = (announced: boolean): Promise<void> =>
  new Promise((resolve) => {
    const stop = (): void => resolve()
    process.once('SIGTERM', stop)
    if (announced && process.send !== undefined) {
      // Both go to all that a terminal has started.
      process.on('SIGINT', () => {})
      process.on('SIGHUP', () => {})
      process.once('disconnect', stop)
    } else {
      process.once('SIGINT', stop)
      process.once('SIGHUP', stop)
    }
  })
