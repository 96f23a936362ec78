import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import { operationOf } from '../../contract/lookup.ts'
import { made } from '../../generators/draft.ts'
import { plainRequest } from '../../generators/valid.ts'
import { type RecordedRun, recordingFormat, recordingVersion } from '../../oracle/evidence.ts'
import type { Expectation, TargetFacts } from '../../oracle/expectation.ts'
import { judge } from '../../oracle/judge.ts'
import type { CellReport, RunEnding } from '../../oracle/results.ts'
import { Tally } from '../../oracle/tally.ts'
import type { TargetDescription } from '../../target/description.ts'
import { TargetError } from '../../target/errors.ts'
import type { Fixtures } from '../../target/fixtures.ts'
import { recordedTarget } from '../../target/recorded-target.ts'
import { discardingRecorder, fileRecorder } from '../../target/recorder.ts'
import type { TargetSession } from '../../target/session.ts'
import { openSession } from '../../target/session.ts'
import type { RunSettings } from '../settings.ts'
import { plainStep } from '../step.ts'
import { MissingFixture } from './binding.ts'
import { recentWrites } from './recent-writes.ts'
import { recordedCase } from './recorded-case.ts'
import { Registry } from './registry.ts'
import type { CaseContext } from './run-case.ts'
import { runCase } from './run-case.ts'
import type { CellContext } from './run-variant.ts'
import { newScope } from './scope.ts'
import { setUp } from './set-up.ts'
import { tearDown } from './tear-down.ts'
import { ownSuite, suiteVersion } from './version.ts'

/** A run that is under way: what cells are run in, and how it ends. */
export interface Run {
  readonly context: CellContext
  /** What the first look at the target showed: evidence like any other. */
  readonly discovery: CellReport
  /** Removes what the run created; returns what could not be removed. */
  close(): Promise<readonly string[]>
  /** Why it had to end early, once it is closed also what cleaning up took; undefined where it did not have to. */
  ending(): RunEnding | undefined
}

/**
 * Opens a session with the target and learns what the cells must know. Throws a TargetError where the target cannot be
 * judged at all.
 */
export const openRun = async (settings: RunSettings, signal: AbortSignal): Promise<Run> => {
  const { description } = settings
  const edition = editions[description.edition]
  if (edition === undefined) throw new Error(`There is no edition "${description.edition}"`)
  const recorder = settings.evidence === undefined ? undefined : fileRecorder(settings.evidence)
  const began = performance.now()
  recorder?.note({ run: recordedRun(settings) })
  const session = await openSession(description, {
    concurrency: settings.concurrency,
    recorder: recorder ?? discardingRecorder(),
    signal,
    version: suiteVersion,
    runId: settings.runId,
    ledger: settings.ledger === undefined ? undefined : { folder: settings.ledger },
  })
  const musts = new Set(edition.clauses.filter(({ level }) => level === 'MUST').map(({ id }) => id))
  const today = new Date()
  const unrecorded: CellContext = {
    edition,
    operations: new Map(edition.operations.map((operation) => [operation.id, operation])),
    session,
    source: {
      fixtures: session.fixtures,
      unique: session.unique,
      issueMarker: () => session.ledger.issue(),
      baseDay: Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), today.getUTCDate()),
    },
    facts: factsOf(description, session.fixtures),
    deletedLater: new Set(),
    recent: recentWrites(description.settleTime),
    signal: session.signal,
    seed: settings.seed,
    registry: new Registry(settings.maxFindings, (clause) => musts.has(clause)),
    concurrency: settings.concurrency,
  }
  if (session.fixtures.accountVerified || description.kind === 'embedded') await learnWrapper(unrecorded, session)
  // Before anything is judged: nothing of what would be made could be asked for, nor removed.
  if (session.ledger.nameless().length > 0) await giveUp(session)
  const context = recorder === undefined ? unrecorded : { ...unrecorded, recorder }
  const { source, facts } = context
  recorder?.note({ found: { id: session.runId, facts, fixtures: source.fixtures, baseDay: source.baseDay } })
  return {
    context,
    discovery: judgeDiscovery(edition, context),
    close: async () => {
      const leftovers = await session.cleanUp()
      const { ending } = session
      const interrupted = signal.aborted && ending === undefined
      const duration = (performance.now() - began) / 1000
      recorder?.note({ end: { leftovers, interrupted, duration, ...(ending === undefined ? {} : { ending }) } })
      await session.close()
      return leftovers
    },
    ending: () => session.ending,
  }
}

