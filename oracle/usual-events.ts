import { itemsIn, readableId } from './answers.ts'
import { queryOf } from './filters.ts'
import { accuse, examine, type SettledStep } from './notes.ts'

/** What asks for other events than the usual ones. */
const more: ReadonlySet<string> = new Set(['event_codes', 'level'])

/**
 * Judges a list of events that asks for none in particular: it shows none that have to be asked for.
 * Returns whether nothing was found.
 */
export const judgeUsualEvents = (list: SettledStep): boolean => {
  const { eventsOnRequest, general } = list.edition.edition
  if (eventsOnRequest === undefined || general.filter === undefined || list.on.operation.resource !== 'events')
    return true
  if (queryOf(list).some(([name]) => more.has(name))) return true
  examine(list, general.filter)
  const odd = itemsIn(list).find(({ event_code: code }) => eventsOnRequest.includes(Number(code)))
  if (odd === undefined) return true
  const actual = `id ${readableId(odd) ?? 'unknown'} with event_code ${odd.event_code} is there`
  accuse(list, general.filter, 'access of people only, where no event_codes are asked for', actual, ['event_codes'])
  return false
}
