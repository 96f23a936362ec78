import { editions } from '../contract/index.ts'
import type { JsonSchema } from '../contract/json-schema.ts'

const collect = (schema: JsonSchema, words: Set<string>): void => {
  for (const value of [...(schema.enum ?? []), schema.const]) if (typeof value === 'string') words.add(value)
  for (const [name, member] of Object.entries(schema.properties ?? {})) {
    words.add(name)
    collect(member, words)
  }
  for (const branch of schema.anyOf ?? []) collect(branch, words)
  if (schema.items !== undefined) collect(schema.items, words)
}

/** The words that an edition publishes: names of members, and values that its schemas enumerate. They hide nothing. */
export const vocabulary = (edition: string): ReadonlySet<string> => {
  const words = new Set<string>()
  for (const schema of Object.values(editions[edition]?.schemas ?? {})) collect(schema, words)
  return words
}
