import type { Defect } from '../contract/defect.ts'
import type { Edition } from '../contract/edition.ts'
import { operationOf } from '../contract/lookup.ts'
import type { Operation } from '../contract/operation.ts'
import type { Draft, Malformed } from '../generators/draft.ts'
import { made, unique } from '../generators/draft.ts'
import type { StateVariant } from '../generators/malformed/index.ts'
import { beforeName } from '../generators/malformed/index.ts'
import { plainRequest, ruleSlot } from '../generators/valid.ts'
import { commandCase, doorOf, takingBack } from './commands.ts'
import type { Case, RelationDraft, Step } from './step.ts'
import { plainStep, subjectName } from './step.ts'

/** Puts cases together: the request at the centre, and those that show what it did. */
export interface CaseMaker {
  /** A request in order, and a look at what it wrote. `clause` is what it breaks if it is not served. */
  served(draft: Draft, more?: { clause?: string; exotic?: boolean }): Case
  /** A malformed request, and a look at what it must not have done. */
  refused(malformed: Malformed, more?: { mayDisconnect?: boolean }): Case
  /** A request in a state that forbids it. */
  refusedInState(variant: StateVariant): Case
}

/**
 * The operation that reads one of what `operation` writes, in the same family of paths; that lists them, where none can
 * be read by itself.
 */
const readerOf = (edition: Edition, operation: Operation): Operation => {
  const family = operation.path.replace(/\/\{id\}.*$/, '')
  const reader =
    edition.operations.find(({ action, path }) => action === 'read' && path === `${family}/{id}`) ??
    edition.operations.find(({ action, path }) => action === 'list' && path === family)
  if (reader === undefined) throw new Error(`Nothing reads what ${operation.id} writes`)
  return reader
}

/** Reads what a create or an update left behind. */
const look = (edition: Edition, operation: Operation, { path }: Pick<Draft, 'path'>): Draft => {
  const reader = readerOf(edition, operation)
  const plain = plainRequest(reader)
  if (reader.action !== 'read') return plain
  return { ...plain, path: { ...plain.path, ...(operation.action === 'create' ? { id: made(subjectName) } : path) } }
}

/** The rules of the account, among which one with the case's marker is found again. */
const rules = (edition: Edition): Draft => plainRequest(operationOf(edition, 'listNotificationRules'))

/** The list of people, narrowed to the one that carries the case's marker. */
export const markedPeople = (edition: Edition, slot = 0): Draft => ({
  ...plainRequest(operationOf(edition, 'listPeople')),
  query: [['system_id', unique('system-id', slot)]],
})

const personCredentials = (edition: Edition): Draft => plainRequest(operationOf(edition, 'listPersonCredentials'))

const deleted: Defect = { rule: 'alive', place: 'state', parameters: [] }

/** The requests around a subject that show whether it did anything, and what must hold between them. */
interface Frame {
  readonly before: readonly Step[]
  readonly after: readonly Step[]
  readonly relations: readonly RelationDraft[]
}

const nothing: Frame = { before: [], after: [], relations: [] }

/**
 * What to look at around a write, whose position is `at`. What was accepted is always read, since nothing else makes
 * it the run's own; whether it must still be valid is asked only where it might have been refused.
 */
