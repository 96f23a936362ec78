import type { Credentials } from '../../contract/credentials.ts'
import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import type { Operation } from '../../contract/operation.ts'
import { isObject, jsonOf } from '../../oracle/answers.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expected } from '../../oracle/expectation.ts'
import { isUnusable } from '../../oracle/ids.ts'
import { readRequest } from '../../target/discovery.ts'
import type { TargetSession } from '../../target/session.ts'

/** What a reading was about, for those that are looked up again. */
export type About =
  | 'served'
  | 'no-key'
  | 'unknown-id'
  | 'not-json'
  | 'undocumented-method'
  | 'one-edition'
  | 'suffix'
  | 'singular'
  | 'basic'
  | 'bearer'
  | 'restricted'
  | 'hidden'
  | 'expired'
  | 'foreign'

/** One reading, and what it deserves where a clause has something to say of it. */
export interface Probe {
  readonly about: About
  readonly exchange: Exchange
  /** Template of the path that was read, by which each edition finds its own operation. */
  readonly path: string
  readonly deserves?: (edition: Edition, operation: Operation) => Omit<Expected, 'operation'>
}

/** Higher than any counter has reached. */
const unknownId = 2_000_000_011

const served: Probe['deserves'] = (_, { outcome }) => ({ outcome, strength: 'succeed' })

const refused =
  (defect: Defect): Probe['deserves'] =>
  (edition, operation) => {
    const { outcome, strength } = edition.ruleFor(operation, defect.rule)
    return { outcome, strength, defect, ...(strength === 'may-accept' ? { anyBody: true } : {}) }
  }

const keyDefect: Defect = { rule: 'key', place: 'key', parameters: [] }
const idDefect: Defect = { rule: 'known-id', place: 'path', parameters: ['id'] }
const acceptDefect: Defect = { rule: 'accept', place: 'accept', parameters: [] }
const hiddenDefect: Defect = { rule: 'visible', place: 'state', parameters: [] }
const foreignDefect: Defect = { rule: 'foreign', place: 'state', parameters: [] }

const key = (identity: 'full' | 'restricted' | 'expired' | 'other', form?: 'basic' | 'bearer'): Credentials => ({
  kind: 'key',
  identity,
  ...(form === undefined ? {} : { form }),
})

const filledIn = (path: string, id: number | string): string => path.replace(/\{\w+\}/, encodeURIComponent(String(id)))

/** An operation whose path names nothing but the thing itself. */
const flat = (operation: Operation | undefined): Operation | undefined =>
  operation?.path.split('{').length === 2 ? operation : undefined

/** Paths below which something can be deleted by its id, but which no edition lets anybody read: safe to ask for. */
const unreadable = (edition: Edition): Operation | undefined => {
  const readablePaths = new Set(
    Object.values(editions).flatMap(({ operations }) =>
      operations.filter(({ method }) => method === 'GET').map(({ path }) => path),
    ),
  )
  return edition.operations.find(
    ({ method, path, action }) =>
      method === 'DELETE' && action === 'delete' && !readablePaths.has(path) && path.split('{').length === 2,
  )
}

/** Readings without any id that some editions document and others do not. */
const ofSomeEditions = (): readonly Operation[] => {
  const all = Object.values(editions)
  const found = new Map<string, Operation>()
  for (const { operations } of all)
    for (const operation of operations) {
      const { method, path, acts } = operation
      if (method !== 'GET' || path.includes('{') || acts !== undefined || found.has(path)) continue
      if (all.some((other) => !other.operations.some((one) => one.method === 'GET' && one.path === path)))
        found.set(path, operation)
    }
  return [...found.values()]
}

/**
 * Reads what tells how a target answers: with GET alone, nothing that acts, and no key that was guessed. At most some
 * thirty requests, what the session has read to open itself included.
 */
