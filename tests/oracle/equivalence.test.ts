import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonSchema } from '../../contract/json-schema.ts'
import { compareWritten, sameShown } from '../../oracle/equivalence.ts'

const member = (format: string): JsonSchema => ({ type: 'string', format })
const name = member('name')
const email = member('email')
const date = member('date-or-instant')
const value = member('credential-value')

const like = (written: unknown, shown: unknown, schema = name, zone: string | undefined = 'Europe/London') =>
  compareWritten(written, shown, schema, zone)

const visible = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => text.trim() !== '')
const blanks = fc.string({ unit: fc.constantFrom(' ', '\t', '\n', '\u00a0'), maxLength: 3 })

describe('what must be equal', () => {
  it('anything and itself', () => {
    fc.assert(fc.property(fc.jsonValue(), (one) => like(one, structuredClone(one)) !== undefined))
  })

  it('a text and itself without the blanks around it', () => {
    fc.assert(
      fc.property(
        blanks,
        visible,
        blanks,
        (before, text, after) => like(before + text + after, text.trim()) !== undefined,
      ),
    )
  })

  it('a text and its composed form', () => {
    fc.assert(fc.property(visible, (text) => like(text.normalize('NFD'), text.normalize('NFC')) !== undefined))
    expect(like('Zoe\u0308', 'Zoë')).toEqual(['unicode-form'])
    expect(like(' Zoe\u0308', 'Zoë')).toEqual(['trimmed-blanks', 'unicode-form'])
  })

  it('an e-mail address in either case', () => {
    expect(like('Ada@Example.COM', 'ada@example.com', email)).toEqual(['email-case'])
  })

  it('nothing in all of its forms', () => {
    const nothings = ['', '  ', null, undefined, '⟦a.a.2.s.text⟧']
    for (const written of nothings) for (const shown of nothings) expect(like(written, shown)).toBeDefined()
  })

  it('lists of ids in any order', () => {
    const list: JsonSchema = { type: 'array', items: { type: 'integer' } }
    fc.assert(fc.property(fc.uniqueArray(fc.nat()), (ids) => like([...ids].reverse(), ids, list)?.length === 0))
  })

  it('a masked value of a credential', () => {
    for (const shown of ['****', '••••••', '⟦a.a.6.p.text⟧', '⟦a.a.6.u.text⟧'])
      expect(like('001234', shown, value)).toEqual(['masked-value'])
  })

  it.each([
    ['its end', '****34'],
    ['its end behind number signs', '####34'],
    ['its end, in groups', '** ** 34'],
    ['its end, in groups with hyphens', 'XX-XX-34'],
    ['its beginning', '00xxxx'],
    ['both', '0••••4'],
    ['one character', '*****4'],
    ['none, though not one for each,', 'xx'],
    ['both around so many stars as hide its length', '00***34'],
    ['its end behind so many stars as hide its length', '********1234'],
    ['its beginning before as many', '0012********'],
  ])('a value of a credential of which %s shows', (_, shown) => {
    expect(like('001234', shown, value)).toEqual(['masked-value'])
  })

  it.each([
    ['without its zeros', '1234'],
    ['in groups, without its zeros', '12 34'],
    ['in groups, with another end', '** ** 35'],
    ["like somebody else's, masked", '****35'],
    ["like somebody else's of the same end, masked", '9****4'],
    ['longer', '001234*0'],
    ['with something else in the middle', '00*99*'],
  ])('no value of a credential that is shown %s', (_, shown) => {
    expect(like('001234', shown, value)).toBeUndefined()
  })

  it.each([
    ['x12', 'x1'],
    ['xx12', 'x12'],
    ['12xx34', 'xx34'],
    ['0012', '12'],
    ['0012', 'x12'],
    ['0012', 'x'],
    ['0012', '0012**'],
  ])('no value %j that is shown as %j', (sent, shown) => expect(like(sent, shown, value)).toBeUndefined())

  it('no other text that is shown in part', () => expect(like('001234', '****34')).toBeUndefined())

  const instant = fc
    .date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true })
    .map((at) => {
      at.setUTCMilliseconds(0)
      return at
    })

  const atOffset = (at: Date, minutes: number): string => {
    const sign = minutes < 0 ? '-' : '+'
    const two = (part: number): string => String(part).padStart(2, '0')
    const wall = new Date(at.getTime() + minutes * 60_000).toISOString().slice(0, 19)
    return `${wall}${sign}${two(Math.floor(Math.abs(minutes) / 60))}:${two(Math.abs(minutes) % 60)}`
  }

  it('one instant at any two offsets, with a fraction or without', () => {
    const offset = fc.integer({ min: -48, max: 56 }).map((quarters) => quarters * 15)
    fc.assert(
      fc.property(instant, offset, offset, (at, a, b) => {
        const pairs = [
          [atOffset(at, a), atOffset(at, b)],
          [atOffset(at, a), at.toISOString()],
          [at.toISOString(), atOffset(at, b)],
        ]
        return pairs.every(([written, shown]) => like(written, shown, date) !== undefined)
      }),
    )
  })

  it.each([
    ['2030-05-01', '2030-05-01T00:00:00Z', 'date-for-midnight'],
    ['2030-05-01', '2030-05-01T00:00:00.000+01:00', 'date-for-midnight'],
    ['2030-05-01', '2030-04-30T23:00:00Z', 'date-for-midnight'],
    ['2030-01-15', '2030-01-15T00:00:00+00:00', 'date-for-midnight'],
    ['2030-05-01', '2030-05-01T00:00:00', 'date-for-midnight'],
    ['2030-05-01T00:00:00', '2030-05-01T00:00:00+01:00', 'equal-instant'],
    ['2030-05-01T00:00:00', '2030-05-01T00:00:00Z', 'equal-instant'],
    ['2030-05-01T09:30', '2030-05-01T09:30:00', 'equal-instant'],
    ['2030-05-01T09:30:00.250Z', '2030-05-01T09:30:00Z', 'fraction-dropped'],
    ['2030-05-01T09:30:00Z', '2030-05-01', 'time-dropped'],
    ['2030-04-30T23:30:00Z', '2030-05-01', 'time-dropped'],
  ])('%s and %s: %s', (written, shown, what) => {
    expect(like(written, shown, date)).toEqual([what])
  })

  it.each([
    ['2030-07-01T11:00:37-03:00', '2030-07-01T07:00:37', true],
    ['2030-07-01T11:00:37-03:00', '2030-07-01T06:00:37', false],
    // A table of zones that ends in 2037 has the clocks of one season from then on.
    ['2060-07-01T11:00:37-03:00', '2060-07-01T07:00:37', true],
    ['2060-07-01T11:00:37-03:00', '2060-07-01T06:00:37', true],
    ['2060-07-01T11:00:37-03:00', '2060-07-01T05:00:37', false],
    ['2060-07-02T07:30:00Z', '2060-07-01', true],
    ['2060-07-02T08:30:00Z', '2060-07-01', false],
  ])('%s and %s, in the account’s zone: %s', (written, shown, equal) => {
    expect(compareWritten(written, shown, date, 'America/Los_Angeles') !== undefined).toBe(equal)
  })

  it('a date and midnight in any zone, where the account’s is not known', () => {
    for (const zone of [undefined, 'London', 'no/where']) {
      for (const shown of ['2030-05-01T00:00:00+05:30', '2030-05-01T00:00:00-10:00', '2030-05-01T00:00:00Z']) {
        expect(compareWritten('2030-05-01', shown, date, zone)).toEqual(['date-for-midnight'])
      }
      expect(compareWritten('2030-05-01', '2030-05-02T00:00:00Z', date, zone)).toBeUndefined()
      expect(compareWritten('2030-05-01', '2030-05-01T00:07:00Z', date, zone)).toBeUndefined()
    }
  })
})

