import type { Entity, HeldCredential, Person } from '../entities.ts'
import type { Exchange } from '../exchange.ts'
import type { Hooks } from '../hooks.ts'
import type { Store } from '../store.ts'
import type { Found } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const clause = broken({ classic: ['RE-404-FOREIGN'], current: ['CU-FOREIGN'] })

const elsewhere = ({ accounts, store }: Exchange): Store => (store === accounts.first ? accounts.other : accounts.first)

const people = (when: (exchange: Exchange) => boolean): Hooks => ({
  foundPerson(found: Found<Person>, exchange) {
    const record =
      found.state === 'never' && when(exchange) ? elsewhere(exchange).people.get(idOf(exchange)) : undefined
    return record === undefined ? found : { state: 'live', record }
  },
})

/** Of the person in front of a nested path, or of the one at its end. */
const idOf = ({ place }: Exchange): string => place?.personId ?? place?.id ?? ''

const entities = (kind: 'channels' | 'events'): Hooks => ({
  foundEntity(found: Found<Entity>, exchange) {
    const { place } = exchange
    const record =
      found.state === 'never' && place?.kind === kind
        ? elsewhere(exchange).entities[kind].get(place.id ?? '')
        : undefined
    return record === undefined ? found : { state: 'live', record }
  },
})

const credentials = (find: (id: string, exchange: Exchange) => HeldCredential | undefined): Hooks => ({
  foundCredential(found, exchange) {
    const record =
      found.state === 'never' && exchange.requested === 'GET' ? find(exchange.place?.id ?? '', exchange) : undefined
    return record === undefined ? found : { state: 'live', record }
  },
})

export const foreignFaults: readonly Fault[] = [
  fault(
    'foreign-person-readable',
    clause,
    'Whoever knows the id may read somebody of another account.',
    people(({ place, requested }) => requested === 'GET' && place?.kind === 'people'),
  ),
  fault(
    'foreign-person-readable-by-credentials',
    broken({ classic: ['RE-404-FOREIGN'] }),
    "Whoever knows the id may read the credentials of another account's people.",
    people(({ place, requested }) => requested === 'GET' && place?.nested === true),
  ),
  fault(
    'foreign-credential-readable-below-anybody',
    clause,
    'The path of an own person leads to credentials of other accounts.',
    credentials((id, exchange) => elsewhere(exchange).credentials.get(id)),
  ),
  fault(
    'foreign-channel-readable',
    clause,
    'Whoever knows the id may read a channel of another account.',
    entities('channels'),
  ),
  fault(
    'foreign-event-readable',
    clause,
    'Whoever knows the id may read an event of another account.',
    entities('events'),
  ),
  fault('foreign-rule-readable', clause, "Whoever knows the id may read another account's rule.", {
    foundKept(found, exchange) {
      const { place } = exchange
      const record =
        found.state === 'never' && place?.kind === 'notification_rules' && exchange.requested === 'GET'
          ? elsewhere(exchange).records.rules.find(place.id ?? '')
          : undefined
      return record === undefined ? found : { state: 'live', record }
    },
  }),
  fault(
    'foreign-answers-500',
    broken({ classic: ['RE-500', 'RE-404-FOREIGN'], current: ['CU-500', 'CU-FOREIGN'] }),
    'An id of another account is found first and then not understood.',
    {
      refusal: (refusal, exchange) =>
        refusal.outcome === 'not-found' && elsewhere(exchange).people.has(idOf(exchange))
          ? refusal.with({ status: 500 })
          : refusal,
    },
  ),
  fault(
    'credential-readable-below-anybody',
    inBoth('404'),
    'A credential may be read on the path of somebody who does not hold it.',
    credentials((id, { store }) => store.credentials.get(id)),
  ),
  fault(
    'person-of-credential-unchecked',
    'RE-404',
    'Below somebody who never existed, credentials are listed as none.',
    {
      answer: (answer, { refusal, place, action }) =>
        refusal?.outcome === 'not-found' && place?.nested && action === 'list'
          ? { ...answer, status: 200, body: [] }
          : answer,
    },
  ),
]
