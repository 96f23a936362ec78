import { setTimeout } from 'node:timers/promises'
import type { Edition, Operation } from '../../contract/types.ts'
import type { Draft, DraftValue, Symbolic } from '../../generators/draft.ts'
import { isSymbolic } from '../../generators/draft.ts'
import type { Binding } from '../../generators/wire.ts'
import { resolve, wireForm } from '../../generators/wire.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expectation, Relation, TargetFacts } from '../../oracle/expectation.ts'
import { judge } from '../../oracle/judge.ts'
import { askedWait } from '../../oracle/limits.ts'
import type { Judgement } from '../../oracle/results.ts'
import { GuardError } from '../../target/errors.ts'
import { type RecordResource, recordResources } from '../../target/ledger-records.ts'
import { patience, pause } from '../../target/pacing.ts'
import type { TargetSession } from '../../target/session.ts'
import type { Case, RelationDraft, Step } from '../case.ts'
import type { BindingSource, CaseBinding, Things } from './binding.ts'
import { bindCase, NotMade } from './binding.ts'
import { withRecipes } from './recipes.ts'

/** What running cases needs to know. */
export interface CaseContext {
  readonly edition: Edition
  readonly operations: ReadonlyMap<string, Operation>
  readonly session: TargetSession
  readonly source: BindingSource
  readonly facts: TargetFacts
  readonly signal: AbortSignal
}

/** Things made for one case or several, and the people among them that are still to be deleted. */
export interface Scope {
  readonly things: Things
  readonly people: Set<number | string>
  /** People who have been deleted, and when that was answered. */
  readonly deleted: Map<string, number>
  /** Credentials that are still to be deleted, and whose they are. */
  readonly credentials: Map<number | string, number | string>
  /** Other records that are still to be deleted, by their id, with the resource that they are of. */
  readonly records: Map<number | string, RecordResource>
  /** What was sent to set it up, and the strings that were written then. */
  readonly exchanges: Exchange[]
  readonly strings: string[]
}

export const newScope = (): Scope => ({
  things: new Map(),
  people: new Set(),
  deleted: new Map(),
  credentials: new Map(),
  records: new Map(),
  exchanges: [],
  strings: [],
})

export interface CaseRun {
  readonly judged: Case
  /** Strings that it wrote. */
  readonly written: readonly string[]
  readonly exchanges: readonly (Exchange | undefined)[]
  readonly expectation: Expectation
  readonly judgement: Judgement
  /** The step that the case is about was answered 2xx. */
  readonly accepted: boolean
  /**
   * Why a step was held back: the target has not shown that what it would change is the run's own, a recipe did not
   * work, or the target asks for too much patience.
   */
  readonly held?: string
}

/** What a run shows of the target: in a chain nothing behind the step at which it went astray. */
export const judgedExchanges = ({ exchanges, judgement: { until } }: CaseRun): readonly (Exchange | undefined)[] =>
  until === undefined ? exchanges : exchanges.slice(0, until + 1)

const isAccepted = (exchange: Exchange | undefined): boolean =>
  exchange?.response !== undefined && exchange.response.status >= 200 && exchange.response.status < 300

const isRead = (exchange: Exchange | undefined): boolean => exchange?.request.method === 'GET'

const isRefused = (exchange: Exchange | undefined): boolean =>
  exchange?.response !== undefined && exchange.response.status >= 400

/** The id in the answer to a create: of the resource, or of the only one in a list. */
export const idIn = (exchange: Exchange): number | string | undefined => {
  const body = exchange.response?.body
  const value = body?.kind === 'json' ? body.value : undefined
  const resource: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (typeof resource !== 'object' || resource === null) return undefined
  const { id = (resource as { admission_request_id?: unknown }).admission_request_id } = resource as { id?: unknown }
  // Ids of people are numbers wherever they are written, even if the answer puts one in quotes (which is judged there).
  if (typeof id === 'string' && exchange.request.operation === 'createPerson' && /^\d{1,15}$/.test(id))
    return Number(id)
  return typeof id === 'number' || typeof id === 'string' ? id : undefined
}

/**
 * Every string that the suite itself writes: these, and no others, stay legible in what comes back. They are gathered
 * before the first step is sent, so that what two steps show is redacted alike and can be compared.
 */
