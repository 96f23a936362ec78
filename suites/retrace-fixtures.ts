import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import { wireForm } from '../generators/wire.ts'
import { uniqueValues } from '../target/unique.ts'
import type { BindingSource } from './engine/binding.ts'
import { bindCase, MissingFixture, NotMade } from './engine/binding.ts'
import { neededThings, writtenStrings } from './engine/case-values.ts'
import type { DrawnCase } from './engine/draw.ts'
import { recipes } from './engine/set-up.ts'
import type { Case } from './step.ts'

/** Whether a case refers to something of which the target was found to have none. */
const lacks = (operations: ReadonlyMap<string, Operation>, source: BindingSource, one: Case): boolean => {
  const bind = bindCase(source, new Map())
  const tries = (attempt: () => unknown): boolean => {
    try {
      attempt()
      return false
    } catch (error) {
      if (error instanceof NotMade) return false
      if (error instanceof MissingFixture) return true
      throw error
    }
  }
  return (
    tries(() => writtenStrings(one, bind, operations)) ||
    one.steps.some(({ draft }) => {
      const operation = operations.get(draft.operation)
      return operation !== undefined && tries(() => wireForm(operation, draft, bind, true))
    })
  )
}

/** Whether cases cannot be sent to a target, since they need something that it was found not to have. */
export const lackFixtures = (
  edition: Edition,
  operations: ReadonlyMap<string, Operation>,
  { fixtures, baseDay }: BindingSource,
  cases: readonly DrawnCase[],
): boolean => {
  const unique = uniqueValues('aaaaaaaa')
  const source: BindingSource = { fixtures, baseDay, unique, issueMarker: unique.marker }
  return cases.some(({ drawn: { subject, twin } }) =>
    [subject, ...(twin === undefined ? [] : [twin])].some(
      (one) =>
        lacks(operations, source, one) ||
        neededThings(one).some((name) => recipes({ edition }, name).every((way) => lacks(operations, source, way))),
    ),
  )
}
