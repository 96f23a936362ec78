import type { Edition } from '../contract/edition.ts'
import { editions } from '../contract/index.ts'
import type { EditionName } from '../reference/edition.ts'
import type { TargetDescription } from '../target/description.ts'
import { embeddedDescription } from './embedded.ts'
import { unknownName } from './errors.ts'

/** An edition by its name; the classic one if none is named. @throws UsageError if there is none of that name. */
export const editionNamed = (name = 'classic'): Edition => {
  const edition = Object.hasOwn(editions, name) ? editions[name] : undefined
  if (edition === undefined)
    throw unknownName('edition', name, Object.keys(editions), `there is ${Object.keys(editions).join(', ')}`)
  return edition
}

/** The other edition that has a clause, with what a command line adds to speak of it; undefined where none has it. */
export const otherEditionWith = (clause: string, { name }: Edition): string | undefined => {
  const other = Object.values(editions).find(
    (edition) => edition.name !== name && edition.clauses.some(({ id }) => id === clause),
  )
  return (
    other &&
    `the ${name} edition has no clause "${clause}", but the ${other.name} one has; add --edition ${other.name}.`
  )
}

/** The edition as the reference endpoint calls it, which shares nothing with the contract. */
export const inReference = ({ name }: Edition): EditionName => (name === 'current' ? 'current' : 'classic')

/** A target that has everything an edition speaks of, to plan for; nothing is there. */
export const describeEdition = ({ name }: Edition): TargetDescription => embeddedDescription('http://localhost', name)