const stringsOf = (value: DraftValue | undefined, bind: Binding, strings: string[]): void => {
  if (typeof value === 'string') strings.push(value)
  else if (typeof value !== 'object' || value === null) return
  else if (isSymbolic(value)) {
    if (value.$ === 'made' || (value.$ === 'fixture' && value.distinct === true)) return
    const bound = bind(value)
    if (typeof bound === 'string') strings.push(bound)
  } else for (const member of Object.values(value) as DraftValue[]) stringsOf(member, bind, strings)
}

const writtenStrings = ({ steps }: Case, bind: Binding): string[] => {
  const strings: string[] = []
  for (const { draft } of steps) {
    stringsOf(draft.body?.value, bind, strings)
    for (const [, value] of draft.body?.named ?? []) stringsOf(value, bind, strings)
    for (const [, value] of draft.query) stringsOf(value, bind, strings)
  }
  return strings
}

/** What a request has written is not drawn anew: a later step of its case may write or look for the same. */
const keepValues = (value: DraftValue | undefined, bind: CaseBinding): void => {
  if (typeof value !== 'object' || value === null) return
  if (!isSymbolic(value)) for (const member of Object.values(value) as DraftValue[]) keepValues(member, bind)
  else if (value.$ === 'credential-value') bind.keep(value)
}

/** The step at a position, and those behind it that are sent at the same time. */
const groupAt = (steps: readonly Step[], at: number): readonly Step[] => {
  const together = steps[at]?.together
  if (together === undefined) return steps.slice(at, at + 1)
  const end = steps.findIndex((step, index) => index > at && step.together !== together)
  return steps.slice(at, end === -1 ? steps.length : end)
}

const bindRelation = (relation: RelationDraft, bind: Binding): Relation => {
  if (relation.kind === 'nothing-created') return { ...relation, marker: String(resolve(relation.marker, bind)) }
  if (relation.kind !== 'same-list') return relation
  const { person, ...rest } = relation
  return person === undefined ? rest : { ...rest, person: String(resolve(person, bind)) }
}

/** The things that a draft refers to and that no step before it makes. */
export const neededThings = ({ steps, relations }: Case): readonly string[] => {
  const made = new Set<string>()
  const needed = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (isSymbolic(value)) {
      const symbol: Symbolic = value
      if (symbol.$ === 'made' && !made.has(symbol.of)) needed.add(symbol.of)
      // What an id must look like is learnt from one that the target gave.
      if (symbol.$ === 'unknown' && symbol.of === 'credential') needed.add('credential')
      return
    }
    for (const member of Object.values(value)) visit(member)
  }
  for (const { draft, makes } of steps) {
    visit(draft.path)
    visit(draft.body?.value)
    visit(draft.query)
    if (makes !== undefined) made.add(makes)
  }
  for (const relation of relations) if (relation.kind === 'same-list') visit(relation.person)
  return [...needed]
}

/**
 * Sends the steps of a case one after the other and has the oracle judge what came back. A step whose condition does
 * not hold, or which needs something that was not created, is not sent.
 */
