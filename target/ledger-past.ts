import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Exchange } from '../oracle/exchange.ts'
import { errorCode } from './error-code.ts'
import { TargetError } from './errors.ts'
import { createLedger, type Remains } from './ledger.ts'
import type { Intent, LedgerEntry, LedgerHeader, Outcome } from './ledger-file.ts'
import { type RecipeName, recipeNames } from './recipe-keeper.ts'
import { everyMarker } from './unique.ts'

/** What a ledger tells of a run whose processes are gone. */
export interface PastRun {
  readonly path: string
  /** Of the process that began it. */
  readonly header: LedgerHeader
  /** Of the one that wrote to it last. */
  readonly last: LedgerHeader
  readonly remains: Remains
  /** Recipes that may still be in force. */
  readonly recipes: readonly RecipeName[]
}

/**
 * Why a run may still be going on: because its process is there, or because it was begun on another machine, of whose
 * processes nobody here can tell. Undefined where it is over.
 */
export const mayGoOn = ({ last: { process: pid, host } }: PastRun): string | undefined => {
  if (host !== hostname()) return `it was begun on ${host}, and whether it goes on there cannot be told from here`
  if (pid === process.pid) return undefined
  const there = `it is still going on, as process ${pid}`
  try {
    process.kill(pid, 0)
    return there
  } catch (error) {
    // Somebody else's process is there, too.
    return error instanceof Error && 'code' in error && error.code === 'EPERM' ? there : undefined
  }
}

/**
 * Reads a ledger that a process has left behind, however it ended.
 *
 * @throws TargetError if the file cannot be read or is no ledger
 */
export const readLedger = (path: string): PastRun => {
  const [first, ...lines] = textOf(path)
    .split('\n')
    .filter((line) => line.trim() !== '')
  const header = first === undefined ? undefined : parsed(first)
  if (!isHeader(header)) throw new TargetError(`${path} is no ledger of this suite: its first line does not say so.`)
  if (header.ledger !== 1) {
    throw new TargetError(`${path} is a ledger of version ${header.ledger}, and this suite reads version 1.`)
  }
  const history = new History(header.run)
  let last = header
  for (const line of lines) {
    const entry = parsed(line)
    if (isHeader(entry)) {
      last = entry
      history.forget()
    } else if (isEntry(entry)) history.add(entry)
    // Whoever was killed while writing, or had no room left, has left half a line.
    else if (entry !== undefined)
      throw new TargetError(`${path} is damaged: ${JSON.stringify(line.slice(0, 60))} is no entry of a ledger.`)
  }
  history.forget()
  return { path, header, last, remains: history.ledger.remains(), recipes: [...history.recipes] }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new TargetError(`The ledger ${path} cannot be read (${errorCode(error)}).`)
  }
}

const parsed = (line: string): object | undefined => {
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

const isHeader = (entry: object | undefined): entry is LedgerHeader => {
  if (entry === undefined) return false
  const header = entry as Readonly<Record<string, unknown>>
  return (
    typeof header.ledger === 'number' &&
    typeof header.process === 'number' &&
    typeof header.run === 'string' &&
    /^[a-z2-7]{8}$/.test(header.run) &&
    ['url', 'edition', 'started', 'host'].every((name) => typeof header[name] === 'string')
  )
}

const isEntry = (entry: object | undefined): entry is LedgerEntry => {
  if (entry === undefined) return false
  const { sends, method, path, body, sent, read, status, shown, recipe } = entry as Readonly<Record<string, unknown>>
  if (sends !== undefined) return [method, path, body].every((text) => typeof text === 'string')
  if (sent !== undefined) return status === undefined || typeof status === 'number'
  if (read !== undefined) return typeof read === 'string' && typeof status === 'number' && Array.isArray(shown)
  return recipeNames.some((name) => name === recipe)
}

interface Shown {
  readonly status?: number
  readonly shown?: readonly object[]
  readonly doubtful?: boolean
}

/** Shows a ledger what the lines tell, as if it had been there. */
class History {
  readonly recipes = new Set<RecipeName>()
  readonly ledger
  readonly #open = new Map<number, Intent>()
  #order = 0

  constructor(run: string) {
    this.ledger = createLedger(everyMarker(run))
  }

  add(entry: LedgerEntry): void {
    if ('sends' in entry) this.#open.set(entry.sends, entry)
    else if ('sent' in entry) this.#end(entry)
    else if ('read' in entry) this.#show({ method: 'GET', path: entry.read, body: '' }, entry)
    else if (entry.entered) this.recipes.add(entry.recipe)
    else this.recipes.delete(entry.recipe)
  }

  /** The process is gone: whatever it had under way has an effect that nobody knows. */
  forget(): void {
    for (const intent of this.#open.values()) this.#show(intent, {})
    this.#open.clear()
  }

  #end(outcome: Outcome): void {
    const intent = this.#open.get(outcome.sent)
    if (intent === undefined) return
    this.#open.delete(outcome.sent)
    const { id, gone, ...rest } = outcome
    this.#show(intent, { ...rest, doubtful: gone !== true, shown: id === undefined ? [] : [{ id }] })
  }

  /** `doubtful`: whoever asked may not have been meant to see the thing. */
  #show({ method, path, body }: Omit<Intent, 'sends'>, { status, shown = [], doubtful = false }: Shown): void {
    const exchange: Exchange = {
      id: '',
      started: ++this.#order,
      ended: ++this.#order,
      attempt: 1,
      at: 0,
      duration: 0,
      request: {
        operation: '',
        method,
        path,
        headers: [['accept', 'application/json']],
        credentials: doubtful ? { kind: 'none' } : { kind: 'key', identity: 'full' },
        body: { text: body },
      },
      ...(status === undefined
        ? { failure: { kind: 'aborted', message: '' } }
        : { response: { status, headers: {}, body: { kind: 'json', value: shown, bytes: 0 } } }),
    }
    this.ledger.observe(exchange)
  }
}
