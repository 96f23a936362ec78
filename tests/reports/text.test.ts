import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  colourWanted,
  columns,
  cut,
  escapeText,
  isPlain,
  readable,
  readableJson,
  spread,
  wrap,
} from '../../reports/terminal/text.ts'

const anything = fc.string({ unit: 'binary', maxLength: 60 })
const tag = '⟦a1b2.c3d4.14.a.non-blank,name⟧'

describe('text that is not ours', () => {
  it('never reaches a terminal as a control, a format character or a separator', () => {
    fc.assert(
      fc.property(anything, (text) => {
        expect(isPlain(escapeText(text))).toBe(true)
        expect(isPlain(readable(text))).toBe(true)
        expect(isPlain(readableJson({ [text]: [text] }))).toBe(true)
      }),
    )
  })

  it.each([
    ['\x1b[31mred\x07', '\\u001b[31mred\\u0007'],
    ['\u009b2J', '\\u009b2J'],
    ['abc\u202egnp.exe', 'abc\\u202egnp.exe'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u2028\u2029\u200b', '\\u2028\\u2029\\u200b'],
    ['\ud800', '\\ud800'],
    ['\u{e0041}', '\\u{e0041}'],
    ['Ódor ✓ 日本 😀', 'Ódor ✓ 日本 😀'],
  ])('spells %j as %s', (text, spelled) => {
    expect(escapeText(text)).toBe(spelled)
  })
})

describe('tags', () => {
  it('are read aloud, wherever they stand', () => {
    expect(readable(tag)).toBe('«14 characters: letters»')
    expect(readable(`type is "${tag}"`)).toBe('type is "«14 characters: letters»"')
    expect(readable('⟦x.y.1.d.⟧')).toBe('«1 character: digits»')
    expect(readable('⟦x.y.9.ap.email,non-blank⟧')).toBe('«9 characters: email»')
    expect(readable('⟦x.y.0..⟧')).toBe('«0 characters»')
    expect(readable('param is ⟦…⟧ (6 characters, ad)')).toBe('param is «6 characters: letters, digits»')
  })

  it('that are none stay what they are', () => {
    expect(readable('⟦nothing⟧ ⟦')).toBe('⟦nothing⟧ ⟦')
  })

  it('stand in JSON without quotes, beside strings that have them', () => {
    expect(readableJson({ type: tag, id: 1, ok: [true, null, 'a"b'] })).toBe(
      '{"type":«14 characters: letters»,"id":1,"ok":[true,null,"a\\"b"]}',
    )
  })
})

describe('layout', () => {
  it('wraps within the width, and loses and adds nothing but blanks at the breaks', () => {
    const words = fc.string({ unit: fc.constantFrom('a', 'é', '日', ' ', '-'), maxLength: 120 })
    fc.assert(
      fc.property(
        words,
        fc.integer({ min: 12, max: 60 }),
        fc.constantFrom('', '  ', '    '),
        (text, width, hanging) => {
          const lines = wrap(text, width, hanging)
          for (const line of lines) expect(columns(line)).toBeLessThanOrEqual(width)
          expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''))
        },
      ),
    )
  })

  it('keeps blanks inside a line', () => {
    expect(wrap('200 OK  {"a":"b  c"}', 80)).toEqual(['200 OK  {"a":"b  c"}'])
  })

  it('begins a word that fits on no line where it is', () => {
    expect(wrap(`200 OK  ${'x'.repeat(30)}`, 20)).toEqual([`200 OK  ${'x'.repeat(12)}`, 'x'.repeat(18)])
  })

  it('sets two texts apart where both fit, and below each other where not', () => {
    expect(spread('left', 'right', 20)).toEqual([`left${' '.repeat(11)}right`])
    expect(spread('left', 'right', 10)).toEqual(['left', '  right'])
  })

  it('counts wide characters twice and marks not at all', () => {
    expect([columns('日本'), columns('😀'), columns('e\u0301'), columns('abc')]).toEqual([4, 2, 1, 3])
  })

  it('cuts between characters', () => {
    expect(cut('😀😀😀', 2)).toBe('😀…')
    expect(cut('abc', 3)).toBe('abc')
  })
})

describe('colour', () => {
  it.each([
    [{}, true, true],
    [{}, false, false],
    [{ TERM: 'dumb' }, true, false],
    [{ NO_COLOR: '1' }, true, false],
    [{ NO_COLOR: '' }, true, true],
    [{ NO_COLOR: '1', FORCE_COLOR: '1' }, true, false],
    [{ FORCE_COLOR: '1' }, false, true],
    [{ FORCE_COLOR: '0' }, true, false],
  ])('%j on a terminal (%s) is %s', (env, tty, wanted) => {
    expect(colourWanted(env, tty)).toBe(wanted)
  })
})
