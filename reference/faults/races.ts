import type { Exchange } from '../exchange.ts'
import { about } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Members } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

/**
 * Milliseconds between checking and storing: as long as a database takes to answer. Whoever sends one request after the
 * other never notices.
 */
const roundTrip = 8

const pausing = (when: (exchange: Exchange) => boolean): Hooks => ({
  pause: (milliseconds, exchange) => (when(exchange) ? milliseconds + roundTrip : milliseconds),
})

const names = (exchange: Exchange, ...members: readonly string[]): boolean =>
  members.some((name) => typeof exchange.members?.[name] === 'string' && exchange.members[name] !== '')

const creatingPerson = about('people', 'create')
const updatingPerson = about('people', 'update')
const creatingCredential = about('credentials', 'create')
const updatingCredential = about('credentials', 'update')

/** What was read before it was changed. */
const before = new WeakMap<Exchange, Members>()

const slugs = ['credentials_number', 'key_fob', 'pin']

const current = (...clauses: readonly string[]) => broken({ current: clauses })

export const raceFaults: readonly Fault[] = [
  fault(
    'email-raced-on-create',
    inBoth('RACE-UNIQUE'),
    'Whether an e-mail address is in use is asked first and then stored, so that two at once both get it.',
    pausing((exchange) => creatingPerson(exchange) && names(exchange, 'email')),
  ),
  fault(
    'email-raced-on-update',
    inBoth('RACE-UNIQUE'),
    'Two people may take one e-mail address if they do so at once.',
    pausing((exchange) => updatingPerson(exchange) && names(exchange, 'email')),
  ),
  fault(
    'credential-type-raced',
    inBoth('RACE-UNIQUE'),
    'Somebody gets two credentials of one type if they are created at once.',
    pausing(creatingCredential),
  ),
  fault(
    'value-raced-on-update',
    current('CU-RACE-UNIQUE'),
    'Two credentials may take one value if they do so at once.',
    pausing(updatingCredential),
  ),
  fault(
    'value-raced-through-person',
    current('CU-RACE-UNIQUE'),
    'Two people who are created at once may get one card.',
    pausing((exchange) => creatingPerson(exchange) && names(exchange, ...slugs)),
  ),
  fault(
    'update-reads-then-writes',
    current('CU-RACE-PARTIAL'),
    'An update writes back everything that it read before, so that of two at once one is lost.',
    {
      pause(milliseconds, exchange) {
        if (!updatingPerson(exchange)) return milliseconds
        const person = exchange.store.people.get(exchange.place?.id ?? '')
        if (person !== undefined) before.set(exchange, { ...person.members })
        return milliseconds + roundTrip
      },
      values: (values, exchange) => ({ ...before.get(exchange), ...values }),
    },
  ),
  fault(
    'update-revives-who-is-being-deleted',
    inBoth('RACE-DELETE'),
    'An update that has begun before somebody is deleted brings them back.',
    {
      ...pausing(updatingPerson),
      values(values, exchange) {
        const id = exchange.place?.id ?? ''
        const gone = updatingPerson(exchange) ? exchange.store.gonePeople.get(id) : undefined
        if (gone !== undefined) exchange.store.restorePerson(gone)
        return values
      },
    },
  ),
  fault(
    'update-revives-credential-being-deleted',
    inBoth('RACE-DELETE'),
    'An update that has begun before a credential is deleted brings it back.',
    {
      ...pausing(updatingCredential),
      values(values, exchange) {
        const { store, place } = exchange
        const gone = updatingCredential(exchange) ? store.goneCredentials.get(place?.id ?? '') : undefined
        if (gone === undefined || store.gonePeople.has(String(gone.person.id))) return values
        store.goneCredentials.delete(String(gone.id))
        store.addCredential(gone.person, gone.type, values.value, () => gone.id)
        return values
      },
    },
  ),
]
