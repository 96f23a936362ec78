import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { describeEmbedded, type TargetDescription } from '../target/description.ts'
import { UsageError } from './errors.ts'
import { practice } from './practice.ts'

export interface Embedded {
  readonly description: TargetDescription
  /** Ends the endpoint and returns when its process has gone. May be called more than once. */
  stop(): Promise<void>
}

/** Milliseconds that the endpoint may take to begin and to end. */
const patience = { start: 15_000, stop: 2_000 }

/** What the suite knows of the endpoint that it starts itself. */
export const embeddedDescription = (url: string, edition = 'classic'): TargetDescription =>
  describeEmbedded({
    url,
    edition,
    ...practice(edition),
  })

/** The compiled command: beside this file, or in `dist` where this file runs from its source. */
const compiledCommand = (): string => {
  const compiled = import.meta.url.endsWith('.js')
  const path = fileURLToPath(new URL(compiled ? 'main.js' : '../dist/cli/main.js', import.meta.url))
  if (!existsSync(path)) throw new UsageError(`${path} is missing; run "npm run build" first.`)
  return path
}

/**
 * Starts the embedded endpoint in a process of its own, speaking the given edition and with the given faults planted. It
 * ends with this process, however this one ends.
 *
 * @throws UsageError if there is no compiled command; Error if the endpoint does not come up.
 */
export const startEmbedded = async (edition: string, faults: readonly string[] = []): Promise<Embedded> => {
  const planted = faults.flatMap((id) => ['--fault', id])
  const spoken = ['--edition', edition]
  const child = spawn(
    process.execPath,
    [compiledCommand(), 'serve', '--port', '0', '--announce', ...spoken, ...planted],
    {
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  const stop = stopper(child)
  try {
    return { description: embeddedDescription(await announced(child), edition), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** The address that the endpoint announces in its first line. */
const announced = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    let complaint = ''
    child.stderr?.on('data', (chunk: Buffer) => {
      complaint = `${complaint}${chunk.toString()}`.slice(-2000)
    })
    const timer = setTimeout(() => reject(new Error('the embedded endpoint does not come up')), patience.start)
    const fail = (why: string): void => {
      clearTimeout(timer)
      const said = complaint.trim().split('\n').at(-1) ?? ''
      reject(new Error(`the embedded endpoint ${why}${said === '' ? '' : `: ${said}`}`))
    }
    child.once('error', (error) => fail(`cannot be started (${error.message})`))
    child.once('exit', (code, signal) => fail(`ended at once (${signal ?? code})`))
    if (child.stdout === null) return
    createInterface({ input: child.stdout }).once('line', (line) => {
      clearTimeout(timer)
      const { url } = JSON.parse(line) as { readonly url: string }
      resolve(url)
    })
  })

const gone = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null

const stopper = (child: ChildProcess): (() => Promise<void>) => {
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  })
  return async () => {
    if (gone(child) || child.pid === undefined) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), patience.stop)
    await ended
    clearTimeout(timer)
  }
}
