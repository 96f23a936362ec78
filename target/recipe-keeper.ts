import type { TargetDescription } from './description.ts'
import { type Disturbance, disturbances } from './description-world.ts'
import { TargetError } from './errors.ts'
import { pause } from './pacing.ts'
import { perform, RecipeError } from './recipes.ts'

/** Recipes that change the whole target for a while. */
export type RecipeName = Disturbance | 'rateLimit'
export const recipeNames: readonly RecipeName[] = [...disturbances, 'rateLimit']

/** Enters what changes the whole target, and sees to it that nothing stays changed. */
export interface RecipeKeeper {
  /**
   * Performs what enters a recipe, if anything has to be done for it. It counts as entered from then on, even where the
   * step failed: its effect is not known then. It is seen to its end, or to its time-out, even if the run is interrupted
   * meanwhile: a target that is still entering when it is told to leave would stay in.
   *
   * @throws RecipeError if the step has not happened
   */
  enter(name: RecipeName): Promise<void>
  /**
   * Performs what leaves it, a few times where that fails and whether or not the run was interrupted. Does nothing where
   * it was not entered; whoever asks meanwhile waits for the same leaving.
   *
   * @throws RecipeError if it could not be left; it is then tried again by the next call
   */
  leave(name: RecipeName): Promise<void>
  /**
   * Leaves whatever is still entered.
   *
   * @returns what could not be left, as `maintenance could not be left: The recipe's POST … was answered 500, …`
   */
  leaveAll(): Promise<readonly string[]>
}

/** Names as they are said. */
const spoken: Readonly<Record<RecipeName, string>> = {
  maintenance: 'maintenance',
  badGateway: 'the state of a bad gateway',
  gatewayTimeout: 'the state of a gateway that waits in vain',
  rateLimit: 'the rate limit',
}

/** Milliseconds before each try to leave. */
const pauses = [0, 500, 2000] as const

/** What outlives the process that enters a recipe. */
export interface RecipeMemory {
  /** What another process of the run may have left entered. */
  readonly entered?: readonly RecipeName[] | undefined
  /** Is told before a recipe is entered, and when it has been left. */
  readonly note?: ((name: RecipeName, entered: boolean) => void) | undefined
}

/** @param timeout milliseconds that one step may take; the usual ones if not given */
export const createRecipeKeeper = (
  { url, tls, recipes }: Pick<TargetDescription, 'url' | 'tls' | 'recipes'>,
  timeout?: number,
  { entered: before = [], note = () => {} }: RecipeMemory = {},
): RecipeKeeper => {
  const entered = new Map<RecipeName, Promise<void>>(before.map((name) => [name, Promise.resolve()]))
  const leaving = new Map<RecipeName, Promise<void>>()

  const tryToLeave = async (name: RecipeName): Promise<void> => {
    // Its failure is for whoever entered it; here it only has to be over, lest the way out comes before the way in.
    await Promise.allSettled([entered.get(name)])
    const recipe = recipes[name]
    if (recipe === undefined) {
      throw new RecipeError(
        `${spoken[name]} was entered, and the description has no recipe any more by which it could be left.`,
      )
    }
    const step = recipe.leave
    const reason = step === undefined ? undefined : await persist(() => perform(step, { url, tls, timeout }))
    if (reason !== undefined) throw new RecipeError(`${spoken[name]} could not be left: ${reason}`)
    entered.delete(name)
    note(name, false)
  }

  const leave = (name: RecipeName): Promise<void> => {
    if (!entered.has(name)) return Promise.resolve()
    const under = leaving.get(name)
    if (under !== undefined) return under
    const fresh = tryToLeave(name).finally(() => leaving.delete(name))
    leaving.set(name, fresh)
    return fresh
  }

  return {
    enter: async (name) => {
      const recipe = recipes[name]
      if (recipe === undefined) throw new RecipeError(`The description has no recipe for ${spoken[name]}.`)
      note(name, true)
      const entering = recipe.enter === undefined ? Promise.resolve() : perform(recipe.enter, { url, tls, timeout })
      entered.set(name, entering)
      try {
        await entering
      } catch (error) {
        throw new RecipeError(`${spoken[name]} could not be entered: ${reasonOf(error)}`)
      }
    },
    leave,
    leaveAll: async () => {
      const left: string[] = []
      for (const name of [...entered.keys()]) {
        try {
          await leave(name)
        } catch (error) {
          left.push(reasonOf(error))
        }
      }
      return left
    },
  }
}

/** Tries until it has worked; returns why the last try failed. */
const persist = async (act: () => Promise<void>): Promise<string | undefined> => {
  let reason: string | undefined
  for (const milliseconds of pauses) {
    await pause(milliseconds, [])
    try {
      await act()
      return undefined
    } catch (error) {
      reason = reasonOf(error)
    }
  }
  return reason
}

/** What the recipe's owner can mend, in one sentence; anything else is a fault of the suite. */
const reasonOf = (error: unknown): string => {
  if (error instanceof RecipeError || error instanceof TargetError) return error.message
  throw error
}
