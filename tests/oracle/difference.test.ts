import { describe, expect, it } from 'vitest'
import { difference, show } from '../../oracle/show.ts'
import { writeTag } from '../../oracle/tag.ts'

const tagged = (exact: string, length = 7, classes = 'd'): string =>
  writeTag({ exact, folded: exact, length, classes, formats: ['non-blank', 'text'] })

const like = '⟦…⟧ (7 characters, d)'

describe('where two values differ', () => {
  it('is the whole of what is short and seen to differ', () => {
    expect(difference('mode', 'normal', 'lockdown')).toEqual({ where: 'mode', one: '"normal"', other: '"lockdown"' })
    expect(difference('group_ids', [410, 411], [410])).toEqual({ where: 'group_ids', one: '[410,411]', other: '[410]' })
    expect(difference('valid_to', '2035-01-01', undefined)).toMatchObject({ one: '"2035-01-01"', other: 'absent' })
  })

  it('is the member inside a long object, however deep and wherever it stands', () => {
    const door = (stamp: string, locked: boolean) => ({
      description: 'a text that is long enough to fill the whole of the line',
      change_stamp: stamp,
      flags: { card: true, rex: locked, description: 'another text of the same kind, which is as long as that' },
    })
    const { flags, ...rest } = door(tagged('abc'), false)
    expect(difference('mode', door(tagged('abc'), true), { flags, ...rest })).toEqual({
      where: 'mode.flags.rex',
      one: 'true',
      other: 'false',
    })
    expect(difference('mode', door(tagged('abc'), true), door(tagged('abd'), true))).toEqual({
      where: 'mode.change_stamp',
      one: like,
      other: 'another text like it',
    })
    expect(difference('mode', door(tagged('abc'), true), door(tagged('abd', 9), true))).toEqual({
      where: 'mode.change_stamp',
      one: like,
      other: '⟦…⟧ (9 characters, d)',
    })
  })

  it('is the item that stands on one of two long lists alone', () => {
    const codes = Array.from({ length: 30 }, (_, index) => index + 10)
    expect(difference('match_event_codes', codes, [...codes].reverse().slice(1))).toEqual({
      where: 'match_event_codes[29]',
      one: '39',
      other: 'absent',
    })
  })

  it('is the part of two long texts in which they differ', () => {
    const text = 'long '.repeat(40)
    const { one, other } = difference('notes', `${text}end`, `${text}END`)
    expect(one).not.toBe(other)
    expect(one).toMatch(/^….*end"$/)
    expect(other).toMatch(/^….*END"$/)
  })
})

it('prints no tag, nor a part of one, as it is written', () => {
  for (const value of [tagged('abc'), { stamp: tagged('abc') }, [tagged('abc'), tagged('abc'), tagged('abc')]]) {
    expect(show(value)).toContain(like)
    expect(show(value)).not.toContain('abc')
  }
})