const frame = (edition: Edition, request: Draft, at: number, judgeAccepted: boolean): Frame => {
  const operation = operationOf(edition, request.operation)
  const reading = (draft: Draft, when?: Step['when']): Step =>
    plainStep(edition, draft, when === undefined ? {} : { when })
  const stillValid = (accepted: number, read: number): RelationDraft[] =>
    judgeAccepted ? [{ kind: 'still-valid', accepted, read }] : []

  if (
    operation.action === 'create' &&
    (operation.resource === 'people' || operation.resource === 'notification_rules')
  ) {
    const person = operation.resource === 'people'
    return {
      before: [],
      after: [
        reading(look(edition, operation, request), { step: at, is: 'accepted' }),
        reading(person ? markedPeople(edition) : rules(edition), { step: at, is: 'refused' }),
      ],
      relations: [
        ...stillValid(at, at + 1),
        {
          kind: 'nothing-created',
          refused: at,
          list: at + 2,
          marker: unique('system-id', person ? 0 : ruleSlot),
        },
      ],
    }
  }
  if (operation.action !== 'command' && readerOf(edition, operation).action === 'list') {
    const list = plainRequest(readerOf(edition, operation))
    return {
      before: [reading(list)],
      after: [reading(list)],
      relations: [
        ...stillValid(at + 1, at + 2),
        { kind: 'same-list', refused: at + 1, before: at, after: at + 2, person: made('person') },
      ],
    }
  }
  if (operation.action === 'create') {
    return {
      before: [reading(personCredentials(edition))],
      after: [
        reading(look(edition, operation, request), { step: at + 1, is: 'accepted' }),
        reading(personCredentials(edition), { step: at + 1, is: 'refused' }),
      ],
      relations: [...stillValid(at + 1, at + 2), { kind: 'same-list', refused: at + 1, before: at, after: at + 3 }],
    }
  }
  if (operation.action === 'command') {
    const plain = plainRequest(operation)
    const door = doorOf(edition, operation, plain)
    if (door === undefined) return nothing
    return {
      before: [reading(door)],
      after: [reading(door), ...takingBack(edition, operation, plain.path, at + 1)],
      relations: [{ kind: 'unchanged', refused: at + 1, before: at, after: at + 2 }],
    }
  }
  const reader =
    operation.action === 'update' ? look(edition, operation, request) : plainRequest(readerOf(edition, operation))
  return {
    before: [reading(reader)],
    after: [reading(reader, operation.action === 'delete' ? { step: at + 1, is: 'refused' } : undefined)],
    relations: [...stillValid(at + 1, at + 2), { kind: 'unchanged', refused: at + 1, before: at, after: at + 2 }],
  }
}

/** By this name it is asked later what became of a wish to be let in. */
const wish = ({ outcome }: Operation): Partial<Step> => (outcome === 'admitted' ? { makes: 'wish' } : {})

/** Where a defect leaves the path alone, what the request would have written can be looked at. */
const canLook = (operation: Operation, malformed: Malformed): boolean =>
  operation.method !== 'GET' && malformed.defect.place !== 'path' && malformed.request.method === undefined

/** What has to be there first. What the members of an account are called is up to it: whoever refuses one may. */
const prepared = (edition: Edition, draft: Draft, makes: string): Step => {
  const step = plainStep(edition, draft, { makes })
  return draft.body?.named === undefined ? step : { ...step, expected: { ...step.expected, strength: 'may-refuse' } }
}

/** A defect below the parameters, to which any body is an answer. */
const belowParameters = new Set(['wire', 'path', 'method', 'accept'])

