import { jsonOf, single } from './answers.ts'
import { sameShown } from './equivalence.ts'
import { accuse, examine, type Step } from './notes.ts'
import { valueShown, writtenMembers } from './read-back.ts'
import { show } from './show.ts'

/** Holds what an update does not name against what that is by default, where the schema of its body says it. */
export const judgeReplaced = (write: Step, read: Step): void => {
  const { replaced } = write.edition.edition.general
  const shown = single(jsonOf(read.exchange))
  const written = writtenMembers(write.on.operation, write.exchange.request.body)
  if (replaced === undefined || shown === undefined || written === undefined) return
  for (const [member, schema] of Object.entries(write.on.bodyMembers)) {
    if (schema.default === undefined || Object.hasOwn(written, member)) continue
    examine(write, replaced)
    const back = shown[member]
    if (back === undefined || back === schema.default) continue
    const actual = `${member}: not sent, read back ${show(back)}`
    accuse(write, replaced, `${member} as it is by default: ${show(schema.default)}`, actual, [member])
  }
}

/**
 * Holds `read`, which shows what an update has left that does not name a member, against two earlier looks at the same
 * thing: `never`, when nobody had named the member, and `named`, when somebody had. How it looks without being named is
 * for the endpoint to say; it must not look as it did when it was.
 */
export const judgeForgotten = (
  write: Step,
  read: Step,
  looks: { readonly never: Step; readonly named: Step },
): void => {
  const { replaced } = write.edition.edition.general
  const written = writtenMembers(write.on.operation, write.exchange.request.body)
  const [never, named, now] = [looks.never, looks.named, read].map(({ exchange }) => single(jsonOf(exchange)))
  if (replaced === undefined || written === undefined) return
  if (never === undefined || named === undefined || now === undefined) return
  const { operation, bodyMembers } = write.on
  for (const member of Object.keys(bodyMembers)) {
    if (Object.hasOwn(written, member)) continue
    const [first, then, last] = [never, named, now].map((shown) => valueShown(shown, member, operation.resource))
    if (first === undefined || then === undefined || last === undefined || sameShown(first, then)) continue
    examine(write, replaced)
    if (!sameShown(then, last)) continue
    const actual = `${member}: not sent, read back ${show(last)} as before`
    accuse(write, replaced, `${member} as if it had never been named: ${show(first)}`, actual, [member])
  }
}
