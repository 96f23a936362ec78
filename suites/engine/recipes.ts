import { pause } from '../../target/pacing.ts'
import type { RecipeName } from '../../target/recipe-keeper.ts'
import { RecipeError } from '../../target/recipes.ts'
import type { TargetSession } from '../../target/session.ts'

/** Goes where a step has to be sent: into a recipe, or out of the one that was entered. Undefined if it is there. */
export type MoveTo = (name: RecipeName | undefined) => Promise<void> | undefined

/**
 * Has steps sent, some of them within recipes. Whatever was entered is left again when `send` has ended, however it did.
 * After each way in or out the settle time of the description is waited for.
 *
 * @returns why a recipe could not be entered or left, after which nothing more was sent; undefined if all went well
 */
export const withRecipes = async (
  { recipes, description: { settleTime } }: Pick<TargetSession, 'recipes' | 'description'>,
  signal: AbortSignal,
  send: (moveTo: MoveTo) => Promise<void>,
): Promise<string | undefined> => {
  const problems: string[] = []
  let inside: RecipeName | undefined
  const note = (error: unknown): void => {
    if (!(error instanceof RecipeError)) throw error
    problems.push(error.message)
  }
  const move = async (name: RecipeName | undefined): Promise<void> => {
    const left = inside
    inside = undefined
    if (left !== undefined) await recipes.leave(left)
    if (name !== undefined && signal.aborted) throw new RecipeError(`${name} was not entered: the run was interrupted.`)
    inside = name
    if (name !== undefined) await recipes.enter(name)
    await pause(settleTime, [signal])
  }
  const moveTo: MoveTo = (name) => (name === inside ? undefined : move(name))
  try {
    await send(moveTo)
  } catch (error) {
    note(error)
  } finally {
    if (inside !== undefined) await recipes.leave(inside).catch(note)
  }
  return problems.length === 0 ? undefined : problems.join('; ')
}
