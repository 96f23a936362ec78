import { expect, test } from 'vitest'
import { newRunId, uniqueValues } from '../../target/unique.ts'

const draw = (count: number, one: () => string): string[] => Array.from({ length: count }, one)

test('a run id is eight characters that need no escaping', () => {
  for (const id of draw(100, newRunId)) expect(id).toMatch(/^[a-z2-7]{8}$/)
  expect(new Set(draw(100, newRunId)).size).toBe(100)
})

test('values have their form and never repeat', () => {
  const unique = uniqueValues('abcdefgh')
  const pins = draw(20_000, unique.pin)
  const cards = draw(20_000, unique.card)
  const keys = draw(100, () => unique.unknownKey(45))
  for (const values of [pins, cards, keys, draw(100, unique.email), draw(100, unique.identifier)]) {
    expect(new Set(values).size).toBe(values.length)
  }
  expect(pins.every((pin) => /^\d{6}$/.test(pin))).toBe(true)
  expect(pins.filter((pin) => pin.startsWith('0')).length).toBeGreaterThan(1000)
  expect(pins.slice(0, 40).some((pin) => pin.startsWith('0'))).toBe(true)
  for (const card of cards) {
    const [facility, number] = [Number(card.slice(0, 3)), Number(card.slice(3))]
    expect(card.length === 8 && facility >= 1 && facility <= 255 && number <= 65_535).toBe(true)
  }
  expect(keys.every((key) => key.length === 45)).toBe(true)
})

test('steps share no factor with the number of values, so that none comes back early', () => {
  const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b))
  expect(divisor(618_033, 1_000_000)).toBe(1)
  expect(divisor(10_328_431, 255 * 65_536)).toBe(1)
})

test('one run id gives one sequence, and another gives another', () => {
  const sequence = (run: string) => {
    const unique = uniqueValues(run)
    return [unique.marker(), unique.pin(), unique.card(), unique.unknownKey(20)]
  }
  expect(sequence('abcdefgh')).toEqual(sequence('abcdefgh'))
  expect(sequence('abcdefgh')).not.toEqual(sequence('abcdefgi'))
})

test('markers are recognised once they have been drawn', () => {
  const unique = uniqueValues('abcdefgh')
  expect(unique.issued('dfc-abcdefgh-1')).toBe(false)
  expect(unique.marker()).toEqual({ systemId: 'dfc-abcdefgh-1', email: 'dfc-abcdefgh-1@example.com' })
  for (const text of [
    'dfc-abcdefgh-1',
    ' DFC-abcdefgh-1 ',
    'Dfc-abcdefgh-1@EXAMPLE.com',
    'dfc-abcdefgh-1+tag@example.com',
  ]) {
    expect(unique.issued(text)).toBe(true)
  }
  for (const text of [
    'dfc-abcdefgh-2',
    'dfc-abcdefgh-0',
    'dfc-abcdefgh-1@example.org',
    'xdfc-abcdefgh-1',
    'dfc-abcdefgh-',
  ]) {
    expect(unique.issued(text)).toBe(false)
  }
  expect(unique.markersIn('{"a":"dfc-abcdefgh-1","b":"DFC-abcdefgh-1@example.com","c":"dfc-abcdefgh-2"}')).toEqual([
    'dfc-abcdefgh-1',
  ])
})
