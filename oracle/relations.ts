import { judgeAccumulated, judgeExisting, judgeRepeated, type Write } from './accumulated.ts'
import { idIn, idsIn, itemsIn, jsonOf, readableId, single, statusOf } from './answers.ts'
import { judgeCommanded, judgeNotAdmitted, judgeWished } from './commands.ts'
import { isNothing } from './equivalence.ts'
import type { Exchange } from './exchange.ts'
import type { Relation, TargetFacts } from './expectation.ts'
import { isWhole, judgeFiltered } from './filters.ts'
import { judgeGrowingPages } from './growing-pages.ts'
import { judgeLimited } from './limits.ts'
import { accuse, examine, type Notes, observe, type SettledStep, type Step } from './notes.ts'
import { judgeOrder } from './order.ts'
import { judgePages } from './pages.ts'
import { decoded, matchPath, withoutQuery } from './paths.ts'
import {
  type Contender,
  haveLasted,
  judgeRaceForOne,
  judgeRaceOfUpdates,
  judgeRaceWithDeletion,
  largestRace,
} from './races.ts'
import { judgeHeld, judgeReadBack, judgeUnchanged, shownBy } from './read-back.ts'
import { judgeForgotten, judgeReplaced } from './replaced.ts'
import { isRefusal, isSuccess } from './status.ts'
import { normalForm } from './tag.ts'
import { judgeUsualEvents } from './usual-events.ts'

/** The steps of a case by position; undefined where one was not sent or its answer says nothing. */
export type SettledSteps = readonly (SettledStep | undefined)[]

type Judge = (step: SettledStep, other: SettledStep) => void

/**
 * Judges what must hold between steps. A relation says nothing where one of its steps was not sent, is inconclusive, or
 * is itself at fault: one wrong thing is one violation.
 *
 * @throws Error for a race that is larger than any suite draws
 */
export const judgeRelation = (
  relation: Relation,
  steps: SettledSteps,
  exchanges: readonly (Exchange | undefined)[],
  facts: TargetFacts,
  notes: Notes,
): void => {
  const sound = (position: number): SettledStep | undefined => when(steps[position], (step) => step.sound)
  const refused = (position: number): SettledStep | undefined =>
    when(steps[position], (step) => isRefusal(statusOf(step)))
  const accepted = (position: number): SettledStep | undefined =>
    when(steps[position], (step) => isSuccess(statusOf(step)))
  /** 202 says that it will be done, and not when. */
  const done = (position: number): SettledStep | undefined => when(accepted(position), (step) => statusOf(step) !== 202)
  const write = (position: number): Write => ({ exchange: exchanges[position], step: steps[position] })
  const contender = (position: number): Contender[] => {
    const exchange = exchanges[position]
    return exchange === undefined ? [] : [{ exchange, step: steps[position] }]
  }
  const racing = (positions: readonly number[]): Contender[] => {
    if (positions.length > largestRace)
      throw new Error(
        `it is a race of ${positions.length} requests, and no suite draws one of more than ${largestRace}`,
      )
    return positions.flatMap(contender)
  }
  const idsOf = (created: readonly number[]): readonly string[] =>
    created.flatMap((position) => {
      const step = sound(position)
      return (step === undefined ? undefined : createdId(step)) ?? []
    })
  switch (relation.kind) {
    case 'read-back':
      both(sound(relation.write), sound(relation.read), (write, read) =>
        judgeReadBack(write, read, earlierLook(steps, write, read), facts),
      )
      break
    case 'held':
      both(sound(relation.write), sound(relation.list), (write, list) => judgeHeld(write, list, facts))
      break
    case 'unchanged':
      both(refused(relation.refused), sound(relation.before), unchanged(steps[relation.after], notes))
      break
    case 'nothing-created':
      both(refused(relation.refused), sound(relation.list), nothingCreated(relation.marker, relation.unknown === true))
      break
    case 'same-list':
      both(sound(relation.before), sound(relation.after), sameList(refused(relation.refused), relation.person, steps))
      break
    case 'existing':
      only(refused(relation.refused), (second) => judgeExisting(second, relation.writes.map(write), facts))
      break
    case 'still-valid':
      both(accepted(relation.accepted), sound(relation.read), stillValid)
      break
    case 'listed':
      both(sound(relation.create), sound(relation.list), listed(relation.whole === true))
      break
    case 'unlisted':
      both(
        sound(relation.create),
        when(sound(relation.list), (list) => !list.afterPendingDeletion),
        unlisted(relation.unknown === true),
      )
      break
    case 'same-resource':
      both(sound(relation.plain), sound(relation.form), sameResource(relation.clause))
      break
    case 'replaced':
      both(sound(relation.write), sound(relation.read), judgeReplaced)
      break
    case 'forgotten':
      both(sound(relation.write), sound(relation.read), (write, read) =>
        both(sound(relation.never), sound(relation.named), (never, named) =>
          judgeForgotten(write, read, { never, named }),
        ),
      )
      break
    case 'not-admitted':
      only(accepted(relation.command), (command) => judgeNotAdmitted(command, sound(relation.read)))
      break
    case 'wished':
      both(accepted(relation.command), sound(relation.read), judgeWished)
      break
    case 'commanded':
      both(done(relation.command), sound(relation.read), judgeCommanded)
      break
    case 'accumulated':
      only(sound(relation.read), (read) => judgeAccumulated(relation.writes.map(write), read, facts))
      break
    case 'repeated':
      both(sound(relation.first), sound(relation.again), (first, again) =>
        judgeRepeated(first, again, relation.writes.map(write)),
      )
      break
    case 'filtered':
      only(sound(relation.list), (list) => {
        const plain = relation.plain === undefined ? undefined : sound(relation.plain)
        const own = relation.own === undefined ? undefined : new Set(idsOf(relation.own))
        // A list that shows too much by itself is no measure for what a filter leaves of it.
        const isUsual = judgeUsualEvents(plain ?? list)
        judgeFiltered(list, isUsual ? plain : undefined, own, relation.ahead === true)
        judgeOrder(list, isUsual ? plain : undefined)
      })
      break
    case 'pages': {
      const walks = relation.walks.map((walk) => walk.map((position) => steps[position]))
      if (relation.grows === true) judgeGrowingPages(walks)
      else judgePages(walks, idsOf(relation.own), facts.deletedLater ?? [])
      break
    }
    case 'race-for-one': {
      const list = relation.list === undefined ? undefined : steps[relation.list]
      if (refused(relation.control) !== undefined) judgeRaceForOne(racing(relation.claims), list)
      break
    }
    case 'limited': {
      const { burst, again, mayBeServed } = relation
      judgeLimited(
        burst.map((position) => steps[position]),
        exchanges[again],
        mayBeServed === true,
      )
      break
    }
    case 'race-with-deletion':
      for (const deletion of refused(relation.control) === undefined ? [] : contender(relation.deletion))
        judgeRaceWithDeletion(deletion, racing(relation.updates), steps[relation.read])
      break
    case 'race-of-updates': {
      const { control, updates, read } = relation
      if (haveLasted(control.writes.flatMap(contender), steps[control.read], facts))
        judgeRaceOfUpdates(racing(updates), steps[read], facts)
      break
    }
  }
}

