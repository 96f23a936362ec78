import type { Edition } from '../contract/edition.ts'
import { editions } from '../contract/index.ts'
import type { Operation } from '../contract/operation.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { RunEnding } from '../oracle/results.ts'
import { cleanUp } from './clean-up.ts'
import { type Attempt, createClient, type SendOptions, type WireRequest } from './client.ts'
import { checkProxies } from './connections.ts'
import type { TargetDescription } from './description.ts'
import { discover, readRequest } from './discovery.ts'
import { endStates } from './end-states.ts'
import { TargetError } from './errors.ts'
import type { Fixtures } from './fixtures.ts'
import { check, triesWrongKey } from './guard.ts'
import { secretsOf } from './identities.ts'
import { createLedger, type Ledger } from './ledger.ts'
import { createLedgerFile, type LedgerFacts, type LedgerFile, resumeLedgerFile } from './ledger-file.ts'
import type { PastRun } from './ledger-past.ts'
import { oversee } from './oversight.ts'
import { createRecipeKeeper, type RecipeKeeper } from './recipe-keeper.ts'
import type { Recorder } from './recorder.ts'
import { createRedaction } from './redaction.ts'
import { everyMarker, newRunId, type UniqueValues, uniqueValues } from './unique.ts'
import { vocabulary } from './vocabulary.ts'

/** A target that has been found to be the described one, ready to be exercised. */
export interface TargetSession {
  readonly runId: string
  readonly description: TargetDescription
  readonly fixtures: Fixtures
  readonly unique: UniqueValues
  readonly ledger: Ledger
  /** What was sent to get here, to be judged like anything else. */
  readonly discovered: readonly Exchange[]
  /**
   * Sends a request and resolves to its last attempt, redacted, recorded, and noted in the ledger. Never rejects for
   * what the target does.
   *
   * @throws GuardError if the request must not or cannot be sent
   */
  send(request: WireRequest, options?: SendOptions): Promise<Exchange>
  /** What changes the whole target, where the description says how. */
  readonly recipes: RecipeKeeper
  /**
   * Raised when nothing more is to be begun: the run was interrupted, its budget is used up, or the target is gone; why,
   * `endingOf` says. Cleaning up does not heed it.
   */
  readonly signal: AbortSignal
  /** Why the run had to end early, and what cleaning up then took; undefined where it did not have to. */
  readonly ending: RunEnding | undefined
  /** Requests with a wrong key sent so far; on a shared target they may not exceed `wrongKeyLimit`. */
  readonly wrongKeys: number
  /**
   * Leaves what recipes have entered and removes what the run created and the target has shown to be ours, even if the
   * run was interrupted.
   *
   * @param patience milliseconds that it takes at most, recipes aside; a minute if not given
   * @returns what is left, as `people 4711: DELETE answered 500`
   */
  cleanUp(patience?: number): Promise<readonly string[]>
  /** Ends all connections, closes the recorder, and closes the ledger: its file stays unless nothing is left. */
  close(): Promise<void>
}

export interface SessionOptions {
  /** Most requests in flight. */
  readonly concurrency: number
  readonly recorder: Recorder
  /** Ends everything but cleaning up. */
  readonly signal?: AbortSignal | undefined
  /** Version of the suite. */
  readonly version: string
  /** Eight characters; drawn at random if not given. */
  readonly runId?: string | undefined
  /**
   * Where the ledger is kept, so that it outlives this process: in a folder, or in the file of a run that is to be cleaned
   * up after. In memory alone if not given.
   */
  readonly ledger?: { readonly folder: string } | PastRun | undefined
  /** Milliseconds for a whole request; 10,000 if not given. */
  readonly timeout?: number | undefined
  /** Most bytes of a response body; 8 MiB if not given. */
  readonly maxBodySize?: number | undefined
  /**
   * Nothing but readings will be sent: another account or edition than the described one does not end the session, and
   * `fixtures` says whether the account is the described one. Nothing unsafe can be sent unless it is.
   */
  readonly readOnly?: boolean | undefined
}

/** What stands behind the callback URL where a rule shows it: by that it is found to be ours. */
const markerBehind = (callbackUrl: string | undefined, text: string): string =>
  callbackUrl !== undefined && text.startsWith(callbackUrl)
    ? text.slice(callbackUrl.length).replace(/^\/?[?&]run=/, '')
    : ''

/** What every target answers. */
const accountOf = ({ name, operations }: Edition): Operation => {
  const operation = operations.find(({ resource, action }) => resource === 'account' && action === 'read')
  if (operation === undefined) throw new Error(`The edition ${name} has no operation that reads the account.`)
  return operation
}

const defaultBodySize = 8 * 1024 * 1024

/**
 * Opens a session: reads account and fixtures, and makes sure that the target is the one that was described.
 *
 * @throws TargetError as `discover` does, and if the ledger cannot be written; everything is closed then, the recorder too
 */
