import { instantOf, notOneDay } from '../bookings.ts'
import { inZone, isInstant, timeOf } from '../dates.ts'
import type { Exchange } from '../exchange.ts'
import { about, isText, overlooking } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Members, Problem } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const creating = about('reservations', 'create')

const valueRefused = broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] })
const missing = broken({ classic: ['RE-400'], current: ['CU-422'] })
/** Only the OpenAPI description says that what a reservation names has to belong to the account. */
const reference = broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-REFERENCE'] })

const overlookingHere = (when: (problem: Problem, exchange: Exchange) => boolean): Hooks =>
  overlooking((problem, exchange) => creating(exchange) && when(problem, exchange))

const doors = new Set(['channel_ids', 'door_controller_ids'])

/** Those of a list of doors that the account has. */
const knownDoors = ({ store }: Exchange, ids: unknown): readonly unknown[] =>
  Array.isArray(ids) ? ids.filter((id) => store.records.channels.has(String(id))) : []

const timed = (members: Members | undefined, exchange: Exchange): readonly [number, number] => [
  instantOf(exchange, members?.start_time) ?? 0,
  instantOf(exchange, members?.end_time) ?? 0,
]

/** The days on which UTC has the two instants. */
const oneDayInUtc = ([start, end]: readonly [number, number]): boolean =>
  new Date(start).toISOString().slice(0, 10) === new Date(end).toISOString().slice(0, 10)

const hour = 3_600_000

/** Changes the instants that are about to be stored. */
const storingTimes = (change: (text: string, zone: string) => string): Hooks => ({
  values(values, exchange) {
    if (!creating(exchange)) return values
    const changed = (value: unknown): unknown => (isText(value) ? change(value, exchange.store.timeZone) : value)
    return { ...values, start_time: changed(values.start_time), end_time: changed(values.end_time) }
  },
})

const inSummer = (text: string, zone: string): boolean =>
  isInstant(text) && !inZone(timeOf(text, zone), zone).endsWith('+00:00')

export const reservationFaults: readonly Fault[] = [
  fault(
    'reservation-day-in-utc',
    broken({ classic: ['RE-201', 'RE-400-VALUE-REFUSED'], current: ['CU-201', 'CU-422-REFUSED'] }),
    'Whether a reservation lies within one day is checked by the clock of UTC.',
    {
      problems: (problems, exchange) => {
        if (!creating(exchange)) return problems
        const rest = problems.filter(({ message }) => message !== notOneDay)
        const times = timed(exchange.members, exchange)
        if (rest.length > 0 || times.includes(0) || oneDayInUtc(times)) return rest
        return [{ rule: 'range', param: 'end_time', message: notOneDay }]
      },
    },
  ),
  fault(
    'reservation-over-midnight-accepted',
    valueRefused,
    'A reservation may go past midnight as long as it is shorter than a day.',
    overlookingHere(({ message }, exchange) => {
      const [start, end] = timed(exchange.members, exchange)
      return message === notOneDay && end - start < 24 * hour
    }),
  ),
  fault(
    'reservation-in-the-past-accepted',
    broken({ classic: ['RE-400-VALUE-REFUSED'] }),
    'A reservation may begin in the past.',
    overlookingHere(({ rule, param }) => rule === 'range' && param === 'start_time'),
  ),
  fault(
    'reservation-backwards-accepted',
    valueRefused,
    'A reservation may end before it begins.',
    overlookingHere(({ rule }) => rule === 'order'),
  ),
  fault(
    'reservation-of-no-time-accepted',
    valueRefused,
    'A reservation may end at the moment at which it begins.',
    overlookingHere(({ rule }, exchange) => {
      const [start, end] = timed(exchange.members, exchange)
      return rule === 'order' && start === end
    }),
  ),
  fault(
    'reservation-without-doors-accepted',
    missing,
    'A reservation may name no doors at all.',
    overlookingHere(({ rule, param }) => rule === 'absent' && doors.has(param)),
  ),
  fault(
    'reservation-for-empty-list-accepted',
    valueRefused,
    'A reservation may have an empty list of doors.',
    overlookingHere(({ rule, param }) => rule === 'blank' && doors.has(param)),
  ),
  fault(
    'reservation-for-nobody-accepted',
    reference,
    'A reservation may be for a person who does not exist.',
    overlookingHere(({ rule, param }) => rule === 'reference' && param === 'person_id'),
  ),
  fault(
    'reservation-for-unknown-door-accepted',
    reference,
    'A reservation may name doors that do not exist.',
    overlookingHere(({ rule, param }) => rule === 'reference' && doors.has(param)),
  ),
  fault(
    'reservation-without-its-unknown-doors-accepted',
    reference,
    'Doors that do not exist are left out of a reservation, as long as one that does is left.',
    {
      ...overlookingHere(
        ({ rule, param }, exchange) =>
          rule === 'reference' && doors.has(param) && knownDoors(exchange, exchange.members?.[param]).length > 0,
      ),
      values: (values, exchange) =>
        creating(exchange) && Array.isArray(values.channel_ids)
          ? { ...values, channel_ids: knownDoors(exchange, values.channel_ids) }
          : values,
    },
  ),
  fault(
    'reservation-for-another-account-accepted',
    broken({ classic: ['RE-404-FOREIGN'], current: ['CU-FOREIGN'] }),
    'A reservation may be for somebody of another account.',
    overlookingHere(
      ({ rule, param }, { accounts, members }) =>
        rule === 'reference' && param === 'person_id' && accounts.other.people.has(String(members?.person_id)),
    ),
  ),
  fault(
    'reservation-offset-dropped',
    inBoth('READ-BACK'),
    'The offset of an instant is dropped, and its digits are taken for local time.',
    storingTimes((text) => text.replace(/[+-]\d{2}:\d{2}$/, '')),
  ),
  fault(
    'reservation-shifted-in-summer',
    inBoth('READ-BACK'),
    'Instants during summer time are stored an hour too late.',
    storingTimes((text, zone) => (inSummer(text, zone) ? inZone(timeOf(text, zone) + hour, zone) : text)),
  ),
  fault(
    'reservation-seconds-cut',
    inBoth('READ-BACK'),
    'Instants are stored without their seconds.',
    storingTimes((text) => text.replace(/^(.{16}):\d{2}(?:\.\d+)?/, '$1:00')),
  ),
  fault(
    'reservation-keeps-one-door',
    inBoth('READ-BACK'),
    'Of several channel_ids of a reservation only the first is stored.',
    {
      values: (values, exchange) =>
        creating(exchange) && Array.isArray(values.channel_ids)
          ? { ...values, channel_ids: values.channel_ids.slice(0, 1) }
          : values,
    },
  ),
  fault(
    'reservation-by-alias-keeps-one-door',
    broken({ current: ['CU-READ-BACK'] }),
    'Of several door_controller_ids only the first is stored.',
    {
      values: (values) =>
        Array.isArray(values.door_controller_ids)
          ? { ...values, door_controller_ids: values.door_controller_ids.slice(0, 1) }
          : values,
    },
  ),
  fault(
    'reservation-times-in-seconds',
    inBoth('RESOURCE'),
    'A reservation that was just made shows its times in seconds since 1970.',
    {
      shown: (shown, exchange) => {
        const { start_time: start, end_time: end } = shown
        if (!creating(exchange) || !isText(start) || !isText(end)) return shown
        return { ...shown, start_time: Date.parse(start) / 1000, end_time: Date.parse(end) / 1000 }
      },
    },
  ),
]