/** The last sound step before `write` that reads the same as `read`. */
const earlierLook = (steps: SettledSteps, write: Step, read: Step): SettledStep | undefined =>
  steps.findLast(
    (step) =>
      step?.sound === true &&
      step.position < write.position &&
      step.on === read.on &&
      step.exchange.request.path === read.exchange.request.path,
  )

const when = (step: SettledStep | undefined, holds: (step: SettledStep) => boolean): SettledStep | undefined =>
  step !== undefined && holds(step) ? step : undefined

const only = (a: SettledStep | undefined, judge: (step: SettledStep) => void): void => {
  if (a !== undefined) judge(a)
}

const both = (a: SettledStep | undefined, b: SettledStep | undefined, judge: Judge): void => {
  if (a !== undefined && b !== undefined) judge(a, b)
}

const isGone = (step: Step): boolean => step.edition.edition.outcomes.gone.must.includes(statusOf(step))

const unchanged =
  (after: SettledStep | undefined, notes: Notes): Judge =>
  (refused, before) => {
    if (after === undefined) return
    if (isGone(after)) judgeVanished(refused, after, notes)
    else if (after.sound) judgeUnchanged(refused, before, after)
  }

/** A request that was refused has deleted what it was about: that, and not the reading, is at fault. */
const judgeVanished = (refused: Step, after: Step, notes: Notes): void => {
  const { noEffect } = refused.edition.edition.general
  const others = notes.violations.filter(({ step }) => step !== after.position)
  notes.violations.splice(0, notes.violations.length, ...others)
  examine(refused, noEffect)
  accuse(refused, noEffect, 'nothing changed', `gone afterwards: reading it is answered ${statusOf(after)}`, [])
}

const nothingCreated =
  (marker: string, unknown: boolean): Judge =>
  (refused, list) => {
    const { noEffect } = refused.edition.edition.general
    if (!unknown) examine(refused, noEffect)
    const form = normalForm(marker)
    const bears = (value: unknown): boolean => typeof value === 'string' && normalForm(value) === form
    const created = itemsIn(list).find(({ system_id, email, name }) => [system_id, email, name].some(bears))
    if (created === undefined) return
    const actual = `created id ${readableId(created) ?? 'unknown'}`
    if (unknown) observe(refused, 'done-behind-the-gateway', `answered ${statusOf(refused)}`)
    else accuse(refused, noEffect, 'nothing created', actual)
  }

