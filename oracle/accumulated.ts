import type { JsonSchema } from '../contract/json-schema.ts'
import { idIn, type JsonObject, jsonOf, readableId, single, statusOf } from './answers.ts'
import { compareWritten, isNothing, type Likeness, sameShown } from './equivalence.ts'
import type { Exchange } from './exchange.ts'
import type { TargetFacts } from './expectation.ts'
import { accuse, examine, observe, type SettledStep, type Step } from './notes.ts'
import { isNotShown, membersWith, shownBy, unshown, valueShown, writtenMembers } from './read-back.ts'
import { beforeAndAfter, difference, sentAndReadBack, show } from './show.ts'
import { isSuccess } from './status.ts'

/** A write of a sequence, as it was sent, and what is known of its answer. */
export interface Write {
  /** Undefined where it was not sent. */
  readonly exchange: Exchange | undefined
  /** Undefined where its answer says nothing about the target. */
  readonly step: SettledStep | undefined
}

/** What a member must show: one of these values; any, where nobody can know. */
interface Known {
  readonly values: readonly unknown[] | 'any'
  readonly schema: JsonSchema
  readonly step: SettledStep
}

interface State {
  readonly members: ReadonlyMap<string, Known>
  /** The last write that was accepted. */
  readonly last: SettledStep
}

/** The thing that a reading shows: itself, or its entry in a list, where the id is known by which it stands there. */
const knownShownBy = (read: SettledStep, created: SettledStep | undefined): JsonObject | undefined => {
  if (read.on.operation.action !== 'list') return single(jsonOf(read.exchange))
  return created === undefined || idIn(created) === undefined ? undefined : shownBy(read, created)
}

/** Undefined where an answer is missing, so that nobody knows what is there. */
const stateAfter = (writes: readonly Write[], facts: Pick<TargetFacts, 'slugs'>): State | undefined => {
  const members = new Map<string, Known>()
  let last: SettledStep | undefined
  for (const { exchange, step } of writes) {
    if (exchange === undefined) continue
    if (step !== undefined && !isSuccess(statusOf(step))) continue
    if (step === undefined || !step.sound || step.expected.defect !== undefined) {
      members.clear()
      last = undefined
      continue
    }
    const written = writtenMembers(step.on.operation, exchange.request.body) ?? {}
    for (const [member, schema] of Object.entries(membersWith(step, facts))) {
      if (!Object.hasOwn(written, member) || unshown.has(member)) continue
      members.set(member, { values: valuesAfter(step, written[member], members.get(member)), schema, step })
    }
    last = step
  }
  return last === undefined ? undefined : { members, last }
}

/** An update to null may mean "clear it" and may mean "leave it". */
const valuesAfter = ({ on }: Step, value: unknown, before: Known | undefined): Known['values'] => {
  if (value !== null || on.operation.action !== 'update') return [value]
  return before === undefined || before.values === 'any' ? 'any' : [null, ...before.values]
}

/**
 * Holds what a sequence of writes has led to against what is read after them. What the last write named must be there;
 * what only an earlier one named is judged where the edition says what an update does to members that it does not name,
 * and noted otherwise.
 */
export const judgeAccumulated = (
  writes: readonly Write[],
  read: SettledStep,
  facts: Pick<TargetFacts, 'timeZone' | 'slugs'>,
): void => {
  const { timeZone } = facts
  const state = stateAfter(writes, facts)
  const shown = knownShownBy(read, writes[0]?.step)
  if (state === undefined || shown === undefined) return
  const { last, members } = state
  const { readBack } = last.edition.edition.general
  examine(last, readBack)
  for (const [member, { values, schema, step }] of members) {
    if (values === 'any') continue
    const back = valueShown(shown, member, last.on.operation.resource)
    // An entry of a list may show less than a reading does.
    if (isNotShown(step, member, back, facts) || (back === undefined && read.on.operation.action === 'list')) continue
    if (step !== last) {
      judgeUnnamed(last, member, back, values, schema, timeZone)
      continue
    }
    const likeness = likenessOf(values, back, schema, timeZone)
    if (likeness === undefined) {
      const actual = sentAndReadBack(member, values[0], back)
      accuse(last, readBack, `${member} read back as it was written`, actual, [member])
    } else for (const what of likeness) observe(step, what, member)
  }
}

