import { createHash } from 'node:crypto'
import type { Edition } from '../contract/edition.ts'
import { editions } from '../contract/index.ts'
import type { Operation } from '../contract/operation.ts'
import type { Unexercised } from '../oracle/results.ts'
import type { TargetDescription } from '../target/description.ts'
import { disturbances, isAmong } from '../target/description-world.ts'
import { exhaustedTypeOf } from '../target/world.ts'
import { type Cut, withinBudget } from './budget.ts'
import { caseMaker } from './case.ts'
import type { Cell, SuiteContext, Variant } from './cell.ts'
import { cellId, withheld } from './cell.ts'
import { frozenRuns } from './certify/index.ts'
import { estimate } from './estimate.ts'
import { matcher } from './matcher.ts'
import type { Phase, PlannedCell } from './planned-cell.ts'
import { absence } from './sections/absence.ts'
import { commandSections, sections } from './sections/index.ts'
import type { RunSettings } from './settings.ts'
import { runsOf } from './settings.ts'

export interface Plan {
  readonly edition: Edition
  /** In the order of the document. */
  readonly cells: readonly PlannedCell[]
  /** What the budget of the description leaves out; undefined where it leaves out nothing. */
  readonly cut?: Cut
}

const phaseOf = (cell: Cell): Phase =>
  // Whatever acts on doors commands one, be it only to have something to ask about.
  cell.variants.length === 0 ? 'derived' : (cell.apart ?? (cell.operation.acts === 'doors' ? 'doors' : 'concurrent'))

/**
 * What shows the state of a door, or what has been done to one. Whether a door that is locked down can be reserved is
 * written nowhere.
 */
const ofDoors: ReadonlySet<string> = new Set(['channels', 'events', 'reservations', 'group_reservations'])

/** A set of few different cases is exhausted where that costs at most twice what another variant may cost. */
const casesOf = ({ distinct, weight }: Variant, runs: number): number => {
  const cases = Math.max(1, Math.round(runs * weight))
  return distinct === undefined ? cases : Math.min(distinct, 2 * cases)
}

const absentReason: Unexercised = { kind: 'absent', detail: 'The target is described as not having this resource.' }

/** Requests that the longest variant of a cell sends, about: it sends them one after the other. */
const lengthOf = ({ variants }: PlannedCell): number =>
  variants.reduce((most, { runs, requests }) => Math.max(most, runs * requests), 0)

/**
 * The cells of one phase in the order in which they are begun: first those that others wait for, then those that take
 * longest, so that at the end nothing is left but short ones.
 */
export const ofPhase = (cells: readonly PlannedCell[], phase: Phase): readonly PlannedCell[] =>
  cells
    .filter((cell) => cell.phase === phase)
    .sort(
      (one, other) =>
        Number(one.last) - Number(other.last) ||
        Number(other.looksAtDoors) - Number(one.looksAtDoors) ||
        lengthOf(other) - lengthOf(one),
    )

/** Cells as one for each clause and operation: a section may add variants to what another one has. */
const merged = (cells: readonly Cell[]): readonly Cell[] => {
  const byId = new Map<string, Cell>()
  for (const cell of cells) {
    const other = byId.get(cellId(cell))
    byId.set(cellId(cell), other === undefined ? cell : { ...other, variants: [...other.variants, ...cell.variants] })
  }
  return [...byId.values()]
}

/** Cells of an edition for a target, before any filter. */
const allCells = (edition: Edition, description: TargetDescription): readonly Cell[] => {
  const present = edition.operations.filter(({ resource }) => !description.absent.includes(resource))
  const absent = edition.operations.filter(({ resource }) => description.absent.includes(resource))
  const shared = description.kind === 'shared'
  const forbidden = (operation: Operation): string | undefined => whyForbidden(operation, description)
  // The key of the second account finds what belongs to it.
  const isForeign = (name: keyof TargetDescription['fixtures']): boolean =>
    description.fixtures[name] !== undefined || description.identities.other !== undefined
  const context: SuiteContext = {
    edition,
    forbidden,
    present,
    operations: present.filter((operation) => forbidden(operation) === undefined),
    make: caseMaker(edition, present),
    selection: { references: !shared },
    shared,
    pathForms: description.forms.paths.filter((form) => edition.forms.paths[form] !== undefined),
    keyForms: [
      ...new Set([
        description.auth,
        ...description.forms.keys.filter((form) => form === 'bearer' || edition.forms.keys[form] !== undefined),
      ]),
    ],
    restrictedKey: description.identities.restricted !== undefined,
    expiredKey: description.identities.expired !== undefined,
    client: description.allow.oauth?.clientSecret !== undefined,
    foreign: {
      person: isForeign('foreignPerson'),
      credential: isForeign('foreignCredential'),
      channel: isForeign('foreignChannel'),
      event: isForeign('foreignEvent'),
      rule: isForeign('foreignRule'),
    },
    offlineDoor: isCommandable(description, description.recipes.offlineChannel),
    lockedDoor: isCommandable(description, description.recipes.lockedChannel),
    hiddenPerson: description.fixtures.hiddenPerson !== undefined,
    recipes: {
      states: new Set(disturbances.filter((name) => description.recipes[name] !== undefined)),
      ...(description.recipes.rateLimit === undefined ? {} : { rateLimit: description.recipes.rateLimit.requests }),
      spread: description.budgets.rate !== undefined,
      licence:
        description.recipes.exhaustedType === undefined
          ? 'not-described'
          : exhaustedTypeOf(description) === undefined
            ? 'not-allowed'
            : 'described',
    },
  }
  const ofAbsent = cellsOf({ ...context, operations: absent }).map(
    (cell): Cell => ({ ...cell, variants: [], unexercised: absentReason }),
  )
  const ofForbidden = present.flatMap((operation): Cell[] => {
    const detail = forbidden(operation)
    return detail === undefined ? [] : [withheld(edition.outcomes[operation.outcome].clause, operation, detail)]
  })
  return merged([...cellsOf(context), ...ofForbidden, ...ofAbsent, ...absence(edition, absent)])
}

