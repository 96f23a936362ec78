import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The folder of the package, and its command as it is installed. */
export const packageRoot = fileURLToPath(new URL('../..', import.meta.url))
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Spawning {
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** Milliseconds after which a process that has not ended is killed, and the test fails. */
  readonly limit?: number
}

/** Nothing of this machine's environment may decide what a test shows. */
export const environment = (more: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH ?? '',
  HOME: process.env.HOME ?? '',
  TMPDIR: process.env.TMPDIR ?? '/tmp',
  ...more,
})

const living = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of living) child.kill('SIGKILL')
})

/** A process, and everything that it has said so far. It never outlives the tests. */
export class Running {
  stdout = ''
  stderr = ''
  readonly ended: Promise<Ended>
  readonly #child: ChildProcess
  readonly #listeners = new Set<() => void>()
  #over = false

  constructor(file: string, args: readonly string[], { env, cwd, limit = 120_000 }: Spawning = {}) {
    const child = spawn(file, args, {
      env: environment(env),
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    })
    this.#child = child
    living.add(child)
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
      this.#tell()
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
      this.#tell()
    })
    this.ended = new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        child.kill('SIGKILL')
        reject(new Error(`${args.join(' ')} has not ended after ${limit} ms; it said:\n${this.stderr.slice(-2000)}`))
      }, limit)
      const over = (): void => {
        clearTimeout(timer)
        living.delete(child)
        this.#over = true
        this.#tell()
      }
      child.once('error', (error) => {
        over()
        reject(error)
      })
      child.once('close', (code, signal) => {
        over()
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr })
      })
    })
    // Whoever waits hears of it; nobody has to.
    this.ended.catch(() => {})
  }

  get pid(): number {
    return this.#child.pid ?? 0
  }

  signal(name: NodeJS.Signals): void {
    this.#child.kill(name)
  }

  /** Resolves once standard error matches; rejects if the process ends without. */
  async said(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.stderr)
      if (found !== null) return found
      if (this.#over) throw new Error(`ended without saying ${pattern}:\n${this.stderr.slice(-2000)}`)
      await new Promise<void>((resolve) => this.#listeners.add(resolve))
    }
  }

  #tell(): void {
    const listeners = [...this.#listeners]
    this.#listeners.clear()
    for (const listener of listeners) listener()
  }
}

/** Starts the compiled command. */
export const startCli = (args: readonly string[], options?: Spawning): Running =>
  new Running(process.execPath, [main, ...args], options)

/** Runs the compiled command to its end. */
export const cli = (args: readonly string[], options?: Spawning): Promise<Ended> => startCli(args, options).ended

/** Runs any other program to its end. */
export const program = (file: string, args: readonly string[], options?: Spawning): Promise<Ended> =>
  new Running(file, args, options).ended

export interface Served {
  readonly url: string
  /** File of the description. */
  readonly config: string
  readonly pid: number
  /** Ends it by its process id, and waits for that. */
  stop(signal?: NodeJS.Signals): Promise<void>
}

/** `serve`, described in the file `config`. */
export const serve = async (config: string, args: readonly string[] = []): Promise<Served> => {
  const running = startCli(['serve', '--write-config', config, ...args], { limit: 600_000 })
  const [, url = ''] = await running.said(/^Listening on (http:\/\/[^\s/]+:\d+)[ .]/m)
  return {
    url,
    config,
    pid: running.pid,
    stop: async (signal = 'SIGTERM') => {
      running.signal(signal)
      await running.ended
    },
  }
}

/** Whether a process of that id lives. */
export const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** Ids of the processes that a process has started and that live. */
export const childrenOf = async (pid: number): Promise<readonly number[]> => {
  const { stdout } = await program('ps', ['-A', '-o', 'pid=,ppid='])
  return stdout
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child)
}

/** Puts the compiled command into a folder under the name that it has once it is installed, for use in a shell. */
export const installIn = async (folder: string): Promise<void> => {
  const script = `#!/bin/sh\nexec '${process.execPath}' '${main}' "$@"\n`
  await writeFile(join(folder, 'doorflow-conformance'), script, { mode: 0o755 })
}

/** Runs a line as somebody would who copies it into a shell; programs in `folder` are found. */
export const shell = (line: string, folder: string, options: Spawning = {}): Promise<Ended> =>
  program('/bin/sh', ['-c', line], {
    ...options,
    env: { PATH: `${folder}:${process.env.PATH ?? ''}`, ...options.env },
  })