describe('what must not be equal', () => {
  it('a text and the same without one of its characters', () => {
    fc.assert(
      fc.property(visible, fc.nat(), (drawn, at) => {
        const text = `a${drawn.normalize('NFC')}z`
        const characters = [...text]
        const index = 1 + (at % (characters.length - 2))
        const shorter = characters.filter((_, position) => position !== index).join('')
        fc.pre(shorter.normalize('NFC') !== text.normalize('NFC'))
        return like(text, shorter) === undefined
      }),
    )
  })

  it('a text and the same in another case', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'abcxyz'), minLength: 1 }),
        (text) => like(text, text.toUpperCase()) === undefined,
      ),
    )
  })

  it('digits and the same without leading zeros, as a text or as a number', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.nat({ max: 999_999 }), (zeros, number) => {
        const digits = `0${'0'.repeat(zeros)}${number}`
        return [value, member('code'), member('text')].every(
          (schema) => like(digits, String(number), schema) === undefined && like(digits, number, schema) === undefined,
        )
      }),
    )
  })

  it.each<[unknown, unknown, JsonSchema]>([
    [true, false, { type: 'boolean' }],
    [false, null, { type: 'boolean' }],
    [false, undefined, { type: 'boolean' }],
    [true, 'true', { type: 'boolean' }],
    [5, '5', { type: 'integer' }],
    ['5', 5, name],
    ['Zoë', null, name],
    ['Zoë', '', name],
    ['Zoë', undefined, name],
    ['', 'Zoë', name],
    ['Zoë', 'Zoe', name],
    ['Zoë', '⟦a.a.3.au.non-blank,name⟧', name],
    ['Ada', ' Ada', name],
    ['Ada', 'Ada  ', name],
    ['two  blanks', 'two blanks', name],
    ['a\nb', 'a b', member('long-text')],
    ['Ada', '***', name],
    ['001234', '**1235', value],
    ['001234', '⟦a.a.6.dp.text⟧', value],
    ['001234', '', value],
    ['ada@example.com', 'ada+tag@example.com', email],
    ['2030-05-01', '2030-05-02', date],
    ['2030-05-01', '2030-04-30', date],
    ['2030-05-01', '2030-05-01T01:00:00Z', date],
    ['2030-05-01', '2030-05-02T00:00:00+01:00', date],
    ['2030-05-01', '2030-05-01T00:00:00+05:00', date],
    ['2030-05-01', '2030-05-01T23:59:59Z', date],
    ['2030-05-01T09:00:00Z', '2030-05-01T09:00:00+01:00', date],
    ['2030-05-01T09:00:00Z', '2030-05-01T09:00:01Z', date],
    ['2030-05-01T09:00:00.250Z', '2030-05-01T09:00:02Z', date],
    ['2030-05-01T09:00:00Z', '2030-05-01T00:00:00Z', date],
    ['2030-05-01T09:00:00Z', '2030-05-02', date],
    ['2030-05-01T09:00:00', '2030-05-01T07:00:00Z', date],
    ['2030-05-01', '2030-05-01T00:00:00Z', member('text')],
    [[1, 2], [1], { type: 'array' }],
    [[1], ['1'], { type: 'array' }],
    [[1], undefined, { type: 'array' }],
    [[1], 1, { type: 'array' }],
  ])('%j and %j', (written, shown, schema) => {
    expect(like(written, shown, schema)).toBeUndefined()
  })
})

describe('what is shown twice', () => {
  it('is the same or not', () => {
    for (const [a, b] of [
      [1, 1],
      ['', null],
      [undefined, null],
      [
        [1, 2],
        [2, 1],
      ],
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
      ['⟦x.y.3.a.name⟧', '⟦x.y.3.a.name⟧'],
    ])
      expect(sameShown(a, b)).toBe(true)
    for (const [a, b] of [
      [1, 2],
      ['a', 'A'],
      ['a', null],
      [[1], [1, 2]],
      [{ a: 1 }, { a: 2 }],
      [true, false],
      ['⟦x.y.3.a.non-blank⟧', '⟦z.y.3.a.non-blank⟧'],
    ])
      expect(sameShown(a, b)).toBe(false)
  })
})
