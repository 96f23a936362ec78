import type { Operation } from '../contract/types.ts'
import { isObject, type JsonObject, jsonOf, single } from './answers.ts'
import { compareWritten, type Likeness, sameShown } from './equivalence.ts'
import type { RecordedBody } from './exchange.ts'
import type { TargetFacts } from './expectation.ts'
import { accuse, examine, observe, type Step } from './notes.ts'
import { show } from './show.ts'

/** Names under which an answer shows members that are written under another. */
const shownAs: Readonly<Record<string, string>> = { group_ids: 'groups', role_ids: 'roles' }

const nameShown = (member: string): string => shownAs[member] ?? member

/**
 * Holds what `write` wrote against what `read` shows, member by member. `before` is an earlier look at the same thing,
 * where there was one.
 */
export const judgeReadBack = (
  write: Step,
  read: Step,
  before: Step | undefined,
  { timeZone }: Pick<TargetFacts, 'timeZone'>,
): void => {
  const written = writtenMembers(write.on.operation, write.exchange.request.body)
  const shown = single(jsonOf(read.exchange))
  if (written === undefined || shown === undefined) return
  const { readBack } = write.edition.edition.general
  const old = before === undefined ? undefined : single(jsonOf(before.exchange))
  examine(write, readBack)
  for (const [member, schema] of Object.entries(write.on.bodyMembers)) {
    if (!Object.hasOwn(written, member)) continue
    const [sent, back] = [written[member], shown[nameShown(member)]]
    const likeness =
      compareWritten(sent, back, schema, timeZone) ??
      leftAsItWas(write, sent, back, old === undefined ? undefined : { value: old[nameShown(member)] })
    if (likeness === undefined) {
      const actual = `${member}: sent ${show(sent)}, read back ${show(back)}`
      accuse(write, readBack, `${member} read back as it was written`, actual, [member])
    } else {
      for (const what of likeness) observe(write, what, member)
    }
  }
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

/** Members of a request's body, from below the wrapper where there is one. */
const writtenMembers = ({ wrapper }: Operation, body: RecordedBody | undefined): JsonObject | undefined => {
  if (body === undefined || !('text' in body)) return undefined
  const value = parsed(body.text)
  if (!isObject(value)) return undefined
  const inner = wrapper === undefined ? undefined : value[wrapper]
  return isObject(inner) ? inner : value
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
  const members = refused.edition.writable(before.on.operation.resource)
  const changed = members.filter((member) => !sameShown(first[nameShown(member)], last[nameShown(member)]))
  if (changed.length === 0) return
  const actual = changed.map((member) => {
    const name = nameShown(member)
    return `${member}: ${show(first[name])} before, ${show(last[name])} after`
  })
  accuse(refused, noEffect, 'nothing changed', actual.join('; '), changed)
}
