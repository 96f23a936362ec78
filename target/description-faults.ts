import schema from './description.schema.json' with { type: 'json' }
import { type Fault, type FaultFinder, faultFinder } from './schema-faults.ts'

/** Resources without which there is nothing to judge by, and why. */
const needed: Readonly<Record<string, string>> = {
  account: 'nothing is written before it has shown whose account this is',
  people: 'everything that the suite creates belongs to people',
}

/** The schema would only say which other resources there are. */
const neededOne = (value: unknown): Fault | undefined => {
  const { absent } = (value ?? {}) as { readonly absent?: unknown }
  if (!Array.isArray(absent)) return undefined
  const at = absent.findIndex((name) => typeof name === 'string' && Object.hasOwn(needed, name))
  if (at === -1) return undefined
  const name = String(absent[at])
  return { path: ['absent', at], what: `${name} cannot be absent: ${needed[name]}; take it out.` }
}

const faultBySchema = faultFinder(schema, 'the description')

/** What keeps a value from being a description as the published schema has it; undefined where nothing does. */
export const faultIn: FaultFinder = (value) => neededOne(value) ?? faultBySchema(value)