/** @param present operations that the target has */
export const caseMaker = (edition: Edition, present: readonly Operation[]): CaseMaker => ({
  served(draft, { clause, exotic } = {}) {
    const operation = operationOf(edition, draft.operation)
    const expected: Step['expected'] = {
      outcome: operation.outcome,
      strength: exotic === true ? 'may-refuse' : 'succeed',
      ...(clause === undefined ? {} : { clause }),
    }
    if (operation.action === 'delete') {
      // Gone means gone: a deletion that did nothing is seen where it is looked for.
      const reader = readerOf(edition, operation)
      if (reader.action === 'list') {
        const list = plainStep(edition, plainRequest(reader), { when: { step: 0, is: 'done' } })
        return { steps: [{ draft, expected }, list], relations: [{ kind: 'unlisted', create: 0, list: 1 }], subject: 0 }
      }
      const gone: Step = {
        draft: plainRequest(reader),
        expected: { outcome: 'gone', strength: 'must-refuse', defect: deleted },
        when: { step: 0, is: 'done' },
      }
      return { steps: [{ draft, expected }, gone], relations: [], subject: 0 }
    }
    if (operation.action === 'command')
      return commandCase(edition, present, operation, { draft, expected, ...wish(operation) })
    if (operation.body === undefined) return { steps: [{ draft, expected }], relations: [], subject: 0 }
    return {
      steps: [
        { draft, expected, ...(operation.action === 'create' ? { makes: subjectName } : {}) },
        plainStep(edition, look(edition, operation, draft), { when: { step: 0, is: 'accepted' } }),
      ],
      relations: [{ kind: 'read-back', write: 0, read: 1 }],
      subject: 0,
    }
  },

  refused(malformed, { mayDisconnect } = {}) {
    const operation = operationOf(edition, malformed.request.operation)
    const { defect } = malformed
    const { outcome, strength } = edition.ruleFor(operation, defect.rule, defect.parameters[0])
    const expected: Step['expected'] = {
      outcome,
      strength,
      defect,
      ...(strength === 'may-accept' && belowParameters.has(defect.place) ? { anyBody: true } : {}),
      ...(mayDisconnect === true ? { mayDisconnect } : {}),
    }
    const around = canLook(operation, malformed)
      ? frame(edition, malformed.request, 0, strength !== 'must-refuse')
      : undocumentedFrame(edition, malformed)
    const subject: Step = {
      draft: malformed.request,
      expected,
      ...(operation.action === 'create' ? { makes: subjectName } : {}),
    }
    return {
      steps: [...around.before, subject, ...around.after],
      relations: around.relations,
      subject: around.before.length,
    }
  },

  refusedInState({ before, request, defect, shown }) {
    const operation = operationOf(edition, request.operation)
    const { outcome, strength } = edition.ruleFor(operation, defect.rule, defect.parameters[0])
    const readingOf = (draft: Draft, index: number): Step => {
      const reader = plainRequest(readerOf(edition, operationOf(edition, draft.operation)))
      return plainStep(edition, { ...reader, path: { ...reader.path, ...draft.path, id: made(beforeName(index)) } })
    }
    const isCreation = (draft: Draft): boolean => operationOf(edition, draft.operation).action === 'create'
    const leading = before.flatMap((draft, index): Step[] =>
      // What was created is read at once: only then may anything be done to it.
      isCreation(draft)
        ? [prepared(edition, draft, beforeName(index)), readingOf(draft, index)]
        : [plainStep(edition, draft)],
    )
    // What others have stays what it was, whatever becomes of the request.
    const witnesses = before.flatMap((draft, index) => (isCreation(draft) ? [readingOf(draft, index)] : []))
    const at = leading.length + witnesses.length
    const alive = defect.rule !== 'alive' && defect.rule !== 'alive-again'
    const around = alive ? frame(edition, request, at, false) : nothing
    const subject: Step = {
      draft: request,
      expected: { outcome, strength, defect },
      ...(operation.action === 'create' ? { makes: subjectName } : {}),
      ...(shown === undefined ? {} : { when: { step: 1, is: 'accepted', shows: shown } as const }),
    }
    const position = at + around.before.length
    // The first of one type, which the refusal of a second one shows.
    const first = leading.findIndex(({ draft: { operation: id } }) => id === request.operation)
    return {
      steps: [...leading, ...witnesses, ...around.before, subject, ...around.after, ...witnesses],
      relations: [
        ...around.relations,
        ...(defect.rule === 'one-per-type' && first !== -1
          ? [{ kind: 'existing', writes: [first], refused: position } as const]
          : []),
        ...witnesses.map(
          (_, index): RelationDraft => ({
            kind: 'unchanged',
            refused: position,
            before: leading.length + index,
            after: position + 1 + around.after.length + index,
          }),
        ),
      ],
      subject: position,
    }
  },
})

/** What to look at around a method that nobody documents: the thing it was aimed at, or what it may have created. */
const undocumentedFrame = (edition: Edition, { request, defect }: Malformed): Frame => {
  if (defect.place !== 'method') return nothing
  const operation = operationOf(edition, request.operation)
  if (operation.resource === 'people' && operation.action === 'read') {
    const reading = plainStep(edition, plainRequest(operation))
    return { before: [reading], after: [reading], relations: [{ kind: 'unchanged', refused: 1, before: 0, after: 2 }] }
  }
  // Without a body there is nothing to create from.
  if (request.body === undefined) return nothing
  return {
    before: [],
    after: [plainStep(edition, markedPeople(edition))],
    relations: [{ kind: 'nothing-created', refused: 0, list: 1, marker: unique('system-id') }],
  }
}