export const runCase = async (context: CaseContext, one: Case, scope: Scope, recurring = false): Promise<CaseRun> => {
  const { edition, operations, session, signal } = context
  // What the case makes is its own; what its set-up made is shared.
  const things: Things = new Map(scope.things)
  const bind = bindCase(context.source, things)
  const written = writtenStrings(one, bind)
  const known = [...scope.strings, ...written]
  const exchanges: (Exchange | undefined)[] = []
  let held: string | undefined
  // What stayed wrong however long it was waited for.
  let unsettled = 0

  const expectation: Expectation = {
    steps: one.steps.map(({ draft, expected }, index) => ({
      operation: draft.operation,
      ...expected,
      ...(recurring && index === one.subject ? { recurring } : {}),
    })),
    relations: one.relations.map((relation) => bindRelation(relation, bind)),
    target: context.facts,
    ...(one.chained === true ? { chained: true } : {}),
  }

  const stuck = await withRecipes(session, signal, async (moveTo) => {
    for (let next = 0; next < one.steps.length; ) {
      const group = groupAt(one.steps, next)
      if (!(await settledBefore(group)) && one.chained === true) break
      await moveTo(group[0]?.during)
      if (!(await waitedFor(group))) break
      const sending = group.map((step) => (shouldSend(step, exchanges, bind) ? sendStep(step) : undefined))
      for (const exchange of await Promise.all(sending)) exchanges.push(exchange)
      next += group.length
      if (signal.aborted) break
    }
  })
  held ??= stuck

  const judgement = await settle(judge(edition, expectation, exchanges))
  return {
    judged: one,
    written,
    exchanges,
    expectation,
    judgement,
    accepted: isAccepted(exchanges[one.subject]),
    ...(held === undefined ? {} : { held }),
  }

  /**
   * A target may show a little later what it has been told: while more is wrong than was before the last write, what has
   * been read since is read again, for as long as the description grants.
   */
  async function settle(first: Judgement): Promise<Judgement> {
    const { settleTime } = session.description
    if (settleTime === 0) return first
    const wrote = exchanges.findLastIndex((exchange) => exchange !== undefined && !isRead(exchange))
    const reading = one.steps
      .map((step, index) => ({ step, index }))
      .filter(({ step, index }) => index > wrote && isRead(exchanges[index]) && step.during === undefined)
    if (wrote === -1 || reading.length === 0) return first
    const started = performance.now()
    let judgement = first
    for (let pause = 50; judgement.violations.length > unsettled && !signal.aborted; pause = Math.min(2 * pause, 500)) {
      const left = settleTime - (performance.now() - started)
      if (left <= 0) return judgement
      await setTimeout(Math.min(pause, left))
      for (const { step, index } of reading) exchanges[index] = await sendStep(step)
      judgement = judge(edition, expectation, exchanges)
    }
    if (judgement === first) return first
    const detail = `settled within ${Math.ceil((performance.now() - started) / 100) / 10} s`
    const operation = one.steps[wrote]?.draft.operation ?? ''
    return { ...judgement, observations: [...judgement.observations, { operation, what: 'settled-later', detail }] }
  }

  /** Looks at what has been read so far before something is written again; whether it is all as it should be. */
  async function settledBefore(group: readonly Step[]): Promise<boolean> {
    const { settleTime } = session.description
    const writes = group.some(({ draft }) => operations.get(draft.operation)?.method !== 'GET')
    if (settleTime === 0 || !writes || !isRead(exchanges.at(-1))) return true
    unsettled = (await settle(judge(edition, expectation, exchanges))).violations.length
    return unsettled === 0
  }

  /** Waits as long as the answers to earlier steps ask for, unless that is longer than anybody waits here. */
  async function waitedFor(group: readonly Step[]): Promise<boolean> {
    const asking = group.flatMap(({ afterWaitOf = [] }) => afterWaitOf).flatMap((step) => exchanges[step] ?? [])
    const seconds = asking.reduce((most, exchange) => Math.max(most, askedWait(exchange, Date.now()) ?? 0), 0)
    if (seconds * 1000 <= patience.wait) {
      if (seconds > 0) await pause(seconds * 1000, [signal])
      return true
    }
    held = `rate-limited: it asks to wait for ${Math.ceil(seconds)} s, and ${patience.wait / 1000} s are waited at most`
    return false
  }

  async function sendStep({ draft, makes, expected, once }: Step): Promise<Exchange | undefined> {
    const operation = operations.get(draft.operation)
    if (operation === undefined) throw new Error(`The edition has no operation ${draft.operation}`)
    try {
      const exchange = await sendDrawn(operation, draft, expected, once === true)
      keepTrack(operation, exchange, makes)
      return exchange
    } catch (error) {
      if (error instanceof NotMade) return undefined
      // The target has not shown that it is the run's own: what it should have shown is judged where it did not.
      if (error instanceof GuardError && (error.reason === 'not-ours' || error.reason === 'unverified')) {
        held = error.message
        return undefined
      }
      throw error
    }
  }

  /**
   * Sends a draft; a PIN or a card number that somebody happens to have is drawn again, since nobody is to blame for
   * that. Whoever refuses them all is judged by the last answer.
   */
  async function sendDrawn(
    operation: Operation,
    draft: Draft,
    expected: Step['expected'],
    once: boolean,
  ): Promise<Exchange> {
    for (let draws = 1; ; draws += 1) {
      const wire = wireForm(operation, draft, bind, session.fixtures.nestedWrapper ?? true)
      const exchange = await session.send(wire, { signal, known, once })
      const meant = expected.strength === 'succeed' || expected.strength === 'may-refuse'
      if (isAccepted(exchange)) {
        keepValues(draft.body?.value, bind)
        for (const [, value] of draft.body?.named ?? []) keepValues(value, bind)
      }
      if (draws === mostDraws || !meant || expected.otherwise !== undefined || !refusesValue(draft, exchange))
        return exchange
      bind.redraw()
      known.push(...writtenStrings(one, bind))
    }
  }

  function keepTrack(operation: Operation, exchange: Exchange, makes: string | undefined): void {
    if (!isAccepted(exchange)) return
    const id = idIn(exchange)
    const { method, path } = exchange.request
    const plainPath = path.replace(/\?.*$/, '').replace(/\.json$/, '')
    const [, person] = /\/(?:people|person)\/([^/?.]+)/.exec(path) ?? []
    if (makes !== undefined && id !== undefined) {
      things.set(makes, id)
      if (operation.resource === 'people') scope.people.add(id)
      const holder = [...scope.people].find((one) => String(one) === person) ?? things.get('person')
      if (operation.resource === 'credentials' && holder !== undefined) scope.credentials.set(id, holder)
    }
    const record = recordResources.find((resource) => resource === operation.resource)
    if (record !== undefined && operation.action === 'create' && id !== undefined) scope.records.set(id, record)
    if (record !== undefined && method === 'DELETE') {
      for (const one of scope.records.keys())
        if (plainPath.endsWith(`/${encodeURIComponent(one)}`)) scope.records.delete(one)
    }
    if (operation.id === 'deletePerson' && method === 'DELETE') {
      for (const one of scope.people) if (String(one) === person) scope.people.delete(one)
      if (person !== undefined) scope.deleted.set(person, exchange.ended)
    }
    if (operation.id === 'deletePersonCredential' && method === 'DELETE') {
      for (const one of scope.credentials.keys())
        if (plainPath.endsWith(`/credentials/${encodeURIComponent(one)}`)) scope.credentials.delete(one)
    }
    // Whoever updates the deleted may revive them. At the same time as the deletion that is for a look to show.
    const shows = operation.id === 'updatePerson' || operation.id === 'getPerson'
    if (shows && person !== undefined && /^\d+$/.test(person) && exchange.started > (scope.deleted.get(person) ?? 0)) {
      if (operation.id === 'updatePerson' || scope.deleted.has(person)) scope.people.add(Number(person))
    }
  }
}

