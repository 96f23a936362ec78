/** The two published contracts that the endpoint speaks, one at a time. */
export type EditionName = 'classic' | 'current'

/** Something that each edition decides for itself. */
export type ByEdition<Value> = Readonly<Record<EditionName, Value>>
