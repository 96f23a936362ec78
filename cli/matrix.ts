import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import type { VariantKind } from '../suites/cell.ts'
import { plan } from '../suites/plan.ts'
import type { PlannedCell } from '../suites/planned-cell.ts'
import { describeEdition } from './editions.ts'

export const kinds: readonly VariantKind[] = ['valid', 'malformed', 'stateful', 'race']

/** How many cells try an operation in each way, and why none does where that is so. */
export interface MatrixRow {
  readonly operation: string
  readonly cells: Readonly<Record<VariantKind, number>>
  readonly reasons: Readonly<Partial<Record<VariantKind, string>>>
}

/** Whether a client can make things of the operation's kind, so that there is a state to speak of. */
const isMade = ({ operations }: Edition, { resource }: Operation): boolean =>
  operations.some((one) => one.resource === resource && (one.action === 'create' || one.action === 'command'))

const whyNoState = (edition: Edition, operation: Operation): string => {
  if (operation.resource === 'oauth') return 'A token that the run did not ask for is left as it is.'
  if (!isMade(edition, operation)) return 'Nothing that a client does changes what it shows.'
  return operation.action === 'command'
    ? 'What it leaves behind is looked at right after it, as part of a request in order.'
    : 'Nothing is documented of it that spans several requests.'
}

const whyNoRace = (operation: Operation): string => {
  switch (operation.action) {
    case 'list':
    case 'read':
      return 'Reading excludes nobody.'
    case 'create':
      return 'Nothing documented keeps two of them from being created.'
    case 'update':
      return 'Nothing documented keeps two updates of it apart.'
    case 'delete':
      return 'No update of it is documented that a deletion could meet, or none that could bring it back.'
    case 'command':
      return 'The documents do not say what two of them at once come to.'
  }
}

const whyNone = (edition: Edition, operation: Operation, kind: VariantKind, cells: readonly PlannedCell[]): string => {
  const withheld = cells.flatMap(({ unexercised }) => unexercised?.detail ?? [])
  const sending = cells.some(({ variants }) => variants.length > 0)
  if (!sending && withheld[0] !== undefined) return withheld[0]
  switch (kind) {
    case 'valid':
      return 'It needs something that only a description can name.'
    case 'malformed':
      return 'There is nothing in it that could be wrong.'
    case 'stateful':
      return whyNoState(edition, operation)
    case 'race':
      return whyNoRace(operation)
  }
}

/** The table of an edition's operations by the ways in which cells try them, planned for a target that has everything. */
export const matrixOf = (edition: Edition): readonly MatrixRow[] => {
  const { cells } = plan(describeEdition(edition), { profile: 'gate', only: [], exclude: [] })
  return edition.operations.map((operation) => {
    const own = cells.filter((cell) => cell.operation.id === operation.id)
    const count = (kind: VariantKind): number =>
      own.filter(({ variants }) => variants.some(({ variant }) => variant.kind === kind)).length
    const counts: Record<VariantKind, number> = {
      valid: count('valid'),
      malformed: count('malformed'),
      stateful: count('stateful'),
      race: count('race'),
    }
    const empty = kinds.filter((kind) => counts[kind] === 0)
    return {
      operation: operation.id,
      cells: counts,
      reasons: Object.fromEntries(empty.map((kind) => [kind, whyNone(edition, operation, kind, own)])),
    }
  })
}
