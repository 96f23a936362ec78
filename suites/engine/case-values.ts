import type { Operation } from '../../contract/operation.ts'
import type { DraftValue, Symbolic } from '../../generators/draft.ts'
import { isSymbolic } from '../../generators/draft.ts'
import type { Binding } from '../../generators/wire.ts'
import { leastMembers, resolve } from '../../generators/wire.ts'
import type { Relation } from '../../oracle/expectation.ts'
import type { Case, RelationDraft } from '../step.ts'
import type { CaseBinding } from './binding.ts'

/**
 * Every string that the suite itself writes: these, and no others, stay legible in what comes back. They are gathered
 * before the first step is sent, so that what two steps show is redacted alike and can be compared.
 */
const stringsOf = (value: DraftValue | undefined, bind: Binding, strings: string[]): void => {
  if (typeof value === 'string') strings.push(value)
  else if (typeof value !== 'object' || value === null) return
  else if (isSymbolic(value)) {
    if (value.$ === 'made' || (value.$ === 'fixture' && value.distinct === true)) return
    const bound = bind(value)
    // A rule shows the controllers that it is about by texts.
    if (typeof bound === 'string' || (value.$ === 'fixture' && value.of === 'channel')) strings.push(String(bound))
  } else for (const member of Object.values(value) as DraftValue[]) stringsOf(member, bind, strings)
}

export const writtenStrings = (
  { steps }: Case,
  bind: Binding,
  operations: ReadonlyMap<string, Operation>,
): string[] => {
  const strings: string[] = []
  for (const { draft } of steps) {
    stringsOf(draft.body?.value, bind, strings)
    for (const [, value] of draft.body?.named ?? []) stringsOf(value, bind, strings)
    const operation = operations.get(draft.operation)
    for (const value of operation === undefined ? [] : Object.values(leastMembers(operation, draft.body)))
      if (typeof value === 'string') strings.push(value)
    for (const [, value] of draft.query) stringsOf(value, bind, strings)
  }
  return strings
}

/** What a request has written is not drawn anew: a later step of its case may write or look for the same. */
export const keepValues = (value: DraftValue | undefined, bind: CaseBinding): void => {
  if (typeof value !== 'object' || value === null) return
  if (!isSymbolic(value)) for (const member of Object.values(value) as DraftValue[]) keepValues(member, bind)
  else if (value.$ === 'credential-value') bind.keep(value)
}

/** A relation with what is known of it now that its case is sent. */
export const bindRelation = (relation: RelationDraft, bind: Binding): Relation => {
  if (relation.kind === 'nothing-created') return { ...relation, marker: String(resolve(relation.marker, bind)) }
  if (relation.kind !== 'same-list') return relation
  const { person, ...rest } = relation
  return person === undefined ? rest : { ...rest, person: String(resolve(person, bind)) }
}

/** What belongs to a person needs one first. */
export const ofPerson: ReadonlySet<string> = new Set([
  'credential',
  'pin-credential',
  'reservation',
  'group-reservation',
])

/** The things that a draft refers to and that no step before it makes. */
export const neededThings = ({ steps, relations }: Case): readonly string[] => {
  const made = new Set<string>()
  const needed = new Set<string>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (isSymbolic(value)) {
      const symbol: Symbolic = value
      if (symbol.$ === 'made' && !made.has(symbol.of)) needed.add(symbol.of)
      // What an id must look like is learnt from one that the target gave.
      if (symbol.$ === 'unknown' && symbol.of === 'credential') needed.add('credential')
      return
    }
    for (const member of Object.values(value)) visit(member)
  }
  for (const { draft, makes } of steps) {
    visit(draft.path)
    visit(draft.body?.value)
    visit(draft.query)
    if (makes !== undefined) made.add(makes)
  }
  for (const relation of relations) if (relation.kind === 'same-list') visit(relation.person)
  return [...needed]
}
