import type { WrittenDescription } from './description-written.ts'

export type {
  Id,
  KeySource,
  RecipeContext,
  RecipeFunction,
  RecipeRequest,
  WrittenAllowance,
  WrittenDescription,
  WrittenFixtures,
  WrittenRecipes,
  WrittenStep,
} from './description-written.ts'

/** What a file in TypeScript exports by default: a description, or a function that returns one. */
export type Definition = WrittenDescription | (() => WrittenDescription | Promise<WrittenDescription>)

/**
 * Helps an editor to help with a target description in TypeScript, and changes nothing:
 * `export default defineTarget({ url: … })`.
 */
export const defineTarget = (definition: Definition): Definition => definition
