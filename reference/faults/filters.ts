import type { Entity, Person } from '../entities.ts'
import type { Exchange } from '../exchange.ts'
import type { Hooks } from '../hooks.ts'
import { queried, sinceOf } from '../lists.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const clause = inBoth('FILTER')
const currentClause = broken({ current: ['CU-FILTER'] })
const codesClause = broken({ current: ['CU-EVENT-CODES'] })

const hour = 3_600_000

const emailOf = ({ members }: Person): string => (typeof members.email === 'string' ? members.email : '')

/** Looks for people once more, where they are asked for by something. */
const searching = (
  name: 'email' | 'system_id',
  found: (person: Person, asked: string, exchange: Exchange) => boolean,
): Hooks => ({
  listedPeople(people, exchange) {
    const asked = queried(exchange, name)
    return asked ? [...exchange.store.people.values()].filter((person) => found(person, asked, exchange)) : people
  },
})

/** Lets fewer through than were found. */
const narrowing = (name: string, keeps: (person: Person, asked: string, exchange: Exchange) => boolean): Hooks => ({
  listedPeople(people, exchange) {
    const asked = queried(exchange, name)
    return asked ? people.filter((person) => keeps(person, asked, exchange)) : people
  },
})

const ofEvents = (change: (events: readonly Entity[], exchange: Exchange) => readonly Entity[]): Hooks => ({
  listedEntities: (entities, exchange) => (exchange.place?.kind === 'events' ? change(entities, exchange) : entities),
})

/** Forgets that events were asked for by something. */
const forgetting = (name: string, kind: 'events' | 'channels'): Hooks => ({
  listedEntities: (entities, exchange) =>
    exchange.place?.kind === kind && queried(exchange, name) ? exchange.store.lists[kind] : entities,
})

const asksWith = (exchange: Exchange, ...names: readonly string[]): boolean =>
  names.every((name) => queried(exchange, name))

/** Takes events to be asked for by some codes that nobody may ask by. */
const takingCodes = (taken: RegExp): Hooks => ({
  problems: (problems, exchange) =>
    problems.filter(
      ({ param }) =>
        param !== 'event_codes' ||
        !(queried(exchange, 'event_codes') ?? '').split(',').some((code) => taken.test(code)),
    ),
})

