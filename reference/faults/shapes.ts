import { about, without } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Kind, Members } from '../types.ts'
import { broken, type Fault, fault } from './fault.ts'

const resource = broken({ current: ['CU-RESOURCE'] })

/** Shows things of one kind otherwise. */
const showing = (kind: Kind, change: (shown: Members) => Members): Hooks => ({
  shown: (shown, exchange) => (about(kind)(exchange) ? change(shown) : shown),
})

const conditionsOf = ({ conditions }: Members): readonly Members[] =>
  Array.isArray(conditions) ? (conditions as readonly Members[]) : []

/** How members may be shown in another form than the OpenAPI description gives them. */
export const shapeFaults: readonly Fault[] = [
  fault(
    'channel-unit-as-text',
    resource,
    'The unit of a channel is a text.',
    showing('channels', (shown) => ({ ...shown, unit: String(shown.unit) })),
  ),
  fault(
    'mac-address-without-colons',
    resource,
    'The address of a channel is shown as it is stored, without colons.',
    showing('channels', (shown) => ({ ...shown, mac_address: String(shown.mac_address).replaceAll(':', '') })),
  ),
  fault('event-without-label', resource, 'What is read of a single event does not say what it is called.', {
    shown: (shown, exchange) => (about('events', 'read')(exchange) ? without(shown, 'event_label') : shown),
  }),
  fault('rules-listed-without-actions', resource, 'Notification rules are listed without their actions.', {
    shown: (shown, exchange) => (about('notification_rules', 'list')(exchange) ? { ...shown, actions: [] } : shown),
  }),
  fault(
    'rule-condition-with-number',
    resource,
    'The channel of a condition is a number.',
    showing('notification_rules', (shown) => ({
      ...shown,
      conditions: conditionsOf(shown).map((condition) => ({ ...condition, value: Number(condition.value) })),
    })),
  ),
  fault(
    'admission-in-its-own-words',
    resource,
    'A request to open a door that was carried out is shown in a word of its own.',
    showing('admission_requests', (shown) => (shown.status === 'admitted' ? { ...shown, status: 'completed' } : shown)),
  ),
]
