import { inZone } from './dates.ts'
import { both, type Dialect, dialect } from './dialect.ts'
import type { Exchange } from './exchange.ts'
import { about, answered, isText, succeeding, without } from './hooking.ts'
import type { Kept } from './records.ts'

/** The same instant by another clock. */
const elsewhere = (time: unknown): unknown => (isText(time) ? inZone(Date.parse(time), 'Asia/Kathmandu') : time)

const deactivated = (kept: Kept): boolean => kept.kind === 'group_reservation' && kept.deactivated

const unflagged = ({ members = {}, place }: Exchange): boolean =>
  place?.below === 'lockdown' && Object.keys(members).length === 0

/** How an endpoint may treat reservations, rules, doors and limits otherwise than the plain one does. */
export const recordDialects: readonly Dialect[] = [
  dialect(
    'reservation-times-by-another-clock',
    'Reservations show their times with the offset of another zone.',
    {
      shown: (shown) =>
        'start_time' in shown
          ? { ...shown, start_time: elsewhere(shown.start_time), end_time: elsewhere(shown.end_time) }
          : shown,
    },
    both,
  ),
  dialect(
    'records-newest-first',
    'Reservations and rules are listed from the newest to the oldest.',
    {
      listedKept: (kept) => kept.toReversed(),
    },
    both,
  ),
  dialect(
    'deactivated-unlisted',
    'Group reservations that have been deactivated are not listed.',
    { listedKept: (kept) => kept.filter((one) => !deactivated(one)) },
    both,
  ),
  dialect(
    'rule-creation-answers-201',
    'The creation of a notification rule is answered with 201.',
    succeeding((answer) => ({ ...answer, status: 201 }), about('notification_rules', 'create')),
    both,
  ),
  dialect(
    'command-refused-with-400',
    'A command that cannot be carried out is refused with 400.',
    answered(400, 'command-refused'),
  ),
  dialect(
    'lockdown-of-readers-unless-told',
    'Without a word on what to lock down, only card readers are.',
    {
      channelChange: (change, exchange) =>
        change.lockdown && unflagged(exchange)
          ? { lockdown: { ...change.lockdown, rex_lockdown: { state: false }, aux_lockdown: { state: false } } }
          : change,
    },
    both,
  ),
  dialect(
    'doors-act-by-the-minute',
    'A door is locked again at the beginning of the minute until which it is unlocked.',
    {
      channelChange: (change) =>
        change.mode?.relock_at == null
          ? change
          : {
              ...change,
              mode: { ...change.mode, relock_at: change.mode.relock_at.replace(/(T\d{2}:\d{2}):\d{2}/, '$1:00') },
            },
    },
    both,
  ),
  dialect(
    'admissions-stay-pending',
    'Nobody hears what became of a request to open a door.',
    {
      shown: (shown, exchange) =>
        about('admission_requests', 'read')(exchange) ? { ...shown, status: 'pending', completed_at: null } : shown,
    },
    both,
  ),
  dialect(
    'sync-unlimited',
    'A sync may follow another one at once.',
    { wait: (seconds, exchange) => (about('sync')(exchange) ? 0 : seconds) },
    both,
  ),
  dialect(
    'waiting-time-unsaid',
    'No header says how long to wait.',
    { answer: (answer) => ({ ...answer, headers: without(answer.headers, 'retry-after') as Record<string, string> }) },
    both,
  ),
]
