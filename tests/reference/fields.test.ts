import { describe, expect, test } from 'vitest'
import { inZone, isDate, isInstant, timeOf } from '../../reference/dates.ts'
import { isEmail } from '../../reference/fields.ts'

describe('e-mail addresses', () => {
  test.each([
    'a@example.com',
    'a+b.c@sub.example.co.uk',
    "o'hara@example.com",
    'ü@bücher.example',
    '"a b"@example.com',
    'A1!#$%@example.com',
  ])('%s is one', (text) => expect(isEmail(text)).toBe(true))

  test.each([
    '',
    'a',
    'a@',
    '@example.com',
    'a@b@example.com',
    'a b@example.com',
    'a@example',
    'a@example..com',
    '.a@example.com',
    'a.@example.com',
    'a@.com',
    ' a@example.com',
    'a@example.com\n',
  ])('%j is none', (text) => expect(isEmail(text)).toBe(false))

  test('are told from others in time that does not explode', () => {
    const started = performance.now()
    expect(isEmail(`${'a.'.repeat(50_000)}@`)).toBe(false)
    expect(isEmail(`a@${'a.'.repeat(50_000)}`)).toBe(false)
    expect(isEmail(`"${'\\'.repeat(50_001)}`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(500)
  })
})

describe('dates and instants', () => {
  test.each(['2028-02-29', '0001-01-01', '9999-12-31'])('%s is a date', (text) => expect(isDate(text)).toBe(true))

  test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-1-1', '2026-04-31', '26-01-01', '2026-01-01 '])(
    '%j is none',
    (text) => expect(isDate(text)).toBe(false),
  )

  test.each([
    '2026-01-01T00:00:00Z',
    '2026-01-01T23:59:59.123456+14:00',
    '2026-01-01t00:00:00z',
    '2014-05-12T09:00:00',
  ])('%s is an instant', (text) => expect(isInstant(text)).toBe(true))

  test.each([
    '2026-01-01',
    '2026-01-01 00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2026-02-30T00:00:00Z',
    '2026-01-01T00:00:00+25:00',
    '2026-01-01T00:00Z',
  ])('%j is none', (text) => expect(isInstant(text)).toBe(false))

  test('are reckoned in the zone of the account', () => {
    expect(new Date(timeOf('2030-07-01', 'Europe/London')).toISOString()).toBe('2030-06-30T23:00:00.000Z')
    expect(new Date(timeOf('2030-01-01T09:00:00', 'Europe/London')).toISOString()).toBe('2030-01-01T09:00:00.000Z')
    expect(new Date(timeOf('2030-07-01T09:00:00+02:00', 'Europe/London')).toISOString()).toBe(
      '2030-07-01T07:00:00.000Z',
    )
    expect(inZone(Date.UTC(2030, 6, 1), 'Europe/London')).toBe('2030-07-01T01:00:00+01:00')
    expect(inZone(Date.UTC(2030, 0, 1), 'America/St_Johns')).toBe('2029-12-31T20:30:00-03:30')
  })
})
