import type { Channel, ChannelState, Lockdown } from '../channels.ts'
import type { CommandName } from '../command-names.ts'
import type { Exchange } from '../exchange.ts'
import { about, crash, overlooking, succeeding, without } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { AdmissionRequest } from '../records.ts'
import type { Store } from '../store.ts'
import type { Members } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const told =
  (...names: readonly CommandName[]) =>
  (exchange: Exchange): boolean =>
    about('channels', 'command')(exchange) && names.some((name) => name === exchange.place?.below)

const channelOf = ({ store, place }: Exchange): Channel | undefined =>
  store.records.channels.get(place?.parentId ?? place?.id ?? '')

/** Changes what a command sets. */
const setting = (
  when: (exchange: Exchange) => boolean,
  change: (change: Partial<ChannelState>, channel: Channel, exchange: Exchange) => Partial<ChannelState>,
): Hooks => ({
  channelChange(decided, exchange) {
    const channel = channelOf(exchange)
    return channel !== undefined && when(exchange) ? change(decided, channel, exchange) : decided
  },
})

/** Changes a lockdown that begins. */
const locking = (change: (lockdown: Lockdown, members: Members) => Lockdown): Hooks =>
  setting(told('lockdown'), (decided, _channel, { members }) =>
    decided.lockdown ? { lockdown: change(decided.lockdown, members ?? {}) } : decided,
  )

const flags = ['card_lockdown', 'rex_lockdown', 'aux_lockdown'] as const

const admitting = told('admit', 'admit_person')

/** What was served first of each channel. */
const served = new WeakMap<Store, Map<unknown, Members>>()

const firstServed = (store: Store, shown: Members): Members => {
  const known = served.get(store) ?? new Map<unknown, Members>()
  served.set(store, known)
  const first = known.get(shown.id) ?? shown
  known.set(shown.id, first)
  return first
}

/** Any event in the form of a request to be admitted. */
const asRequest = ({ store, place }: Exchange): AdmissionRequest | undefined => {
  const event = store.records.events.get(place?.id ?? '')
  if (event === undefined) return undefined
  const at = String(event.created_at)
  return {
    kind: 'admission_request',
    id: event.id,
    status: 'admitted',
    channelId: Number(event.channel_id),
    channelName: String(event.channel_name),
    person: store.people.get(String(event.person_id)),
    requestedAt: at,
    completedAt: at,
  }
}

const newerForItsDoor = (request: AdmissionRequest, { store }: Exchange): boolean =>
  [...store.records.admissions.live.values()].some(
    ({ id, channelId }) => id > request.id && channelId === request.channelId,
  )

