import { isObject } from './answers.ts'
import { canonical } from './equivalence.ts'
import { readTag } from './tag.ts'

const most = 60

/** What a tag tells of the text that it stands for. */
const told = (text: string): string | undefined => {
  const tag = readTag(text)
  return tag === undefined ? undefined : `⟦…⟧ (${tag.length} characters, ${tag.classes === '' ? 'none' : tag.classes})`
}

const whole = (value: unknown): string => {
  if (value === undefined) return 'absent'
  return (
    (typeof value === 'string' ? told(value) : undefined) ??
    JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'string' ? (told(inner) ?? inner) : inner))
  )
}

/** A value of an exchange as a report may print it: JSON, cut short; of a tag only what it tells. */
export const show = (value: unknown): string => {
  const text = whole(value)
  return text.length <= most ? text : `${text.slice(0, most)}…`
}

/** What stands at the place where two values differ, each as a report may print it. */
export interface Difference {
  /** `mode.change_stamp`: the place, by its path. */
  readonly where: string
  readonly one: string
  readonly other: string
}

/**
 * Where two values differ that a report would print alike: the first place inside them that is not the same. Values that are
 * short, and seen to differ, are printed as they are. `where` is what they are called.
 */
export const difference = (where: string, one: unknown, other: unknown): Difference => {
  const [a, b] = [whole(one), whole(other)]
  if (a !== b && a.length <= most && b.length <= most) return { where, one: a, other: b }
  const inside = firstInside(one, other)
  if (inside !== undefined) return difference(`${where}${inside.step}`, inside.one, inside.other)
  if (a === b) return { where, one: show(one), other: 'another text like it' }
  const start = cutAt(a, b)
  return { where, one: around(a, start), other: around(b, start) }
}

/** `notes: sent "a", read back "b"`, of the place where they differ. */
export const sentAndReadBack = (member: string, sent: unknown, back: unknown): string => {
  const { where, one, other } = difference(member, sent, back)
  return `${where}: sent ${one}, read back ${other}`
}

/** `notes: "a" before, "b" after`, of the place where they differ. */
export const beforeAndAfter = (member: string, before: unknown, after: unknown): string => {
  const { where, one, other } = difference(member, before, after)
  return `${where}: ${one} before, ${other} after`
}

/** The first member or item that two objects or two lists do not share; undefined for anything else. */
const firstInside = (
  one: unknown,
  other: unknown,
): { readonly step: string; readonly one: unknown; readonly other: unknown } | undefined => {
  if (isObject(one) && isObject(other)) {
    const name = [...new Set([...Object.keys(one), ...Object.keys(other)])].find((key) => !same(one[key], other[key]))
    return name === undefined ? undefined : { step: `.${name}`, one: one[name], other: other[name] }
  }
  if (!Array.isArray(one) || !Array.isArray(other)) return undefined
  // Lists may be in any order: what stands on one of them alone is what differs.
  const left = one.findIndex((item) => !other.some((its) => same(item, its)))
  const right = other.findIndex((item) => !one.some((its) => same(item, its)))
  const [item, its]: unknown[] = [one[left], other[right]]
  return left === -1 && right === -1 ? undefined : { step: `[${left === -1 ? right : left}]`, one: item, other: its }
}

const same = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other)

/** Where the printed part of two long texts begins, so that what differs is in it. */
const cutAt = (one: string, other: string): number => {
  let at = 0
  while (at < one.length && one[at] === other[at]) at += 1
  return at < most / 2 ? 0 : at - most / 4
}

const around = (text: string, start: number): string =>
  `${start === 0 ? '' : '…'}${text.slice(start, start + most)}${text.length > start + most ? '…' : ''}`

/** `200`, `200 or 201`, `400, 402 or 404`. */
export const anyOf = (statuses: readonly number[]): string =>
  statuses.length < 2 ? statuses.join('') : `${statuses.slice(0, -1).join(', ')} or ${statuses.at(-1)}`
