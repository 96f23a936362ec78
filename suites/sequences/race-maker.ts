import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { Operation } from '../../contract/operation.ts'
import type { OutcomeName } from '../../contract/outcome.ts'
import type { Draft, DraftValue } from '../../generators/draft.ts'
import { made, unique } from '../../generators/draft.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Case, RelationDraft, Step } from '../step.ts'
import { plainStep } from '../step.ts'
import { alive } from './story.ts'

/** The members of a body that is written. */
export type Members = Readonly<Record<string, DraftValue>>

/** Puts races together. Every round is about things of its own, and each case begins with a control. */
export class Races {
  readonly edition: Edition
  readonly steps: Step[] = []
  readonly relations: RelationDraft[] = []
  #groups = 0

  constructor(edition: Edition) {
    this.edition = edition
  }

  operation(id: string): Operation {
    return operationOf(this.edition, id)
  }

  case(): Case {
    return { steps: this.steps, relations: this.relations, subject: 0 }
  }

  add(step: Step): number {
    this.steps.push(step)
    return this.steps.length - 1
  }

  plain(draft: Draft, more: Partial<Step> = {}): number {
    return this.add(plainStep(this.edition, draft, more))
  }

  wrong(draft: Draft, defect: Defect, makes?: string, when?: Step['when']): number {
    const { outcome, strength } = this.edition.ruleFor(
      this.operation(draft.operation),
      defect.rule,
      defect.parameters[0],
    )
    const expected = { outcome, strength, defect }
    return this.add({
      draft,
      expected,
      ...(makes === undefined ? {} : { makes }),
      ...(when === undefined ? {} : { when }),
    })
  }

  /** Requests that are sent at the same time, each of which may be refused for the sake of another. */
  atOnce(
    requests: readonly {
      draft: Draft
      makes?: string
      defect: Defect
      outcomes?: readonly OutcomeName[]
      when?: Step['when']
    }[],
  ): number[] {
    this.#groups += 1
    const together = this.#groups
    return requests.map(({ draft, makes, defect, outcomes, when }) => {
      const operation = this.operation(draft.operation)
      const documented = outcomes ?? [this.edition.ruleFor(operation, defect.rule, defect.parameters[0]).outcome]
      return this.plain(draft, {
        expected: { outcome: operation.outcome, strength: 'succeed', otherwise: { outcomes: documented, defect } },
        together,
        ...(makes === undefined ? {} : { makes }),
        ...(when === undefined ? {} : { when }),
      })
    })
  }

  request(operation: string, path: Draft['path'], members?: Members): Draft {
    const plain = plainRequest(this.operation(operation))
    return { ...plain, path, ...(members === undefined ? {} : { body: { value: members } }) }
  }

  /** A person of the case's own, read at once. */
  person(name: string, slot: number, members: Members = {}): string {
    const written = { system_id: unique('system-id', slot), first_name: 'Ada', last_name: 'Lovelace', ...members }
    this.plain(this.request('createPerson', {}, written), { makes: name })
    this.readPerson(name)
    return name
  }

  readPerson(name: string, more: Partial<Step> = {}): number {
    return this.plain(this.request('getPerson', { id: made(name) }), more)
  }

  /** What is created must be read, or nobody would know that it is the run's own; all of it, if too much is created. */
  readAccepted(claims: readonly number[], draft: (name: string) => Draft): void {
    for (const claim of claims) {
      const name = this.steps[claim]?.makes
      if (name !== undefined) this.plain(draft(name), { when: { step: claim, is: 'accepted' } })
    }
  }

  /** Asks for what may be gone; what it deserves is a matter of how the race went. */
  lookFor(draft: Draft): number {
    return this.add({ draft, expected: { outcome: 'gone', strength: 'may-accept', defect: alive } })
  }
}

/** The numbers from nought, so many of them. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** What a credential of a race is made of. */
export const credential = (slot: number): Members => ({
  credential_type_id: { $: 'fixture', of: 'credential-type', index: 0 },
  value: { $: 'credential-value', index: 0, slot, leadingZero: false },
})

export const readCredential = (races: Races, person: string, name: string): Draft =>
  races.request('getPersonCredential', { person_id: made(person), id: made(name) })