/** Cells of all sections: what acts on the world, or is made for a browser, has sections of its own. */
const cellsOf = (context: SuiteContext): readonly Cell[] => {
  const records = {
    ...context,
    operations: context.operations.filter(({ action, acts }) => action !== 'command' && acts !== 'browser'),
  }
  return [...sections.flatMap((section) => section(records)), ...commandSections.flatMap((section) => section(context))]
}

const isCommandable = ({ allow }: TargetDescription, id: number | string | undefined): boolean =>
  id !== undefined && isAmong(allow.channels, id)

/** Why an operation that is felt outside the records of the account must not be sent to a target (safety, in the docs). */
const whyForbidden = (operation: Operation, { kind, allow }: TargetDescription): string | undefined => {
  switch (operation.acts) {
    case 'doors': {
      const ids = operation.path.endsWith('_key') ? allow.encryptionKeys : allow.channels
      return ids.length > 0 ? undefined : 'It acts on doors, and the description allows none.'
    }
    case 'sync':
      return allow.sync ? undefined : 'It pushes changes to the doors, and the description does not allow that.'
    case 'rules':
      return allow.callbackUrl === undefined
        ? 'It makes the target call a URL, and the description allows none (allow.callbackUrl).'
        : undefined
    case 'reservations': {
      const { channels, groups } = allow.reservations
      if (kind !== 'shared') return undefined
      return (operation.resource === 'reservations' ? channels : groups).length > 0
        ? undefined
        : 'It opens doors to somebody, and the description allows none (allow.reservations).'
    }
    case 'browser':
      return allow.oauth?.redirectUri === undefined
        ? 'It is made for a person in front of a browser, and the description names no client that is approved without one (allow.oauth.redirectUri).'
        : undefined
    case 'tokens':
      return kind === 'shared' && allow.oauth === undefined
        ? 'Clients that nobody knows are not tried on a shared target.'
        : undefined
    default:
      return undefined
  }
}

/**
 * What a run will do: a pure function of the edition, the target's description and the settings. Filters choose cells
 * and change nothing in them; a chosen cell without requests of its own brings the cells of its operation along as
 * carriers.
 */
export const plan = (
  description: TargetDescription,
  settings: Pick<RunSettings, 'profile' | 'runs' | 'only' | 'exclude'>,
): Plan => {
  const edition = editions[description.edition]
  if (edition === undefined) throw new Error(`There is no edition "${description.edition}"`)
  const isOnly = matcher(settings.only)
  const isExcluded = matcher(settings.exclude)
  const cells = allCells(edition, description)
  const chosen = new Set(cells.filter((cell) => (settings.only.length === 0 || isOnly(cell)) && !isExcluded(cell)))
  const starving = new Set(
    [...chosen]
      .filter((cell) => cell.variants.length === 0 && cell.unexercised === undefined)
      .map(({ operation }) => operation.id),
  )
  const runs = settings.runs ?? runsOf[settings.profile]
  const frozen =
    settings.profile === 'certify' && settings.runs === undefined ? frozenRuns(edition.name) : new Map<string, never>()
  const planned = (cell: Cell, carrier: boolean): PlannedCell => ({
    id: cellId(cell),
    clause: cell.clause,
    operation: cell.operation,
    phase: phaseOf(cell),
    looksAtDoors: phaseOf(cell) === 'concurrent' && ofDoors.has(cell.operation.resource),
    last: cell.last === true,
    carrier,
    variants: cell.variants.map((variant) => ({
      id: variant.id,
      runs: frozen.get(cellId(cell))?.[variant.id] ?? casesOf(variant, runs),
      ...estimate(variant),
      variant,
    })),
    ...(cell.unexercised === undefined ? {} : { unexercised: cell.unexercised }),
  })
  const order = new Map(edition.clauses.map(({ id }, index) => [id, index]))
  const whole = cells
    .filter(
      (cell) =>
        chosen.has(cell) ||
        (settings.only.length > 0 && cell.variants.length > 0 && !isExcluded(cell) && starving.has(cell.operation.id)),
    )
    .map((cell) => planned(cell, !chosen.has(cell)))
    .sort((one, other) => (order.get(one.clause) ?? 0) - (order.get(other.clause) ?? 0))
  return { edition, ...withinBudget(whole, description.budgets) }
}

/** SHA-256 that tells whether two plans try the same: their cells and variants, and how many cases of each. */
export const digestOf = (cells: readonly PlannedCell[]): string => {
  const digest = createHash('sha256')
  for (const { id, carrier, variants, unexercised } of [...cells].sort((one, other) => (one.id < other.id ? -1 : 1))) {
    digest.update(`${id} ${carrier ? 'carrier' : (unexercised?.kind ?? '')}\n`)
    for (const variant of variants) digest.update(`  ${variant.id} ${variant.runs}\n`)
  }
  return digest.digest('hex')
}
