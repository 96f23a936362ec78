import type { JsonSchema } from '../contract/json-schema.ts'
import type { Operation, ResourceName } from '../contract/operation.ts'
import { idIn, isObject, itemsIn, type JsonObject, jsonOf, readableId, single } from './answers.ts'
import { compareWritten, isNothing, type Likeness, sameShown } from './equivalence.ts'
import type { RecordedBody } from './exchange.ts'
import type { TargetFacts } from './expectation.ts'
import { accuse, examine, observe, type Step } from './notes.ts'
import { codesShown, controllersShown } from './rule-shown.ts'
import { beforeAndAfter, sentAndReadBack, show } from './show.ts'
import { unwrapped } from './wire/members.ts'

/** Names under which a person is shown to have what is written under another. */
const shownAs: Readonly<Record<string, string>> = { group_ids: 'groups', role_ids: 'roles' }

export const nameShown = (member: string, resource: ResourceName): string =>
  resource === 'people' ? (shownAs[member] ?? member) : member

/** Members whose place in the answer is not documented. */
export const unshown: ReadonlySet<string> = new Set(['call_back_url'])

/** What an answer shows for a member that is written. */
export const valueShown = (shown: JsonObject, member: string, resource: ResourceName): unknown => {
  if (member === 'match_event_codes') return codesShown(shown)
  if (member === 'match_controller_ids') return controllersShown(shown)
  return shown[nameShown(member, resource)]
}

/**
 * Holds what `write` wrote against what `read` shows, member by member. `before` is an earlier look at the same thing,
 * where there was one.
 */
export const judgeReadBack = (
  write: Step,
  read: Step,
  before: Step | undefined,
  facts: Pick<TargetFacts, 'timeZone' | 'slugs'>,
): void => {
  const written = writtenMembers(write.on.operation, write.exchange.request.body)
  const shown = shownBy(read, write)
  if (written === undefined || shown === undefined) return
  const { readBack } = write.edition.edition.general
  const old = before === undefined ? undefined : single(jsonOf(before.exchange))
  examine(write, readBack)
  const members = membersWith(write, facts)
  for (const member in members) {
    const schema = members[member]
    if (schema === undefined || !Object.hasOwn(written, member) || unshown.has(member)) continue
    const [sent, back] = [written[member], valueShown(shown, member, write.on.operation.resource)]
    if (isNotShown(write, member, back, facts)) continue
    const likeness =
      compareWritten(sent, back, schema, facts.timeZone) ??
      leftAsItWas(
        write,
        sent,
        back,
        old === undefined ? undefined : { value: old[nameShown(member, write.on.operation.resource)] },
      )
    if (likeness === undefined) {
      const actual = sentAndReadBack(member, sent, back)
      accuse(write, readBack, `${member} read back as it was written`, actual, [member])
    } else {
      for (const what of likeness) observe(write, what, member)
    }
  }
}

/** Documented members of what a step writes: those of a person include credentials, by the slugs of their types. */
export const membersWith = (
  { on }: Pick<Step, 'on'>,
  { slugs }: Pick<TargetFacts, 'slugs'>,
): Readonly<Record<string, JsonSchema>> =>
  slugs === undefined || on.operation.resource !== 'people'
    ? on.bodyMembers
    : { ...on.bodyMembers, ...slugMembers(slugs) }

/**
 * Whether an endpoint shows a credential of a person nowhere among the person's members, neither in its answer to the
 * write nor afterwards: that it does is described, and no more. It is noted. Nor can it be told which controllers a rule
 * is about whose conditions have a form of their own.
 */
export const isNotShown = (
  write: Step,
  member: string,
  back: unknown,
  { slugs = {} }: Pick<TargetFacts, 'slugs'>,
): boolean => {
  if (member === 'match_controller_ids') return back === undefined
  if (!Object.hasOwn(slugs, member) || Object.hasOwn(write.on.bodyMembers, member)) return false
  if (!isNothing(back) || !isNothing(single(jsonOf(write.exchange))?.[member])) return false
  observe(write, 'credential-not-shown-with-person', member)
  return true
}

/** The members of a person that hold the values of credentials. */
export const slugMembers = (slugs: NonNullable<TargetFacts['slugs']>): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(Object.keys(slugs).map((name) => [name, { type: 'string', format: 'credential-value' }]))

/** Holds the values that `write` gave somebody by the slugs of their types against the list of their credentials. */
export const judgeHeld = (write: Step, list: Step, facts: Pick<TargetFacts, 'timeZone' | 'slugs'>): void => {
  const written = writtenMembers(write.on.operation, write.exchange.request.body) ?? {}
  const items = itemsIn(list)
  const { readBack } = write.edition.edition.general
  for (const [slug, type] of Object.entries(facts.slugs ?? {})) {
    const sent = written[slug]
    const held = items.find((item) => item.credential_type_id === type)
    // Not every list shows values; that what was written through the person is listed at all is noted only.
    if (typeof sent !== 'string') continue
    if (held === undefined) observe(write, 'credential-of-person-not-listed', slug)
    if (held === undefined || isNothing(held.value)) continue
    examine(write, readBack)
    if (compareWritten(sent, held.value, { type: 'string', format: 'credential-value' }, facts.timeZone) !== undefined)
      continue
    const actual = `${slug}: sent ${show(sent)}, listed ${show(held.value)}`
    accuse(write, readBack, `${slug} listed among the credentials as it was written`, actual, [slug])
  }
}

/**
 * What a step shows of the thing that another has written: all that it shows, or the item of a list. What was answered
 * without an id is looked for among the items without one.
 */
export const shownBy = (read: Step, write: Step): JsonObject | undefined => {
  if (read.on.operation.action !== 'list') return single(jsonOf(read.exchange))
  const id = idIn(write)
  return itemsIn(read).find((item) => readableId(item) === id)
}

/** An update to null may mean "clear it" and may mean "leave it": a member that is as it was before will do. */
const leftAsItWas = (
  { on }: Step,
  sent: unknown,
  back: unknown,
  old: { readonly value: unknown } | undefined,
): Likeness => {
  if (sent !== null || on.operation.action !== 'update') return undefined
  return old === undefined || sameShown(old.value, back) ? ['null-changes-nothing'] : undefined
}

/** Members of a request's body by their own names, from below the wrapper where there is one. */
export const writtenMembers = (operation: Operation, body: RecordedBody | undefined): JsonObject | undefined => {
  if (body === undefined || !('text' in body)) return undefined
  const value = parsed(body.text)
  return isObject(value) ? unwrapped(value, operation).members : undefined
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Holds what was shown before a refused request against what is shown after it, as far as requests can write it. */
export const judgeUnchanged = (refused: Step, before: Step, after: Step): void => {
  const [first, last] = [single(jsonOf(before.exchange)), single(jsonOf(after.exchange))]
  if (first === undefined || last === undefined) return
  const { noEffect } = refused.edition.edition.general
  examine(refused, noEffect)
  const { resource } = before.on.operation
  // Whom a rule tells stands among its actions, in whatever form: the same as before in any case.
  const writtenTo = (shown: JsonObject, member: string): unknown =>
    member === 'call_back_url' ? shown.actions : valueShown(shown, member, resource)
  const changed = refused.edition
    .writable(resource)
    .filter((member) => !sameShown(writtenTo(first, member), writtenTo(last, member)))
  if (changed.length === 0) return
  const actual = changed.map((member) => beforeAndAfter(member, writtenTo(first, member), writtenTo(last, member)))
  accuse(refused, noEffect, 'nothing changed', actual.join('; '), changed)
}