export const filterFaults: readonly Fault[] = [
  fault(
    'email-filter-case-sensitive',
    currentClause,
    'An e-mail address is found only with the capitals it has.',
    narrowing('email', (person, asked) => emailOf(person).includes(asked)),
  ),
  fault(
    'email-filter-exact',
    currentClause,
    'Only a whole e-mail address finds somebody.',
    narrowing('email', (person, asked) => emailOf(person).toLowerCase() === asked.toLowerCase()),
  ),
  fault(
    'email-filter-by-beginning',
    currentClause,
    'Only the beginning of an e-mail address finds somebody.',
    narrowing('email', (person, asked) => emailOf(person).toLowerCase().startsWith(asked.toLowerCase())),
  ),
  fault(
    'email-filter-by-end-or-beginning',
    currentClause,
    'A part out of the middle of an e-mail address finds nobody.',
    narrowing('email', (person, asked) => {
      const [email, part] = [emailOf(person).toLowerCase(), asked.toLowerCase()]
      return email.startsWith(part) || email.endsWith(part)
    }),
  ),
  fault(
    'email-filter-takes-plus-for-blank',
    clause,
    'Whoever has a plus in the e-mail address is not found by it.',
    narrowing('email', (person) => !emailOf(person).includes('+')),
  ),
  fault(
    'email-filter-misses-the-disabled',
    inBoth('FILTER', 'LISTED'),
    'Whoever is disabled is not found by the e-mail address.',
    narrowing('email', ({ members }) => members.enabled !== false),
  ),
  fault(
    'system-id-filter-by-beginning',
    broken({ classic: ['RE-FILTER'] }),
    'A system_id finds everybody whose own begins like it.',
    searching('system_id', ({ members }, asked) => String(members.system_id ?? '').startsWith(asked.slice(0, 4))),
  ),
  fault(
    'system-id-filter-ignored-beside-email',
    clause,
    'Asked for by both, people are found by the e-mail address alone.',
    {
      listedPeople: (people, exchange) =>
        asksWith(exchange, 'email', 'system_id')
          ? [...exchange.store.people.values()].filter((person) =>
              emailOf(person)
                .toLowerCase()
                .includes(String(queried(exchange, 'email')).toLowerCase()),
            )
          : people,
    },
  ),
  fault('since-an-hour-late', clause, 'since is read in a zone one hour behind.', {
    since: (time, exchange) => (time !== undefined && asksWith(exchange, 'since') ? time + hour : time),
  }),
  fault('since-utc-ignored', clause, 'since_utc is not understood.', {
    since: (time, exchange) => (asksWith(exchange, 'since_utc') ? undefined : time),
  }),
  fault('since-means-created', clause, 'since asks when somebody was created and not when they were changed last.', {
    listedPeople(people, exchange) {
      const { time } = sinceOf(exchange)
      return time === undefined ? people : people.filter(({ createdAt }) => Date.parse(createdAt) >= time)
    },
  }),
  fault('since-ignored-beside-email', clause, 'Asked for by an e-mail address, people of any time are found.', {
    since: (time, exchange) => (asksWith(exchange, 'email') ? undefined : time),
  }),
  fault(
    'site-filter-ignored',
    currentClause,
    'Channels of all sites are listed whichever is asked for.',
    forgetting('site_id', 'channels'),
  ),
  fault(
    'event-code-filter-ignored',
    clause,
    'Events of all kinds are listed whichever are asked for.',
    forgetting('event_codes', 'events'),
  ),
  fault(
    'event-code-filter-heeds-the-first',
    clause,
    'Of several codes only the first is looked for.',
    ofEvents((events, exchange) => {
      const [first, ...more] = (queried(exchange, 'event_codes') ?? '').split(',')
      return more.length === 0 ? events : events.filter(({ event_code: code }) => String(code) === first)
    }),
  ),
  fault(
    'event-list-shows-all-codes',
    currentClause,
    'Who asks for no codes is shown events of all kinds.',
    ofEvents((events, exchange) =>
      ['event_codes', 'first_name', 'last_name', 'since', 'sort'].some((name) => queried(exchange, name))
        ? events
        : exchange.store.lists.events.filter(({ channel_id: id }) =>
            ['channels', 'door_controllers'].every((name) =>
              (queried(exchange, name) ?? String(id)).split(',').includes(String(id)),
            ),
          ),
    ),
  ),
  fault(
    'event-code-filter-by-first-digit',
    currentClause,
    'A code of one digit finds all events whose own begins with it.',
    ofEvents((events, exchange) => {
      const codes = queried(exchange, 'event_codes')?.split(',')
      return codes === undefined
        ? events
        : exchange.store.lists.events.filter(({ event_code: code }) =>
            codes.some((asked) => (asked.length === 1 ? String(code).startsWith(asked) : String(code) === asked)),
          )
    }),
  ),
  fault(
    'event-channel-filter-heeds-the-first',
    currentClause,
    'Of several channels only the first is looked for.',
    ofEvents((events, exchange) => {
      const [first, ...more] = (queried(exchange, 'channels') ?? '').split(',')
      return more.length === 0 ? events : events.filter(({ channel_id: id }) => String(id) === first)
    }),
  ),
  fault(
    'unknown-channel-in-filter-overlooked',
    currentClause,
    'A channel that there is none of is overlooked, so that events of all channels are listed.',
    ofEvents((events, exchange) => {
      const { channels, events: all } = exchange.store.lists
      const asked = queried(exchange, 'channels')?.split(',') ?? []
      return asked.length > 0 && !channels.some(({ id }) => asked.includes(String(id))) ? all : events
    }),
  ),
  fault(
    'event-channel-filter-ignored',
    currentClause,
    'Events of all channels are listed whichever is asked for.',
    forgetting('channels', 'events'),
  ),
  fault(
    'event-name-filter-ignored',
    currentClause,
    'Events of everybody are listed whoever is asked for.',
    forgetting('last_name', 'events'),
  ),
  fault('event-since-ignored', clause, 'Events of any time are listed whatever is asked for.', {
    since: (time, exchange) => (exchange.place?.kind === 'events' && asksWith(exchange, 'since') ? undefined : time),
  }),
  fault(
    'event-sort-by-text',
    currentClause,
    'Events are never listed oldest first.',
    ofEvents((events, exchange) => (/^asc$/i.test(queried(exchange, 'sort') ?? '') ? events.toReversed() : events)),
  ),
  fault(
    'event-sort-within-the-newest',
    currentClause,
    'Who asks for the oldest events first gets the newest ones, the oldest of them first.',
    ofEvents((events, exchange) =>
      /^asc$/i.test(queried(exchange, 'sort') ?? '') ? events.slice(-Number(queried(exchange, 'n') ?? 50)) : events,
    ),
  ),
  fault(
    'event-sort-ignored-beside-channels',
    currentClause,
    'Where events are asked for by channel they are always listed newest first.',
    ofEvents((events, exchange) =>
      /^asc$/i.test(queried(exchange, 'sort') ?? '') && queried(exchange, 'channels') !== undefined
        ? events.toReversed()
        : events,
    ),
  ),
  fault('unknown-event-code-ignored', codesClause, 'A code that there is none of is overlooked.', {
    problems: (problems) => problems.filter(({ param }) => param !== 'event_codes'),
  }),
  fault('unknown-event-code-after-the-first-ignored', codesClause, 'Of several codes only the first is checked.', {
    problems: (problems, exchange) =>
      problems.filter(
        ({ param }) => param !== 'event_codes' || !/^(?:1[0-8]|2\d),/.test(queried(exchange, 'event_codes') ?? ''),
      ),
  }),
  fault(
    'remote-control-codes-taken',
    codesClause,
    'Events of remote control can be asked for like all others.',
    takingCodes(/^(?:5\d|6[0-3])$/),
  ),
  fault(
    'directory-codes-taken-as-one-run',
    codesClause,
    'The codes of directory syncs, 220 and 223 to 225, pass for one run.',
    takingCodes(/^22[12]$/),
  ),
  fault(
    'door-codes-taken-by-tens',
    codesClause,
    'Of the codes of shifts and tampering only the tens are looked at.',
    takingCodes(/^[49]\d$/),
  ),
  fault('unknown-event-code-answers-422', codesClause, 'A code that there is none of is refused with 422.', {
    refusal: (refusal) => (refusal.param === 'event_codes' ? refusal.with({ status: 422 }) : refusal),
  }),
]