/** Credential values that are tried before a refusal of them counts. */
const mostDraws = 3

/** Whether an answer refuses the value of a credential, by naming it in whatever form the edition has for that. */
const refusesValue = ({ operation, body: sent }: Draft, { response }: Exchange): boolean => {
  const writesValue = /credential/i.test(operation) || sent?.named !== undefined
  if (!writesValue || response === undefined || response.status < 400 || response.status > 422) return false
  const body = response.body.kind === 'json' ? response.body.value : undefined
  if (typeof body !== 'object' || body === null) return false
  const { errors } = body as { readonly errors?: unknown }
  const fields = typeof errors === 'object' && errors !== null ? Object.keys(errors) : []
  return (
    fields.some((field) => valueNames.test(field)) ||
    /"param":"[^"]*(?:value|pin|card|number)/i.test(JSON.stringify(body))
  )
}

/** What a value may be called in a refusal. */
const valueNames = /value|pin|card|number/i

const isFilled = (exchange: Exchange | undefined): boolean => {
  const body = exchange?.response?.body
  return body?.kind === 'json' && Array.isArray(body.value) && body.value.length > 0
}

const isShown = (exchange: Exchange | undefined, member: string): boolean => {
  const body = exchange?.response?.body
  const shown: unknown = body?.kind === 'json' ? body.value : undefined
  const [person] = Array.isArray(shown) ? shown : [shown]
  const value: unknown = typeof person === 'object' && person !== null ? person[member] : undefined
  return typeof value === 'string' && value !== ''
}

const shouldSend = ({ when }: Step, exchanges: readonly (Exchange | undefined)[], bind: Binding): boolean => {
  if (when === undefined) return true
  const earlier = exchanges[when.step]
  if (when.is === 'refused') return isRefused(earlier)
  if (when.is === 'done') return isAccepted(earlier) && earlier?.response?.status !== 202
  if (when.shows !== undefined && !isShown(earlier, String(bind(when.shows)))) return false
  const made = (exchange: Exchange | undefined) => (exchange === undefined ? undefined : idIn(exchange))
  if (when.unlike !== undefined && made(earlier) === made(exchanges[when.unlike])) return false
  return isAccepted(earlier) && (when.is === 'accepted' || isFilled(earlier))
}
