import { isObject, type JsonObject } from './answers.ts'
import { readTag } from './tag.ts'

/** The codes that a rule is about stand in its events. */
export const codesShown = ({ events }: JsonObject): readonly unknown[] | undefined =>
  Array.isArray(events) ? events.map((event: unknown) => (isObject(event) ? event.code : event)) : undefined

/**
 * The controllers that a rule is about stand in its conditions. Undefined where these are written in another way than the
 * one that is described by example: one for each controller, with its id as a text.
 */
export const controllersShown = ({ conditions }: JsonObject): readonly unknown[] | undefined => {
  if (!Array.isArray(conditions)) return undefined
  const ids = conditions.map((one: unknown) =>
    isObject(one) && one.type === 'door_controller_id' ? idShown(one.value) : undefined,
  )
  return ids.includes(undefined) ? undefined : ids
}

/** A number, or the tag of another number than those that were written. */
const idShown = (value: unknown): unknown => {
  if (typeof value === 'number') return value
  if (typeof value !== 'string') return undefined
  if (/^\d{1,15}$/.test(value)) return Number(value)
  return readTag(value)?.classes === 'd' ? value : undefined
}