export const doorFaults: readonly Fault[] = [
  fault('lockdown-only-shown', inBoth('COMMAND-STATE'), 'A lockdown is answered as if it had begun, and has not.', {
    ...setting(told('lockdown'), () => ({})),
    ...succeeding(
      (answer) => ({ ...answer, body: { ...(answer.body as Members), lockdown: { message: 'Locked down' } } }),
      told('lockdown'),
    ),
  }),
  fault(
    'lockdown-of-one-kind-swapped',
    inBoth('COMMAND-STATE'),
    'If exactly one kind of lockdown is asked for, card readers and buttons are mixed up.',
    locking((lockdown, members) =>
      flags.filter((name) => members[name] !== undefined).length === 1
        ? { ...lockdown, card_lockdown: lockdown.rex_lockdown, rex_lockdown: lockdown.card_lockdown }
        : lockdown,
    ),
  ),
  fault(
    'lockdown-flag-counts-when-false',
    inBoth('COMMAND-STATE'),
    'A kind of lockdown begins if its flag is there, even if it is false.',
    locking((lockdown, members) => {
      const flag = (name: (typeof flags)[number]) => ({ state: lockdown[name].state || members[name] === false })
      return {
        ...lockdown,
        card_lockdown: flag('card_lockdown'),
        rex_lockdown: flag('rex_lockdown'),
        aux_lockdown: flag('aux_lockdown'),
      }
    }),
  ),
  fault(
    'unlockdown-leaves-the-buttons',
    inBoth('COMMAND-STATE'),
    'The end of a lockdown does not reach the buttons.',
    setting(told('unlockdown'), (_decided, { lockdown }) => ({
      lockdown:
        lockdown === null || !lockdown.rex_lockdown.state
          ? null
          : { ...lockdown, card_lockdown: { state: false }, aux_lockdown: { state: false } },
    })),
  ),
  fault(
    'unlockdown-leaves-the-auxiliary-input',
    inBoth('COMMAND-STATE'),
    'The end of a lockdown reaches card readers and buttons, and not the auxiliary input.',
    setting(told('unlockdown'), (_decided, { lockdown }) => ({
      lockdown:
        lockdown === null || !lockdown.aux_lockdown.state
          ? null
          : { ...lockdown, card_lockdown: { state: false }, rex_lockdown: { state: false } },
    })),
  ),
  fault(
    'relock-at-cut-to-the-hour',
    inBoth('COMMAND-STATE'),
    'A door that is unlocked until some time is locked again at the beginning of that hour.',
    setting(told('unlock'), (decided) =>
      decided.mode?.relock_at == null
        ? decided
        : { mode: { ...decided.mode, relock_at: decided.mode.relock_at.replace(/(T\d{2}):\d{2}:\d{2}/, '$1:00:00') } },
    ),
  ),
  fault(
    'unlock-forgets-relock-at',
    inBoth('COMMAND-STATE'),
    'A door that is unlocked until some time stays unlocked for good.',
    setting(told('unlock'), (decided) => (decided.mode ? { mode: { ...decided.mode, relock_at: null } } : decided)),
  ),
  fault(
    'normal-keeps-what-relocks',
    inBoth('COMMAND-STATE'),
    'A door that is unlocked until some time cannot be made normal before.',
    setting(told('normal'), (decided, { mode }) => (mode.relock_at === null ? decided : {})),
  ),
  fault(
    'auto-unlock-cannot-be-ended',
    inBoth('COMMAND-STATE'),
    'Without a shift the automatic unlocking stays as it was.',
    setting(told('auto_unlock'), (decided) => (decided.auto_unlock === null ? {} : decided)),
  ),
  fault(
    'auto-unlock-of-unknown-shift-accepted',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-COMMAND-REFUSED'] }),
    'A door takes a shift that does not exist, and forgets the one it had.',
    overlooking(({ param }, exchange) => param === 'shift_id' && told('auto_unlock')(exchange)),
  ),
  fault(
    'channel-read-stays-as-first-served',
    inBoth('COMMAND-STATE'),
    'A channel is read as it was when it was read first.',
    {
      shown: (shown, exchange) => (about('channels', 'read')(exchange) ? firstServed(exchange.store, shown) : shown),
    },
  ),
  fault('admit-accepted-offline', inBoth('COMMAND-REFUSED'), 'A door that is offline is said to open.', {
    obstacle: (obstacle, exchange) => (obstacle === 'offline' && told('admit')(exchange) ? undefined : obstacle),
  }),
  fault('admit-accepted-in-lockdown', inBoth('COMMAND-REFUSED'), 'A door that is locked down opens all the same.', {
    obstacle: (obstacle, exchange) => (obstacle === 'locked-down' && told('admit')(exchange) ? undefined : obstacle),
  }),
  fault('admit-answers-201', inBoth('COMMAND'), 'A request to open a door is answered with 201.', {
    ...succeeding((answer) => ({ ...answer, status: 201 }), admitting),
  }),
  fault(
    'admit-hides-its-request',
    broken({ current: ['CU-RESOURCE'] }),
    'The answer to a request to open a door does not say its id.',
    {
      ...succeeding(
        (answer) => ({ ...answer, body: without(answer.body as Members, 'admission_request_id') }),
        admitting,
      ),
    },
  ),
  fault(
    'admit-id-as-text',
    broken({ current: ['CU-RESOURCE'] }),
    'The id of a request to open a door is a text in the answer to the command.',
    {
      ...succeeding((answer) => {
        const body = answer.body as Members
        return { ...answer, body: { ...body, admission_request_id: String(body.admission_request_id) } }
      }, admitting),
    },
  ),
  fault('admit-without-access', inBoth('COMMAND-REFUSED'), 'Anybody may be let in, whatever their rights.', {
    grants: () => true,
  }),
  fault('admit-of-the-disabled', inBoth('COMMAND-REFUSED'), 'Who is disabled and holds a credential may be let in.', {
    grants(grants, { store, members }) {
      const person = store.people.get(String(members?.person_id))
      return grants || (person !== undefined && person.members.enabled === false && person.credentials.length > 0)
    },
  }),
  fault(
    'command-to-no-channel-fails',
    inBoth('500'),
    'A command to a channel that does not exist makes the endpoint fail.',
    {
      foundEntity: (found, exchange) =>
        found.state === 'never' && about('channels', 'command')(exchange) ? crash() : found,
    },
  ),
  fault(
    'any-event-is-an-admission-request',
    broken({ current: ['CU-404'] }),
    'The id of any event finds a request to be admitted.',
    {
      foundKept(found, exchange) {
        const record =
          found.state === 'never' && about('admission_requests')(exchange) ? asRequest(exchange) : undefined
        return record === undefined ? found : { state: 'live', record }
      },
    },
  ),
  fault(
    'admission-request-of-another-door',
    inBoth('RESOURCE'),
    'A request to open a door is shown as one for the next door.',
    {
      shown: (shown, exchange) =>
        about('admission_requests', 'read')(exchange) ? { ...shown, channel_id: Number(shown.channel_id) + 1 } : shown,
    },
  ),
  fault('admission-request-forgotten', inBoth('200'), 'Of the requests to open a door only the newest can be read.', {
    foundKept: (found, exchange) =>
      found.record?.kind === 'admission_request' && newerForItsDoor(found.record, exchange)
        ? { state: 'never', record: undefined }
        : found,
  }),
]