export const probe = async (session: TargetSession, edition: Edition): Promise<readonly Probe[]> => {
  const { description, fixtures } = session
  const probes: Probe[] = session.discovered.flatMap((exchange): Probe[] => {
    const operation = edition.operations.find(({ id }) => id === exchange.request.operation)
    const { credentials } = exchange.request
    const full = credentials.kind === 'key' && credentials.identity === 'full'
    return operation === undefined || !full
      ? []
      : [{ about: 'served', exchange, path: operation.path, deserves: served }]
  })
  const operationFor = (resource: Operation['resource'], action: Operation['action']): Operation | undefined =>
    description.absent.includes(resource)
      ? undefined
      : edition.operations.find((one) => one.resource === resource && one.action === action)

  interface Reading {
    readonly path?: string
    readonly credentials?: Credentials
    readonly accept?: string
    readonly deserves?: Probe['deserves']
  }
  const read = async (about: About, operation: Operation | undefined, reading: Reading = {}): Promise<void> => {
    if (operation === undefined) return
    const { path = operation.path, credentials = key('full'), accept = 'application/json', deserves } = reading
    const request = readRequest(operation, path, '', credentials)
    const exchange = await session.send({ ...request, headers: [['accept', accept]] })
    probes.push({ about, exchange, path: operation.path, ...(deserves === undefined ? {} : { deserves }) })
  }

  const account = operationFor('account', 'read')
  const person = operationFor('people', 'read')
  await read('no-key', account, { credentials: { kind: 'none' }, deserves: refused(keyDefect) })
  if (person !== undefined)
    await read('unknown-id', person, { path: filledIn(person.path, unknownId), deserves: refused(idDefect) })
  await read('not-json', account, { accept: 'text/xml', deserves: refused(acceptDefect) })
  const method = unreadable(edition)
  if (method !== undefined && !description.absent.includes(method.resource))
    await read('undocumented-method', method, { path: filledIn(method.path, unknownId) })
  for (const operation of ofSomeEditions()) {
    if (description.absent.includes(operation.resource)) continue
    await read('one-edition', operation, operation.action === 'list' ? { deserves: served } : {})
  }

  await read('suffix', account, { path: account?.variants.suffix ?? `${account?.path}.json` })
  const somebody = firstPerson(probes, edition)
  if (person?.variants.singular !== undefined && somebody !== undefined)
    await read('singular', person, { path: filledIn(person.variants.singular, somebody) })
  const otherForm = description.auth === 'basic' ? 'bearer' : 'basic'
  await read(otherForm, account, { credentials: key('full', otherForm) })

  const { restricted, expired } = description.identities
  if (restricted !== undefined) {
    await read('restricted', account, { credentials: key('restricted') })
    const { hiddenPerson } = description.fixtures
    if (hiddenPerson !== undefined && person !== undefined) {
      const path = filledIn(person.path, hiddenPerson)
      await read('hidden', person, { path, credentials: key('restricted'), deserves: refused(hiddenDefect) })
    }
  }
  if (expired !== undefined)
    await read('expired', account, { credentials: key('expired'), deserves: refused(keyDefect) })

  const foreign = fixtures.foreign ?? {}
  const strangers = [
    [person, foreign.person],
    [operationFor('channels', 'read'), foreign.channel],
    [operationFor('events', 'read'), foreign.event],
    [operationFor('notification_rules', 'read'), foreign.rule],
    // Below a person, a credential is out of reach with its person.
    [flat(operationFor('credentials', 'read')), foreign.credential],
  ] as const
  for (const [operation, id] of strangers)
    if (operation !== undefined && id !== undefined)
      await read('foreign', operation, { path: filledIn(operation.path, id), deserves: refused(foreignDefect) })
  return probes
}

/** Id of the one person whom opening the session has listed. */
const firstPerson = (probes: readonly Probe[], edition: Edition): number | string | undefined => {
  const list = edition.operations.find(({ resource, action }) => resource === 'people' && action === 'list')
  const listed = probes.find(({ exchange }) => exchange.request.operation === list?.id)
  const people = listed === undefined ? undefined : jsonOf(listed.exchange)
  const [first] = Array.isArray(people) ? people : []
  const id = isObject(first) ? first.id : undefined
  return (typeof id === 'number' || typeof id === 'string') && !isUnusable(id) ? id : undefined
}

/** The reading about something, if it was sent. */
export const probed = (probes: readonly Probe[], about: About): Probe | undefined =>
  probes.find((probe) => probe.about === about)

/** Status, or what failed. */
export const statusOf = ({ response, failure }: Exchange): string =>
  String(response?.status ?? failure?.kind ?? 'no answer')
