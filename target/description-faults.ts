import schema from './description.schema.json' with { type: 'json' }
import { faultFinder } from './schema-faults.ts'

/** What keeps a value from being a description as the published schema has it; undefined where nothing does. */
export const faultIn = faultFinder(schema, 'the description')
