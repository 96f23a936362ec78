import fc from 'fast-check'
import type { KeyForm } from '../contract/credentials.ts'
import type { Edition } from '../contract/edition.ts'
import { operationOf } from '../contract/lookup.ts'
import type { Operation, PathForm } from '../contract/operation.ts'
import type { Draft } from '../generators/draft.ts'
import type { MalformedVariant, StateVariant } from '../generators/malformed/index.ts'
import type { Selection } from '../generators/valid.ts'
import { plainRequest } from '../generators/valid.ts'
import type { Unexercised } from '../oracle/results.ts'
import type { Disturbance } from '../target/description-world.ts'
import type { ForeignKind } from '../target/fixtures.ts'
import type { CaseMaker } from './case.ts'
import type { Case } from './step.ts'

/** A case, and the twin that the target must accept before the case proves anything. */
export interface Drawn {
  readonly subject: Case
  /** Absent where the case is itself in order. */
  readonly twin?: Case
  /** The twin must be answered in every way as documented, since the case only compares with it. */
  readonly exact?: true
}

/**
 * What a variant tries: a request in order, one with something wrong in it, one or several in a state that others have
 * led to, several at the same time.
 */
export type VariantKind = 'valid' | 'malformed' | 'stateful' | 'race'

/** One property of a cell, with a seed of its own. */
export interface Variant {
  /** Unique within its cell. */
  readonly id: string
  readonly kind: VariantKind
  readonly arbitrary: fc.Arbitrary<Drawn>
  /** Multiplies the profile's number of cases. */
  readonly weight: number
  /** How many different cases there are, where more would be the same again. */
  readonly distinct?: number
}

/** One clause on one operation. Plans, filters and verdicts speak of cells; nothing smaller gets a verdict. */
export interface Cell {
  readonly clause: string
  readonly operation: Operation
  /** Empty where the evidence comes from the exchanges of other cells. */
  readonly variants: readonly Variant[]
  /**
   * What it sends may change what others see. `exclusive`: it runs alone, after the others; `doors`: nothing runs beside
   * it that looks at doors, or that commands the same one.
   */
  readonly apart?: 'exclusive' | 'doors'
  /** Changes the whole target while it runs: alone, and after the other exclusive ones. */
  readonly last?: true
  readonly unexercised?: Unexercised
}

/** What a suite file may know of the target: only what its description says. */
export interface SuiteContext {
  readonly edition: Edition
  /** Operations whose resource the target has, whether they may be sent to it or not. */
  readonly present: readonly Operation[]
  /** Those that cells are made for. */
  readonly operations: readonly Operation[]
  readonly make: CaseMaker
  readonly selection: Selection
  readonly shared: boolean
  readonly pathForms: readonly PathForm[]
  readonly keyForms: readonly KeyForm[]
  readonly restrictedKey: boolean
  readonly expiredKey: boolean
  /** An OAuth client with a secret, of which unknown tokens may be asked. */
  readonly client: boolean
  readonly hiddenPerson: boolean
  /** What the description names of a second account. */
  readonly foreign: Readonly<Record<ForeignKind, boolean>>
  readonly offlineDoor: boolean
  readonly lockedDoor: boolean
  /** What the description says of what no request can bring about. */
  readonly recipes: {
    /** States of the whole target that it says how to enter and to leave. */
    readonly states: ReadonlySet<Disturbance>
    /** So many requests at once are more than the target takes. */
    readonly rateLimit?: number
    /** The run's own rate keeps it from sending so many at once. */
    readonly spread: boolean
    /** What keeps a credential from being asked for of which no licence is left. */
    readonly licence: 'described' | 'not-described' | 'not-allowed'
  }
  /** Why an operation that acts on the world is not sent to this target; undefined where it may be. */
  readonly forbidden: (operation: Operation) => string | undefined
}

/** A section of the document: cells as data, from what the edition and the target's description say. */
export type Section = (context: SuiteContext) => readonly Cell[]

export const cellId = ({
  clause,
  operation,
}: {
  readonly clause: string
  readonly operation: { readonly id: string }
}): string => `${clause}:${operation.id}`

/** A cell without requests of its own. */
export const derived = (clause: string, operation: Operation): Cell => ({ clause, operation, variants: [] })

/** Why a cell is not run against a target that other people use. */
export const withheld = (clause: string, operation: Operation, detail: string): Cell => ({
  clause,
  operation,
  variants: [],
  unexercised: { kind: 'withheld', detail },
})

/** A variant of requests in order. */
export const servedVariant = (
  { make, edition }: SuiteContext,
  id: string,
  drafts: fc.Arbitrary<Draft>,
  more: { clause?: string; exotic?: boolean; weight?: number; distinct?: number } = {},
): Variant => {
  const { weight = 1, distinct, ...served } = more
  return {
    id,
    kind: 'valid',
    arbitrary: drafts.map((draft) => ({
      subject: make.served(draft, served),
      // What is said of a way to ask counts only where asking plainly succeeds.
      ...(served.clause === undefined
        ? {}
        : { twin: make.served(plainRequest(operationOf(edition, draft.operation))), exact: true }),
    })),
    weight,
    ...(distinct === undefined ? {} : { distinct }),
  }
}

/** A variant of malformed requests, each beside its twin. */
export const refusedVariant = ({ make }: SuiteContext, malformed: MalformedVariant): Variant => ({
  id: malformed.id,
  kind: 'malformed',
  arbitrary: malformed.arbitrary.map((drawn) => ({
    subject: make.refused(drawn, { mayDisconnect: malformed.mayDisconnect ?? false }),
    twin: make.served(drawn.twin),
  })),
  weight: 1,
  ...(malformed.distinct === undefined ? {} : { distinct: malformed.distinct }),
})

/** A variant of one request in a state that forbids it; its twin is the plain request without that state. */
export const stateVariant = ({ make }: SuiteContext, operation: Operation, state: StateVariant): Variant => ({
  id: state.id,
  kind: 'stateful',
  arbitrary: fc.constant({ subject: make.refusedInState(state), twin: make.served(plainRequest(operation)) }),
  weight: 1,
  distinct: 1,
})
