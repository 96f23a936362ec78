import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Options {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Nothing of this machine's environment may decide what a test shows. */
const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  TMPDIR: process.env.TMPDIR ?? '/tmp',
  ...more,
})

/** Starts the compiled command. */
export const start = (args: readonly string[], { env, cwd }: Options = {}): ChildProcess =>
  spawn(process.execPath, [main, ...args], {
    env: environment(env),
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd === undefined ? {} : { cwd }),
  })

/** What a command said and how it ended. */
export const ended = (child: ChildProcess): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const said = { stdout: '', stderr: '' }
    child.stdout?.on('data', (chunk: Buffer) => {
      said.stdout += chunk.toString()
    })
    child.stderr?.on('data', (chunk: Buffer) => {
      said.stderr += chunk.toString()
    })
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, ...said }))
  })

/** Runs the compiled command to its end. */
export const command = (args: readonly string[], options: Options = {}): Promise<Ended> => ended(start(args, options))

/** Waits for a line on standard error. */
export const lineOf = (child: ChildProcess, wanted: RegExp): Promise<string> =>
  new Promise((resolve, reject) => {
    if (child.stderr === null) return reject(new Error('no standard error'))
    createInterface({ input: child.stderr }).on('line', (line) => {
      if (wanted.test(line)) resolve(line)
    })
    child.once('close', () => reject(new Error(`ended without saying ${wanted}`)))
  })

export interface Served {
  readonly url: string
  readonly config: string
  stop(): Promise<void>
}

/** A practice endpoint, described in the file `config`. */
export const serve = async (config: string, args: readonly string[] = []): Promise<Served> => {
  const child = start(['serve', '--write-config', config, ...args])
  const line = await lineOf(child, /^Listening on /)
  return {
    url: /http:\S+?(?=[. ])(?:\.\d+)*(?::\d+)?/.exec(line)?.[0] ?? '',
    config,
    stop: async () => {
      const over = ended(child)
      child.kill('SIGTERM')
      await over
    },
  }
}
