import { closeSync, constants, openSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import type { Exchange } from '../oracle/exchange.ts'
import { saysGone } from './absence.ts'
import type { WireRequest } from './client.ts'
import { errorCode } from './error-code.ts'
import { TargetError } from './errors.ts'
import { makeFolder } from './folders.ts'
import { type Id, idOf, type Members } from './ledger-entry.ts'
import { isSafe } from './methods.ts'
import type { RecipeName } from './recipe-keeper.ts'

/** The first line of a ledger, and one more for each process that has taken it up since. */
export interface LedgerHeader {
  /** Version of the format. */
  readonly ledger: 1
  /** Eight characters that stand in every marker of the run. */
  readonly run: string
  readonly suite: string
  readonly edition: string
  readonly url: string
  readonly account?: string
  /** ISO 8601, UTC. */
  readonly started: string
  /** Who writes it: a process that lives has not come to its end. */
  readonly process: number
  readonly host: string
}

/** What whoever opens a ledger says of the run. */
export type LedgerFacts = Omit<LedgerHeader, 'ledger' | 'started' | 'process' | 'host'>

/** Written before an unsafe request is sent. */
export interface Intent {
  readonly sends: number
  readonly method: string
  readonly path: string
  /** What of the body the ledger goes by. */
  readonly body: string
}

/** What came of it: no status where that is not known. */
export interface Outcome {
  readonly sent: number
  readonly status?: number
  readonly id?: Id
  /** Its 404 or 410 can be believed. */
  readonly gone?: true
}

/** A reading that said something new about the people of the run. */
export interface Reading {
  readonly read: string
  readonly status: number
  readonly shown: readonly Members[]
}

/** A recipe that changes the whole target: written before it is entered, and when it has been left. */
export interface RecipeEntry {
  readonly recipe: RecipeName
  readonly entered: boolean
}

export type LedgerEntry = Intent | Outcome | Reading | RecipeEntry

/**
 * The ledger on disk: JSON Lines, one object each. It is complete whenever a request that may change something leaves
 * this process, however this process ends.
 */
export interface LedgerFile {
  readonly path: string
  /** Writes down that a request is about to be sent. @throws TargetError if it cannot be: it must not be sent then */
  intend(request: WireRequest): void
  /** Notes what came of a request. `news`: what the ledger learnt from it. */
  note(request: WireRequest, exchange: Exchange, news: readonly Members[] | undefined): void
  /** Writes down that a recipe is about to be entered, or has been left. @throws TargetError as `intend` does */
  recipe(name: RecipeName, entered: boolean): void
  /** From here on nothing is kept back that cannot be written down: removing things goes before that. */
  relent(): void
  /** Why it could not be written since then; undefined where it could. */
  readonly problem: string | undefined
  /** Closes the file, and removes it where nothing is left or has been done at all. May be called more than once. */
  close(nothingLeft: boolean): void
}

/** Characters of a body that are kept whole. Of longer ones the markers are: more of them nobody goes by. */
const shortBody = 500
/** What shows who somebody is. */
const identifying = ['id', 'system_id', 'email'] as const
/** Keeps a folder of ledgers out of the repository that it stands in. */
const ignoreFile = '.gitignore'

const headerOf = (facts: LedgerFacts): LedgerHeader => ({
  ledger: 1,
  ...facts,
  started: new Date().toISOString(),
  process: process.pid,
  host: hostname(),
})

/**
 * Begins a ledger in a folder, which is made if it is not there.
 *
 * @param markersIn the markers of the run in a text
 * @throws TargetError if it cannot be written
 */
export const createLedgerFile = (
  folder: string,
  facts: LedgerFacts,
  markersIn: (text: string) => readonly string[],
): LedgerFile => {
  const path = join(folder, `${facts.run}.jsonl`)
  try {
    if (makeFolder(folder)) writeFileSync(join(folder, ignoreFile), '*\n')
    return openLedgerFile(path, 'wx', facts, markersIn)
  } catch (error) {
    throw error instanceof TargetError ? error : unwritable(path, error)
  }
}

/** Goes on with a ledger that another process has begun. @throws TargetError if it cannot be written */
export const resumeLedgerFile = (
  path: string,
  facts: LedgerFacts,
  markersIn: (text: string) => readonly string[],
): LedgerFile => {
  try {
    return openLedgerFile(path, 'a', facts, markersIn)
  } catch (error) {
    throw error instanceof TargetError ? error : unwritable(path, error)
  }
}

const unwritable = (path: string, error: unknown): TargetError => {
  return new TargetError(
    `The ledger ${path} cannot be written (${errorCode(error)}): name a folder with --ledger in which files can be.`,
  )
}

const openLedgerFile = (
  path: string,
  flags: 'wx' | 'a',
  facts: LedgerFacts,
  markersIn: (text: string) => readonly string[],
): LedgerFile => {
  const file = openSync(path, flags === 'a' ? constants.O_WRONLY | constants.O_APPEND : flags)
  const numbers = new WeakMap<WireRequest, number>()
  // What came of a request can wait for the next one: who cleans up without knowing it asks the target.
  let held = ''
  let sendings = 0
  let recipes = 0
  let open = true
  let relenting = false
  let problem: string | undefined

  const hold = (entry: LedgerHeader | LedgerEntry): void => {
    held += `${JSON.stringify(entry)}\n`
  }
  const flush = (): void => {
    const text = held
    // Of a write that fails half a line may stay: the next one begins on a line of its own.
    held = '\n'
    try {
      writeFileSync(file, text)
      held = ''
    } catch (error) {
      const failure = unwritable(path, error)
      if (!relenting) throw failure
      problem = failure.message
    }
  }

  // A line that a killed process has left unfinished must not swallow the first of ours.
  if (flags === 'a') held = '\n'
  hold(headerOf(facts))
  flush()

  return {
    path,
    intend: (request) => {
      const { method, path, body = '' } = request
      const text = typeof body === 'string' ? body : Buffer.from(body).toString('latin1')
      sendings += 1
      numbers.set(request, sendings)
      hold({ sends: sendings, method, path, body: text.length <= shortBody ? text : markersIn(text).join(' ') })
      flush()
    },
    note: (request, exchange, news) => {
      const { request: asked, response } = exchange
      const sent = numbers.get(request)
      if (sent !== undefined) {
        const id = idIn(response?.body.kind === 'json' ? response.body.value : undefined)
        hold({
          sent,
          ...(response === undefined ? {} : { status: response.status }),
          ...(id === undefined ? {} : { id }),
          ...(saysGone(exchange) ? { gone: true } : {}),
        })
      } else if (news !== undefined && response !== undefined && isSafe(asked.method)) {
        hold({ read: asked.path, status: response.status, shown: news.map(identified) })
      }
    },
    recipe: (recipe, entered) => {
      recipes += 1
      hold({ recipe, entered })
      flush()
    },
    relent: () => {
      relenting = true
    },
    get problem() {
      return problem
    },
    close: (nothingLeft) => {
      if (!open) return
      open = false
      try {
        if (!nothingLeft) flush()
      } finally {
        closeSync(file)
      }
      if (nothingLeft || (flags === 'wx' && sendings + recipes === 0)) rmSync(path, { force: true })
    },
  }
}

const idIn = (value: unknown): Id | undefined => {
  const [shown] = [value].flat()
  return typeof shown === 'object' && shown !== null && 'id' in shown ? idOf(shown.id) : undefined
}

const identified = (person: Members): Members =>
  Object.fromEntries(identifying.filter((name) => person[name] !== undefined).map((name) => [name, person[name]]))
