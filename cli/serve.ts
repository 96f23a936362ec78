import { readFile, writeFile } from 'node:fs/promises'
import { Command, Option } from 'commander'
import { dialects } from '../reference/dialects.ts'
import { faults } from '../reference/faults/index.ts'
import { facts } from '../reference/seed.ts'
import { type ReferenceOptions, type RunningReference, startReference } from '../reference/server.ts'
import { shellWord } from '../reports/shell.ts'
import { writeDescription } from '../target/description.ts'
import { UsageError, unknownName } from './errors.ts'
import { collect, wholeNumber } from './options.ts'
import { note, print } from './output.ts'

interface ServeOptions {
  readonly port: number
  readonly host: string
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
  $ doorflow-conformance run --config practice.yaml        in another terminal

Exit codes: 0 stopped, 2 wrong use (unknown fault, port in use)`,
    )
    .action((options: ServeOptions) => serve(options))

const heading = '# Practice endpoint of doorflow-conformance. Its keys are public, so they may stand here.\n'

const describe = (url: string): string =>
  heading +
  writeDescription({
    url,
    account: facts.accountId,
    dedicated: true,
    edition: 'classic',
    keys: facts.keys,
    forms: { paths: facts.forms, keys: facts.keyForms },
    fixtures: { hiddenPerson: facts.hiddenPersonId },
  })

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
  check('fault', options.fault ?? [], faults, '`list faults` shows what there is')
  check('dialect', options.dialect ?? [], dialects, '`list dialects` shows what there is')
}

/** A description that somebody wrote by hand is not ours to overwrite. */
const checkFile = async (file: string): Promise<void> => {
  const present = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw new UsageError(`${file} cannot be written (${error.code}); name another file.`)
  })
  if (present !== undefined && present !== '' && !present.startsWith(heading))
    throw new UsageError(`${file} exists and was not written by serve; name another file.`)
}

const problems: Readonly<Record<string, (options: ServeOptions) => string>> = {
  EADDRINUSE: ({ port }) => `Port ${port} is in use; choose another with --port, or 0 for any that is free.`,
  EACCES: ({ port }) => `Port ${port} may not be used by this user; choose one above 1023 with --port.`,
  EADDRNOTAVAIL: ({ host }) => `${JSON.stringify(host)} is no address of this computer; choose another with --host.`,
  ENOTFOUND: ({ host }) => `The host ${JSON.stringify(host)} is not known; choose another with --host.`,
  EAI_AGAIN: ({ host }) => `The host ${JSON.stringify(host)} is not known; choose another with --host.`,
}

const start = async (options: ServeOptions): Promise<RunningReference> => {
  const { port, host, fault = [], dialect = [] } = options
  const reference: ReferenceOptions = { port, host, faults: fault, dialects: dialect }
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
  if (options.writeConfig !== undefined) await checkFile(options.writeConfig)
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

const publish = async ({ writeConfig, fault = [], dialect = [] }: ServeOptions, url: string): Promise<void> => {
  const description = describe(url)
  if (writeConfig === undefined) print(description)
  else {
    await writeFile(writeConfig, description).catch((error: NodeJS.ErrnoException) => {
      throw new UsageError(`${writeConfig} cannot be written (${error.code}); name another file.`)
    })
  }
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
      process.on('SIGINT', () => {})
      process.once('disconnect', stop)
    } else {
      process.once('SIGINT', stop)
      process.once('SIGHUP', stop)
    }
  })