/** @throws TargetError that names what is left; everything else is removed, and the session closed */
const giveUp = async (session: TargetSession): Promise<never> => {
  const left = await session.cleanUp()
  await session.close()
  throw new TargetError(
    `${session.description.url} cannot be judged: what it creates has ids that nothing can be asked for by. Left behind on the target: ${left.join('; ')}.`,
  )
}

/** What judgements may depend on besides the exchanges. */
export const factsOf = ({ kind }: Pick<TargetDescription, 'kind'>, { account, slugs }: Fixtures): TargetFacts => ({
  shared: kind === 'shared',
  ...(account?.timeZone === undefined ? {} : { timeZone: account.timeZone }),
  slugs: Object.fromEntries(Object.values(slugs).flatMap((all) => all.map(({ name, type }) => [name, type]))),
})

const recordedRun = ({ description, profile, runs, only, exclude, seed, maxFindings }: RunSettings): RecordedRun => ({
  format: recordingFormat,
  version: recordingVersion,
  suite: ownSuite,
  edition: description.edition,
  profile,
  ...(runs === undefined ? {} : { runs }),
  only,
  exclude,
  seed,
  maxFindings,
  startedAt: new Date().toISOString(),
  target: recordedTarget(description),
})

/** Judges what discovery read. Nothing was drawn, so that nothing of it can be shrunk: its cells come back to it. */
const judgeDiscovery = (edition: Edition, { session, facts, recorder }: CaseContext): CellReport => {
  const tally = new Tally()
  const place = { cell: 'discovery', variant: '' }
  for (const exchange of session.discovered) {
    if (exchange.request.credentials.kind !== 'key' || exchange.request.credentials.identity !== 'full') continue
    const operation = edition.operations.find(({ id }) => id === exchange.request.operation)
    if (operation === undefined) continue
    const expectation: Expectation = {
      steps: [{ operation: operation.id, outcome: operation.outcome, strength: 'succeed' }],
      relations: [],
      target: facts,
    }
    recorder?.case(recordedCase({ place, part: { kind: 'discovery' }, expectation, exchanges: [exchange] }))
    tally.answered([exchange])
    tally.add(judge(edition, expectation, [exchange]))
  }
  const report = tally.report({ cell: place.cell, clause: '', operation: '', carrier: true, digest: '' })
  recorder?.note({ cell: report })
  return report
}

/**
 * The articles show the body of a credential below its person both bare and below `person_credential`. Whichever the
 * target takes is used from here on; the wrapped form where it takes both or neither.
 */
const learnWrapper = async (context: CaseContext, session: TargetSession): Promise<void> => {
  const scope = newScope()
  session.fixtures.nestedWrapper = true
  try {
    await setUp(context, scope, ['person'])
    if (!scope.things.has('person')) return
    const create = plainStep(context.edition, plainRequest(operationOf(context.edition, 'createPersonCredential')), {
      makes: 'probe',
    })
    const read = plainStep(context.edition, {
      ...plainRequest(operationOf(context.edition, 'getPersonCredential')),
      path: { person_id: made('person'), id: made('probe') },
    })
    for (const wrapper of [true, false]) {
      session.fixtures.nestedWrapper = wrapper
      const { accepted } = await runCase(context, { steps: [create, read], relations: [], subject: 0 }, scope)
      if (accepted) return
    }
    session.fixtures.nestedWrapper = true
  } catch (error) {
    // Without a type there are no credentials to create: their cells say so themselves.
    if (!(error instanceof MissingFixture)) throw error
  } finally {
    await tearDown(context, scope)
  }
}