const sameList =
  (refused: Step | undefined, person: string | undefined, steps: SettledSteps): Judge =>
  (before, after) => {
    if (refused === undefined) return
    const { noEffect } = refused.edition.edition.general
    examine(refused, noEffect)
    const idsOf = (list: Step): ReadonlySet<string> =>
      new Set(
        itemsIn(list)
          .filter(({ person_id }) => person === undefined || String(person_id) === person)
          .flatMap((item) => readableId(item) ?? []),
      )
    const [old, now] = [idsOf(before), idsOf(after)]
    // What the case itself has done before may show late: the refused request has not done it.
    const [created, deleted] = [changedBefore(refused, steps, 'create'), changedBefore(refused, steps, 'delete')]
    const added = [...now].filter((id) => !old.has(id) && !created.has(id))
    const lost = [...old].filter((id) => !now.has(id) && !deleted.has(id))
    if (added.length === 0 && lost.length === 0) return
    const actual = [...added.map((id) => `created id ${id}`), ...lost.map((id) => `id ${id} is gone`)].join(', ')
    accuse(refused, noEffect, 'the same list as before', actual)
  }

/** Ids of what accepted steps before `step` have created or deleted, of the kind that it is about. */
const changedBefore = (step: Step, steps: SettledSteps, action: 'create' | 'delete'): ReadonlySet<string> =>
  new Set(
    steps.flatMap((earlier) => {
      if (earlier === undefined || earlier.position >= step.position || !isSuccess(statusOf(earlier))) return []
      const { operation } = earlier.on
      const isAbout = operation.action === action && operation.resource === step.on.operation.resource
      return isAbout ? (createdId(earlier) ?? []) : []
    }),
  )

const stillValid: Judge = (accepted, read) => {
  const { accepted: clause } = accepted.edition.edition.general
  examine(accepted, clause)
  const body = jsonOf(read.exchange)
  const shown = shownBy(read, accepted)
  if (shown === undefined && read.on.operation.action === 'list') return
  if (shown !== undefined && read.on.isResource(shown)) return
  accuse(accepted, clause, 'a valid resource when read afterwards', read.on.faultIn(shown ?? body))
}

const listed =
  (amongOthers: boolean): Judge =>
  (create, list) => {
    const { listed: clause } = list.edition.edition.general
    const id = createdId(create)
    if (id === undefined) return
    const times = idsIn(list).filter((one) => one === id).length
    if (times === 0 && amongOthers && !isWhole(list)) return
    examine(list, clause)
    if (times !== 1)
      accuse(list, clause, `id ${id} once in the list`, times === 0 ? 'it is not there' : `it is there ${times} times`)
  }

const unlisted =
  (unknown: boolean): Judge =>
  (create, list) => {
    const { unlisted: clause } = list.edition.edition.general
    const id = createdId(create)
    if (id === undefined) return
    if (!unknown) examine(list, clause)
    if (!idsIn(list).includes(id)) return
    if (unknown) observe(list, 'listed-after-its-person-was-deleted')
    else accuse(list, clause, `no id ${id} in the list`, 'it is still there')
  }

const sameResource =
  (clause: string): Judge =>
  (plain, form) => {
    const [a, b] = [idsShown(plain), idsShown(form)]
    if (a === undefined || b === undefined) return
    examine(form, clause)
    const expected = `the same as at ${plain.exchange.request.path}`
    if (a !== b) {
      accuse(form, clause, expected, `id ${b || 'none'} instead of ${a || 'none'}`)
      return
    }
    const unlike = shownByOne(plain, form)
    if (unlike.length > 0) accuse(form, clause, expected, `only one of them shows ${unlike.join(', ')}`)
  }

/** Documented members of a resource that one of two answers shows and the other does not; values may change meanwhile. */
const shownByOne = (plain: Step, form: Step): readonly string[] => {
  if (plain.on.operation.action === 'list') return []
  const [a, b] = [single(jsonOf(plain.exchange)) ?? {}, single(jsonOf(form.exchange)) ?? {}]
  return plain.on.resourceMembers.filter((member) => isNothing(a[member]) !== isNothing(b[member]))
}

/** The id of what a step created; of what it deleted, where it did that. */
const createdId = (create: Step): string | undefined => {
  if (create.on.operation.action === 'delete') {
    const id = matchPath(create.on.paths, withoutQuery(create.exchange.request.path))?.id
    return id === undefined ? undefined : decoded(id)
  }
  return idIn(create)
}

/** Ids of a list in a fixed order, or the id of a single resource. */
const idsShown = (step: Step): string | undefined => {
  const { action } = step.on.operation
  return action === 'list' ? [...new Set(idsIn(step))].sort().join(', ') : createdId(step)
}
