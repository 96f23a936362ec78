import { membersOf, parseBody } from './body.ts'
import { findKept, idsIn, listProblems } from './bookings.ts'
import type { ByEdition, EditionName } from './edition.ts'
import { eventLabels } from './event-codes.ts'
import type { Exchange } from './exchange.ts'
import { check, type Field } from './fields.ts'
import type { EveryHook } from './hooks.ts'
import { decide, deleted, json, type Operation } from './operations.ts'
import type { NotificationRule } from './records.ts'
import type { Answer, Members, Problem } from './types.ts'

const fields: readonly Field[] = [
  { name: 'name', type: 'text', required: true },
  { name: 'call_back_url', type: 'url', required: true },
  { name: 'match_event_codes', type: 'ids', required: true },
  { name: 'active', type: 'flag' },
  { name: 'match_controller_ids', type: 'ids' },
]

/** The one thing that the article lets a rule do. */
const classicAction = 'post_to_callback_url'

const fieldsOf: ByEdition<readonly Field[]> = {
  classic: [...fields, { name: 'match_action', type: 'text' }],
  current: fields,
}

/** How the article "Notification rules" and the OpenAPI description describe the same two numbers. */
const wording: ByEdition<{ readonly condition: string; readonly action: string }> = {
  classic: { condition: 'Channel', action: 'POST to URL' },
  current: { condition: 'Door Controller', action: 'Callback URL' },
}

const show = (edition: EditionName, rule: NotificationRule): Members => ({
  id: rule.id,
  name: rule.name,
  active: rule.active,
  conditions: rule.channelIds.map((id) => ({
    type: 'door_controller_id',
    type_description: wording[edition].condition,
    value: String(id),
  })),
  events: rule.codes.map((code) => ({ code, name: eventLabels.get(code) ?? '' })),
  actions: [{ type: 0, type_description: wording[edition].action, data: rule.url }],
})

const answer = (exchange: Exchange, hooks: EveryHook, rule: NotificationRule): Answer =>
  json(200, hooks.shown(show(exchange.edition, rule), exchange))

const knownCodes = { has: (id: string): boolean => eventLabels.has(Number(id)) }

const actionProblems = ({ match_action: action }: Members): readonly Problem[] =>
  typeof action !== 'string' || action === classicAction || action === ''
    ? []
    : [{ rule: 'format', param: 'match_action', message: `match_action has to be ${classicAction}.` }]

/** An empty list of channels means all of them, as if it had not been given. */
const channelProblems = (exchange: Exchange, values: Members): readonly Problem[] =>
  idsIn(values.match_controller_ids).length === 0
    ? []
    : listProblems(values, 'match_controller_ids', exchange.store.records.channels)

/** The same members make a rule and replace one: what an update leaves out is as if it had never been set. */
const write = (exchange: Exchange, hooks: EveryHook, existing: NotificationRule | undefined): (() => Answer) => {
  const members = membersOf(hooks.body(parseBody(exchange.raw), exchange))
  exchange.members = members
  const { problems, values } = check(fieldsOf[exchange.edition], members, true)
  const all = [
    ...problems,
    ...listProblems(values, 'match_event_codes', knownCodes),
    ...channelProblems(exchange, values),
    ...actionProblems(values),
  ]
  return decide(exchange, hooks, all, () => {
    const stored = hooks.values(values, exchange)
    const now = new Date().toISOString()
    const rule = (id: number): NotificationRule => ({
      kind: 'notification_rule',
      id,
      name: stored.name,
      url: stored.call_back_url,
      active: typeof stored.active === 'boolean' ? stored.active : true,
      codes: idsIn(stored.match_event_codes),
      channelIds: idsIn(stored.match_controller_ids),
      createdAt: existing?.createdAt ?? now,
      updatedAt: now,
    })
    const { rules } = exchange.store.records
    if (existing === undefined) return answer(exchange, hooks, rules.add(rule))
    const replaced = rule(existing.id)
    rules.put(replaced)
    return answer(exchange, hooks, replaced)
  })
}

const target = (exchange: Exchange, hooks: EveryHook): NotificationRule =>
  findKept(exchange, hooks, exchange.store.records.rules, 'notification rule')

export const createRule: Operation = (exchange, hooks) => write(exchange, hooks, undefined)

export const updateRule: Operation = (exchange, hooks) => write(exchange, hooks, target(exchange, hooks))

export const readRule: Operation = (exchange, hooks) => {
  const rule = target(exchange, hooks)
  return () => answer(exchange, hooks, rule)
}

/** All of them at once: neither document pages this list. */
export const listRules: Operation = (exchange, hooks) => () => {
  const rules = hooks.listedKept(
    [...exchange.store.records.rules.live.values()],
    exchange,
  ) as readonly NotificationRule[]
  const shown = rules.map((rule) => hooks.shown(show(exchange.edition, rule), exchange))
  return json(200, hooks.page(shown, exchange))
}

export const deleteRule: Operation = (exchange, hooks) => {
  const rule = target(exchange, hooks)
  return decide(exchange, hooks, [], () => {
    if (hooks.removes(true, exchange)) exchange.store.records.rules.remove(rule)
    return deleted()
  })
}
