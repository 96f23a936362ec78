import type fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import { type Race, race } from '../../generators/sequences/races.ts'
import type { Cell, Section, Variant } from '../cell.ts'
import {
  raceForCard,
  raceForEmail,
  raceForEmailByUpdate,
  raceForType,
  raceForValue,
  raceForValueByUpdate,
} from '../sequences/races-for-one.ts'
import {
  raceOfUpdates,
  raceWithDeletionOfCredential,
  raceWithDeletionOfPerson,
  raceWithDeletionOfRule,
} from '../sequences/races-over-time.ts'
import type { Case } from '../step.ts'

const raceVariant = (
  id: string,
  edition: Edition,
  toCase: (edition: Edition, race: Race) => Case,
  drawn: fc.Arbitrary<Race> = race(),
): Variant => ({
  id,
  kind: 'race',
  arbitrary: drawn.map((one) => ({ subject: toCase(edition, one) })),
  weight: 2,
})

/** What operations race for, where only one can have it. Uniqueness is raced for where it must be kept at all. */
const contests = (edition: Edition, operation: Operation): readonly Variant[] => {
  const kept = (rule: 'unique' | 'one-per-type', parameter?: string): boolean =>
    edition.ruleFor(operation, rule, parameter).strength === 'must-refuse'
  switch (operation.body) {
    case 'person-input':
      return [
        ...(kept('unique', 'email') ? [raceVariant('one-email', edition, raceForEmail)] : []),
        ...(kept('unique', 'value') ? [raceVariant('one-card', edition, raceForCard, race(4))] : []),
      ]
    case 'person-update':
      return kept('unique', 'email') ? [raceVariant('one-email', edition, raceForEmailByUpdate, race(4))] : []
    case 'credential-input':
    case 'person-credential-input':
      return [
        ...(kept('one-per-type')
          ? [raceVariant('one-type', edition, (of, one) => raceForType(of, operation, one))]
          : []),
        ...(kept('unique', 'value')
          ? [raceVariant('one-value', edition, (of, one) => raceForValue(of, operation, one), race(4))]
          : []),
      ]
    case 'credential-update':
      return kept('unique', 'value')
        ? [raceVariant('one-value', edition, (of, one) => raceForValueByUpdate(of, operation, one), race(4))]
        : []
    default:
      return []
  }
}

const deletions: Readonly<Record<string, (edition: Edition, race: Race) => Case>> = {
  deletePerson: raceWithDeletionOfPerson,
  deletePersonCredential: raceWithDeletionOfCredential,
  deleteNotificationRule: raceWithDeletionOfRule,
}

/** Several requests at once, on things of the run's own. */
export const races: Section = ({ edition, operations }) =>
  operations.flatMap((operation): Cell[] => {
    const { raceUnique, raceDelete, racePartial } = edition.general
    const cell = (clause: string | undefined, variants: readonly Variant[]): Cell[] =>
      clause === undefined || variants.length === 0 ? [] : [{ clause, operation, variants }]
    const deletion = deletions[operation.id]
    return [
      ...cell(raceUnique, contests(edition, operation)),
      ...cell(raceDelete, deletion === undefined ? [] : [raceVariant('while-updated', edition, deletion)]),
      ...cell(
        racePartial,
        operation.id === 'updatePerson' ? [raceVariant('different-members', edition, raceOfUpdates)] : [],
      ),
    ]
  })
