import { setTimeout } from 'node:timers/promises'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expectation } from '../../oracle/expectation.ts'
import { judge } from '../../oracle/judge.ts'
import { decoded } from '../../oracle/paths.ts'
import { recordResources } from '../../target/ledger-records.ts'
import type { Case, RelationDraft } from '../step.ts'
import { idIn, isAccepted, isRead } from './answers.ts'
import type { Scope } from './scope.ts'

/**
 * Comes round each time that it is worth looking again, more and more seldom, for `settleTime` milliseconds; not at all
 * where a target shows at once what it was told.
 */
export async function* untilSettled(settleTime: number, signal: AbortSignal): AsyncGenerator<void, void, void> {
  const started = performance.now()
  for (let pause = 50; !signal.aborted; pause = Math.min(2 * pause, 500)) {
    const left = settleTime - (performance.now() - started)
    if (left <= 0) return
    await setTimeout(Math.min(pause, left))
    yield
  }
}

/** A case that is being sent: what came back so far, and what it acts on. */
export interface Sending {
  readonly one: Case
  readonly exchanges: readonly (Exchange | undefined)[]
  readonly edition: Edition
  readonly operations: ReadonlyMap<string, Operation>
  readonly expectation: Expectation
  readonly scope: Pick<Scope, 'credentials' | 'records'>
}

/** Steps that can be asked again without asking about another state: what was read since something was written last. */
export const readSinceWrite = ({ one, exchanges }: Sending): readonly number[] => {
  const wrote = lastWrite(exchanges)
  return one.steps.flatMap((step, index) =>
    index > wrote && isRead(exchanges[index]) && step.during === undefined ? [index] : [],
  )
}

/** The last step that was sent and is no reading; -1 where there is none. */
export const lastWrite = (exchanges: readonly (Exchange | undefined)[]): number =>
  exchanges.findLastIndex((exchange) => exchange !== undefined && !isRead(exchange))

/**
 * Whether a reading that a relation looks at does not show yet what answers with 2xx have confirmed: what was created
 * stands on a list, what was deleted does not, and what was written shows. That breaks no clause by itself, but nothing
 * can be concluded from such a reading.
 */
export const isBehind = (sending: Sending, reading: number): boolean =>
  sending.one.relations.some((relation) => expectedOn(sending, relation, reading) === false)

/** Undefined where a relation does not look at that reading, or expects nothing of it. */
const expectedOn = (sending: Sending, relation: RelationDraft, reading: number): boolean | undefined => {
  const { exchanges, operations } = sending
  const list = exchanges[reading]
  if (relation.kind === 'unchanged')
    return relation.before === reading && exchanges[relation.refused] === undefined
      ? showsWritten(sending, reading)
      : undefined
  const shown = idsShown(list)
  if (list === undefined || shown === undefined) return undefined
  switch (relation.kind) {
    case 'read-back':
      return relation.read === reading ? isShown(sending, relation.write, shown) : undefined
    case 'still-valid':
      return relation.read === reading ? isShown(sending, relation.accepted, shown) : undefined
    case 'listed': {
      // Of others, which are read by themselves, a list that others stand on may show no more than a page.
      const resource = operations.get(list.request.operation)?.resource
      const isRecord = recordResources.some((one) => one === resource)
      return relation.list === reading && isRecord ? isShown(sending, relation.create, shown) : undefined
    }
    case 'same-list': {
      // Once the request between the two lists is sent, the first one is past.
      if (relation.before !== reading || exchanges[relation.refused] !== undefined) return undefined
      const { there, gone } = confirmed(sending, list)
      return there.every((id) => shown.has(id)) && !gone.some((id) => shown.has(id))
    }
    default:
      return undefined
  }
}

/** Whether a reading shows what the last update of the same thing has written; undefined where the case has not updated it. */
const showsWritten = (
  { edition, operations, expectation: { steps, target }, exchanges }: Sending,
  read: number,
): boolean | undefined => {
  const path = exchanges[read]?.request.path
  const write = exchanges.findLastIndex(
    (exchange, index) =>
      index < read &&
      exchange?.request.path === path &&
      isAccepted(exchange) &&
      operations.get(exchange?.request.operation ?? '')?.action === 'update',
  )
  if (write === -1) return undefined
  const { violations } = judge(edition, { steps, target, relations: [{ kind: 'read-back', write, read }] }, exchanges)
  return !violations.some(({ clause }) => clause === edition.general.readBack)
}

/** Whether what a step created is among the ids on a list; undefined where it created nothing. */
const isShown = (
  { exchanges, operations }: Sending,
  creation: number,
  shown: ReadonlySet<string>,
): boolean | undefined => {
  const create = exchanges[creation]
  if (create === undefined || !isAccepted(create)) return undefined
  if (operations.get(create.request.operation)?.action !== 'create') return undefined
  const id = idIn(create)
  return id === undefined ? undefined : shown.has(String(id))
}

/** Ids on a list; undefined where it is none. */
const idsShown = (exchange: Exchange | undefined): ReadonlySet<string> | undefined => {
  const body = exchange?.response?.body
  if (!isAccepted(exchange) || body?.kind !== 'json' || !Array.isArray(body.value)) return undefined
  return new Set(
    body.value.flatMap((item: unknown) =>
      typeof item === 'object' && item !== null && 'id' in item ? [String(item.id)] : [],
    ),
  )
}

/** What has been created and deleted of what stands on a list: by the case, and for it. */
const confirmed = (
  { exchanges, operations, scope }: Sending,
  list: Exchange,
): { readonly there: readonly string[]; readonly gone: readonly string[] } => {
  const resource = operations.get(list.request.operation)?.resource
  const holder = personIn(list.request.path)
  const there = new Set<string>()
  const gone = new Set<string>()
  if (resource === 'credentials')
    for (const [id, person] of scope.credentials) if (String(person) === holder) there.add(String(id))
  for (const [id, of] of scope.records) if (of === resource) there.add(String(id))
  for (const exchange of exchanges) {
    const operation = operations.get(exchange?.request.operation ?? '')
    if (exchange === undefined || !isAccepted(exchange) || operation?.resource !== resource) continue
    if (operation?.action === 'create') {
      const id = idIn(exchange)
      if (id !== undefined && (holder === undefined || holderOf(exchange) === holder)) there.add(String(id))
    }
    // 202 says that it will be done, and not when.
    if (operation?.action === 'delete' && exchange.response?.status !== 202) {
      const id = lastIn(exchange.request.path)
      there.delete(id)
      gone.add(id)
    }
  }
  return { there: [...there], gone: [...gone] }
}

/** The id at the end of a path. */
const lastIn = (path: string): string => {
  const [, id = ''] = /([^/?]+?)(?:\.json)?(?:\?.*)?$/.exec(path) ?? []
  return decoded(id) ?? id
}

/** Whom a path leads through. */
const personIn = (path: string): string | undefined => /\/(?:people|person)\/([^/?.]+)/.exec(path)?.[1]

/** Who was given what a request created: its path says so, or the answer. */
const holderOf = ({ request, response }: Exchange): string | undefined => {
  const body = response?.body.kind === 'json' ? response.body.value : undefined
  const [shown]: unknown[] = Array.isArray(body) ? body : [body]
  const told = typeof shown === 'object' && shown !== null && 'person_id' in shown ? shown.person_id : undefined
  return personIn(request.path) ?? (told === undefined ? undefined : String(told))
}