export const openSession = async (description: TargetDescription, options: SessionOptions): Promise<TargetSession> => {
  checkProxies(description.url)
  const { recorder, signal, version, concurrency, timeout, maxBodySize = defaultBodySize } = options
  const edition = editions[description.edition]
  if (edition === undefined) throw new TargetError(`There is no edition ${description.edition}.`)
  const past = options.ledger !== undefined && 'remains' in options.ledger ? options.ledger : undefined
  const runId = past?.header.run ?? options.runId ?? newRunId()
  const unique = past === undefined ? uniqueValues(runId) : everyMarker(runId)
  const ledger = createLedger(unique)
  const redirectUri = description.allow.oauth?.redirectUri
  const redaction = createRedaction({
    secrets: secretsOf(description),
    words: new Set([...vocabulary(description.edition), ...Object.values(endStates).flat()]),
    issued: (text) => unique.issued(text) || unique.issued(markerBehind(description.allow.callbackUrl, text)),
    redirect: redirectUri === undefined ? undefined : { uri: redirectUri, base: description.url },
    limit: maxBodySize,
  })
  const file = await openFile(options.ledger, recorder, {
    facts: {
      run: runId,
      suite: version,
      edition: description.edition,
      url: description.url,
      ...(description.account === undefined ? {} : { account: description.account }),
    },
    markersIn: unique.markersIn,
  })
  const recipes = createRecipeKeeper(description, undefined, {
    entered: past?.recipes,
    note: file?.recipe,
  })
  // Nobody knows that anything is left before all of it has been looked for.
  let nothingLeft = false
  const oversight = oversee({
    signal,
    budgets: description.budgets,
    ledger,
    concurrency,
    probe: async () => (await client.send(readRequest(accountOf(edition)), { hurry: true })).failure,
  })
  const looks = new WeakMap<WireRequest, (value: unknown) => void>()

  /** The one path from the wire into memory: whatever is recorded or judged has come by here. */
  const observe = (request: WireRequest, attempt: Attempt, known: readonly string[]): Exchange => {
    const { id, started, ended, attempt: number, at, duration, answer, failure } = attempt
    const unanswered = failure === undefined ? {} : { failure }
    const exchange: Exchange = {
      id,
      started,
      ended,
      attempt: number,
      at,
      duration,
      request: redaction.request(request),
      ...(answer === undefined ? unanswered : { response: redaction.response(answer, known, looks.get(request)) }),
    }
    const news = ledger.observe(exchange)
    file?.note(request, exchange, news)
    recorder.record(exchange)
    return exchange
  }

  const client = createClient(description, {
    runId,
    version,
    concurrency,
    observe,
    permit: (request) => {
      check(request, facts)
      if (triesWrongKey(request)) facts.wrongKeys += 1
    },
    intend: file?.intend,
    unknownKey: unique.unknownKey(description.identities.full.length),
    rate: description.budgets.rate,
    watch: oversight,
    signal: oversight.signal,
    timeout,
    maxBodySize,
  })
  const facts = {
    kind: description.kind,
    edition: description.edition,
    allow: description.allow,
    accountVerified: false,
    ledger,
    wrongKeys: 0,
  }

  const close = async (): Promise<void> => {
    oversight.end()
    await client.close()
    await recorder.close()
    file?.close(nothingLeft)
  }

  try {
    if (past !== undefined) {
      ledger.recall(past.remains)
      // First: during maintenance nobody can be asked for anything.
      const stuck = await recipes.leaveAll()
      if (stuck.length > 0) throw new TargetError(stuck.join(' '), 3)
    }
    const ask = (request: WireRequest, look?: (value: unknown) => void, once = false) => {
      if (look !== undefined) looks.set(request, look)
      return client.send(request, { once })
    }
    const { fixtures, exchanges } = await discover(edition, description, ask, options.readOnly)
    facts.accountVerified = fixtures.accountVerified
    oversight.begin()
    return {
      runId,
      description,
      fixtures,
      unique,
      ledger,
      discovered: exchanges,
      send: client.send,
      recipes,
      signal: oversight.signal,
      get ending() {
        return oversight.ending
      },
      get wrongKeys() {
        return facts.wrongKeys
      },
      cleanUp: async (patience) => {
        file?.relent()
        oversight.end()
        client.ignoreSignal()
        // First: during maintenance nothing can be removed.
        const entered = await recipes.leaveAll()
        const forgotten = past !== undefined
        const options = { concurrency, patience, forgotten, calmDoors: forgotten ? [] : fixtures.doors }
        const left = [...entered, ...(await cleanUp(edition, ledger, client.send, options))]
        nothingLeft = left.length === 0
        return nothingLeft || file?.problem === undefined ? left : [...left, file.problem]
      },
      close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

/** @throws TargetError if it cannot be written; the recorder is closed then */
const openFile = async (
  place: SessionOptions['ledger'],
  recorder: Recorder,
  { facts, markersIn }: { readonly facts: LedgerFacts; readonly markersIn: UniqueValues['markersIn'] },
): Promise<LedgerFile | undefined> => {
  if (place === undefined) return undefined
  try {
    return 'folder' in place
      ? createLedgerFile(place.folder, facts, markersIn)
      : resumeLedgerFile(place.path, facts, markersIn)
  } catch (error) {
    await recorder.close()
    throw error
  }
}