/** A conflict shows what is there already: the thing that `writes` wrote, as they left it. */
export const judgeExisting = (
  refused: SettledStep,
  writes: readonly Write[],
  facts: Pick<TargetFacts, 'timeZone' | 'slugs'>,
): void => {
  const { timeZone } = facts
  const { existing } = refused.edition.edition.general
  const body = single(jsonOf(refused.exchange))
  const created = writes[0]?.step
  const id = created?.sound === true ? idIn(created) : undefined
  const state = stateAfter(writes, facts)
  // What is no credential at all has been accused of that.
  if (refused.exchange.response?.status !== 409 || existing === undefined || id === undefined || state === undefined)
    return
  if (body === undefined || !refused.on.isResource(body)) return
  examine(refused, existing)
  if (readableId(body) !== id) {
    accuse(refused, existing, `the credential with id ${id}`, `\`id\` is ${show(body.id)}`, [])
    return
  }
  for (const [member, { values, schema }] of state.members) {
    const shown = body[member]
    // That the value is shown at all is not asked.
    if (values === 'any' || isNothing(shown) || likenessOf(values, shown, schema, timeZone) !== undefined) continue
    const expected = `the credential as it is, with ${member} ${show(values[0])}`
    accuse(refused, existing, expected, `\`${member}\` is ${show(shown)}`, [])
  }
}

const likenessOf = (
  values: readonly unknown[],
  back: unknown,
  schema: JsonSchema,
  timeZone: string | undefined,
): Likeness => values.map((value) => compareWritten(value, back, schema, timeZone)).find((one) => one !== undefined)

/** A member that the last update did not name: kept, where that is documented, and not kept, where that is. */
const judgeUnnamed = (
  last: SettledStep,
  member: string,
  back: unknown,
  values: readonly unknown[],
  schema: JsonSchema,
  timeZone: string | undefined,
): void => {
  const { partial, replaced } = last.edition.edition.general
  const kept = likenessOf(values, back, schema, timeZone) !== undefined
  const [value] = values
  const actual = beforeAndAfter(member, value, back)
  if (replaced !== undefined && last.on.operation.resource === 'notification_rules') {
    examine(last, replaced)
    // Rules are active unless they are told not to be; of other members nobody says what they are without being named.
    if (kept && value === false) accuse(last, replaced, `${member}, which is not named, as if new`, actual, [member])
    return
  }
  if (partial !== undefined) examine(last, partial)
  if (kept) return
  if (partial === undefined) observe(last, 'unnamed-member-changed', member)
  else accuse(last, partial, `${member}, which is not named, as it was`, actual, [member])
}

/**
 * Holds two readings of one thing against each other between which nothing was written. Only members that somebody has
 * written are judged: they are to be read back as they were.
 */
export const judgeRepeated = (first: SettledStep, again: SettledStep, writes: readonly Write[]): void => {
  const { readBack: clause } = again.edition.edition.general
  const [one, other] = [knownShownBy(first, writes[0]?.step), knownShownBy(again, writes[0]?.step)]
  if (one === undefined || other === undefined) return
  const written = new Set(
    writes.flatMap(({ exchange, step }) =>
      exchange === undefined || step === undefined
        ? []
        : Object.keys(writtenMembers(step.on.operation, exchange.request.body) ?? {}),
    ),
  )
  const members = again.edition.writable(again.on.operation.resource).filter((member) => written.has(member))
  examine(again, clause)
  const { resource } = again.on.operation
  const changed = members.filter(
    (member) => !sameShown(valueShown(one, member, resource), valueShown(other, member, resource)),
  )
  if (changed.length === 0) return
  const actual = changed.map((member) => {
    const at = difference(member, valueShown(one, member, resource), valueShown(other, member, resource))
    return `${at.where}: ${at.one} first, ${at.other} when read again`
  })
  accuse(again, clause, 'the same as before, since nothing was written', actual.join('; '), changed)
}
