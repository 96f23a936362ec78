import { idsIn } from '../bookings.ts'
import type { Exchange } from '../exchange.ts'
import { about, isText, overlooking } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { NotificationRule } from '../records.ts'
import type { Members } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const rules = about('notification_rules')
const writing = about('notification_rules', 'create', 'update')
const updating = about('notification_rules', 'update')

const valueRefused = broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] })

const existing = ({ store, place }: Exchange): NotificationRule | undefined =>
  store.records.rules.live.get(place?.id ?? '')

/** What is there already, and over it what was given. */
const merged = (rule: NotificationRule, values: Members): Members => ({
  active: rule.active,
  match_controller_ids: rule.channelIds,
  ...values,
})

/** Changes what is about to be stored of a rule. */
const storingRules = (change: (values: Members, exchange: Exchange) => Members): Hooks => ({
  values: (values, exchange) => (writing(exchange) ? change(values, exchange) : values),
})

const changingUrl = (change: (url: string) => string): Hooks =>
  storingRules((values) =>
    isText(values.call_back_url) ? { ...values, call_back_url: change(values.call_back_url) } : values,
  )

/** The codes up to the first that comes a second time. */
const untilRepeated = (codes: readonly unknown[]): readonly unknown[] => {
  const end = codes.findIndex((code, index) => codes.indexOf(code) < index)
  return end < 0 ? codes : codes.slice(0, end)
}

export const notificationRuleFaults: readonly Fault[] = [
  fault(
    'rule-update-merges',
    broken({ current: ['CU-REPLACE'] }),
    'What the update of a notification rule leaves out stays as it was.',
    {
      values: (values, exchange) => {
        const rule = updating(exchange) ? existing(exchange) : undefined
        return rule === undefined ? values : merged(rule, values)
      },
    },
  ),
  fault(
    'rule-update-merges-while-inactive',
    broken({ current: ['CU-REPLACE'] }),
    'What an update leaves out stays as it was, but only of a notification rule that is not active.',
    {
      values: (values, exchange) => {
        const rule = updating(exchange) ? existing(exchange) : undefined
        return rule === undefined || rule.active ? values : merged(rule, values)
      },
    },
  ),
  fault(
    'rule-update-leaves-channels-out',
    broken({ current: ['CU-REPLACE'] }),
    'The channels of a notification rule stay as they were where an update does not name them.',
    {
      values: (values, exchange) => {
        const rule = updating(exchange) ? existing(exchange) : undefined
        return rule === undefined ? values : { match_controller_ids: rule.channelIds, ...values }
      },
    },
  ),
  fault(
    'rule-update-ignores-channels',
    broken({ current: ['CU-READ-BACK'] }),
    'The channels of a notification rule are those that it was created with.',
    {
      values: (values, exchange) => {
        const rule = updating(exchange) ? existing(exchange) : undefined
        return rule === undefined ? values : { ...values, match_controller_ids: rule.channelIds }
      },
    },
  ),
  fault(
    'rule-codes-lost-after-a-repeated-one',
    inBoth('READ-BACK'),
    'Of the event codes of a notification rule those are lost that follow one given twice.',
    storingRules((values, { members }) => {
      const given: unknown = members?.match_event_codes
      return Array.isArray(given) ? { ...values, match_event_codes: untilRepeated(given) } : values
    }),
  ),
  fault(
    'rule-keeps-three-codes',
    inBoth('READ-BACK'),
    'Of the event codes of a notification rule the first three are stored.',
    storingRules((values) => ({ ...values, match_event_codes: idsIn(values.match_event_codes).slice(0, 3) })),
  ),
  fault(
    'rule-codes-of-the-second-factor-lost',
    inBoth('READ-BACK'),
    'A notification rule forgets the codes of people let in or turned away by their second factor.',
    storingRules((values) => {
      const codes = idsIn(values.match_event_codes)
      const others = codes.filter((code) => code < 70 || code > 73)
      return { ...values, match_event_codes: others.length === 0 ? codes : others }
    }),
  ),
  fault(
    'rule-always-active',
    inBoth('READ-BACK'),
    'A notification rule is active even if it is not to be.',
    storingRules((values) => ({ ...values, active: true })),
  ),
  fault(
    'rule-url-without-query',
    inBoth('READ-BACK'),
    'The URL of a notification rule loses its query.',
    changingUrl((url) => url.replace(/\?[^#]*/, '')),
  ),
  fault(
    'rule-url-in-small-letters',
    inBoth('READ-BACK'),
    'The URL of a notification rule is stored in small letters.',
    changingUrl((url) => url.toLowerCase()),
  ),
  fault(
    'rule-keeps-one-channel',
    broken({ current: ['CU-READ-BACK'] }),
    'Of several channels of a notification rule only the last is stored.',
    storingRules((values) =>
      Array.isArray(values.match_controller_ids)
        ? { ...values, match_controller_ids: values.match_controller_ids.slice(-1) }
        : values,
    ),
  ),
  fault(
    'rule-without-codes-accepted',
    valueRefused,
    'A notification rule may have an empty list of event codes.',
    overlooking(({ rule, param }, exchange) => writing(exchange) && rule === 'blank' && param === 'match_event_codes'),
  ),
  fault(
    'rule-url-unchecked',
    broken({ current: ['CU-422-REFUSED'] }),
    'A notification rule takes any text for a URL.',
    overlooking(({ rule, param }, exchange) => writing(exchange) && rule === 'format' && param === 'call_back_url'),
  ),
  fault('gone-rule-readable', inBoth('410'), 'A notification rule that has been deleted is still served.', {
    foundKept: (found, exchange) =>
      found.state === 'gone' && about('notification_rules', 'read')(exchange) ? { ...found, state: 'live' } : found,
  }),
  fault('gone-rule-revived', inBoth('410'), 'Updating a notification rule that has been deleted brings it back.', {
    foundKept: (found, exchange) =>
      found.state === 'gone' && updating(exchange) ? { ...found, state: 'live' } : found,
  }),
  fault(
    'delete-of-rule-only-deactivates',
    inBoth('410', 'UNLISTED'),
    'The deletion of a notification rule only deactivates it.',
    {
      removes: (removes, exchange) => {
        const rule = rules(exchange) ? existing(exchange) : undefined
        if (rule !== undefined) exchange.store.records.rules.put({ ...rule, active: false })
        return removes && rule === undefined
      },
    },
  ),
  fault(
    'inactive-rule-unlisted',
    inBoth('LISTED'),
    'A notification rule that is not active does not stand in the list.',
    {
      listedKept: (kept) => kept.filter((one) => one.kind !== 'notification_rule' || one.active),
    },
  ),
]
