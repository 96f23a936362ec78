import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { OutcomeName } from '../../contract/outcome.ts'
import type { Draft } from '../../generators/draft.ts'
import type { Case, RelationDraft, Step } from '../step.ts'

/** Something that a story has made, and what has become of it. Steps are named by their position. */
export interface Thing {
  /** The name under which it was made. */
  readonly name: string
  readonly creation: number
  /** Everything that has written to it, or was to. */
  readonly writes: number[]
  /** The last step that read it, as long as nothing has been written since. */
  look?: number
  /** Whether it has been deleted. */
  gone: boolean
}

export const alive: Defect = { rule: 'alive', place: 'state', parameters: [] }
const aliveAgain: Defect = { rule: 'alive-again', place: 'state', parameters: [] }

/**
 * Puts a sequence of requests together, and with each what it deserves in the state that those before it have led to,
 * and what must hold between them.
 */
export class Story {
  readonly edition: Edition
  readonly #steps: Step[] = []
  readonly #relations: RelationDraft[] = []

  constructor(edition: Edition) {
    this.edition = edition
  }

  /** The whole of it, told. Its subject is its first step, without which there is nothing. */
  case(): Case {
    return { steps: this.#steps, relations: this.#relations, subject: 0, chained: true }
  }

  relate(...relations: readonly RelationDraft[]): void {
    this.#relations.push(...relations)
  }

  /** A request in order; with an unusual value it may be refused. */
  plain(draft: Draft, more: Pick<Step, 'makes' | 'when'> & { readonly exotic?: boolean } = {}): number {
    const { exotic, ...rest } = more
    const { outcome } = operationOf(this.edition, draft.operation)
    return this.#add({ draft, expected: { outcome, strength: exotic === true ? 'may-refuse' : 'succeed' }, ...rest })
  }

  /** A request that something is wrong with, in itself or in the state that it meets. */
  wrong(draft: Draft, defect: Defect, more: { makes?: string } = {}): number {
    const operation = operationOf(this.edition, draft.operation)
    const { outcome, strength } = this.edition.ruleFor(operation, defect.rule, defect.parameters[0])
    return this.#add({ draft, expected: { outcome, strength, defect }, ...more })
  }

  /** A request whose answer the documents leave open. */
  open(draft: Draft, outcome: OutcomeName, defect: Defect): number {
    return this.#add({ draft, expected: { outcome, strength: 'may-accept', defect } })
  }

  create(name: string, draft: Draft, exotic = false): Thing {
    const creation = this.plain(draft, { makes: name, exotic })
    return { name, creation, writes: [creation], gone: false }
  }

  update(thing: Thing, draft: Draft, exotic = false): void {
    if (thing.gone) {
      this.wrong(draft, alive)
      return
    }
    thing.writes.push(this.plain(draft, { exotic }))
    delete thing.look
  }

  /** Reads a thing, and holds what is shown against all that has been written, and against the last look. */
  read(thing: Thing, draft: Draft): number {
    if (thing.gone) return this.wrong(draft, alive)
    const read = this.plain(draft)
    this.#relations.push({ kind: 'accumulated', writes: [...thing.writes], read })
    if (thing.look !== undefined)
      this.#relations.push({ kind: 'repeated', first: thing.look, again: read, writes: [...thing.writes] })
    thing.look = read
    return read
  }

  /** An update that must not have any effect, between two looks at what it is about. */
  refusedUpdate(thing: Thing, draft: Draft, defect: Defect, reading: Draft): void {
    if (thing.gone) return
    const before = thing.look ?? this.read(thing, reading)
    const refused = this.wrong(draft, defect)
    thing.writes.push(refused)
    const after = this.plain(reading)
    this.#relations.push({ kind: 'unchanged', refused, before, after })
    thing.look = after
  }

  delete(thing: Thing, draft: Draft): void {
    if (thing.gone) this.wrong(draft, aliveAgain)
    else this.plain(draft)
    this.lose(thing)
  }

  /** It is gone by what has been done to something else. */
  lose(thing: Thing): void {
    thing.gone = true
    delete thing.look
  }

  /** A list on which things must stand once, as they have been written, and from which the deleted ones are missing. */
  list(draft: Draft, { shows = [], hides = [] }: { shows?: readonly Thing[]; hides?: readonly Thing[] }): number {
    const list = this.plain(draft)
    for (const { creation, writes } of shows) {
      this.#relations.push({ kind: 'listed', create: creation, list })
      this.#relations.push({ kind: 'accumulated', writes: [...writes], read: list })
    }
    for (const { creation } of hides) this.#relations.push({ kind: 'unlisted', create: creation, list })
    return list
  }

  #add(step: Step): number {
    this.#steps.push(step)
    return this.#steps.length - 1
  }
}
