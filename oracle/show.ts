import { readTag } from './tag.ts'

const most = 60

/** A value of an exchange as a report may print it: JSON, cut short; of a tag only what it tells. */
export const show = (value: unknown): string => {
  if (value === undefined) return 'absent'
  if (typeof value === 'string') {
    const tag = readTag(value)
    if (tag !== undefined) return `⟦…⟧ (${tag.length} characters, ${tag.classes === '' ? 'none' : tag.classes})`
  }
  const text = JSON.stringify(value)
  return text.length <= most ? text : `${text.slice(0, most)}…`
}

/** `200`, `200 or 201`, `400, 402 or 404`. */
export const anyOf = (statuses: readonly number[]): string =>
  statuses.length < 2 ? statuses.join('') : `${statuses.slice(0, -1).join(', ')} or ${statuses.at(-1)}`
