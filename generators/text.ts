import fc from 'fast-check'

/**
 * Strings that implementations lose, cut, fold or choke on, each of them a legitimate value. No NUL and no lone
 * surrogates: whether those are text at all is open to argument.
 */

const scripts: readonly string[] = [
  'Zoë',
  'Søren Ångström',
  'Łukasz Żółć',
  'Αλέξανδρος',
  'Дарья Ёлкина',
  'עִבְרִית',
  'محمد الأمين',
  'हिन्दी',
  'सूर्यकान्त त्रिपाठी',
  'مُحَمَّد',
  'می\u200cخواهم',
  '山田太郎',
  '김민준',
  'ภาษาไทย',
  // Digits of other scripts are digits to some parsers.
  'غرفة ١٢٣',
  'Nguyễn Thị Hương',
  'İstanbul ıI',
  'straße STRASSE',
  'ﬁancée',
]

const beyondTheBasicPlane: readonly string[] = ['👩🏽‍🚒', '🚪🔑', '𝒟𝑜𝑜𝓇', '𠮷野家', '🇨🇭', 'a😀b', '☎\ufe0f']

const combining: readonly string[] = ['Zoe\u0308', 'e\u0301\u0323', 'A\u030angstro\u0308m', 'ที่']

const punctuated: readonly string[] = [
  "O'Brien",
  "D'Angelo-Smith",
  'Mary-Jane',
  'Smith, Jr.',
  'A & B <C>',
  '"quoted"',
  'back\\slash',
  '100%',
  '%20%41',
  'a+b',
  'a;b',
  'a=b&c=d',
  '#hash',
  '{{brace}}',
  '$HOME `id`',
  "Robert'); DROP TABLE people;--",
  '<script>alert(1)</script>',
  '../../etc/passwd',
  'semi;colon, comma',
  '%s %d',
  'a &amp; b',
  'a \u2013 b',
  '=1+1',
]

/** Whole values that a parser, a template or a database layer may take for a number, a boolean, a day or nothing. */
const lookalikes: readonly string[] = [
  '0',
  '007',
  '0012345678',
  '1e5',
  '0x1F',
  '12345678901234567890',
  '1.10',
  'null',
  'Null',
  'NULL',
  'true',
  'False',
  'false',
  'NaN',
  'None',
  'undefined',
  '-0',
  '[]',
  '{}',
  '2030-02-01',
]

/** Last names as their bearers write them, which whoever knows how names are spelt takes for a mistake. */
const particular: readonly string[] = ['de la Cruz', 'Van Der Berg', 'Macdonald']

/** How many different values there are of one member that only look like something else; null is one where it may be. */
export const mostLookalikes = lookalikes.length + Math.max(1, particular.length)

const longOf = (unit: string, lengths: readonly number[]): fc.Arbitrary<string> =>
  fc.constantFrom(...lengths).map((length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length))

/** Just below and just above the sizes at which columns end: 32, 40, 50, 64, 100, 128, 200, 255; and well beyond. */
const boundaryLengths = [31, 33, 41, 51, 63, 65, 101, 129, 201, 255, 256, 300, 1000]

const long: fc.Arbitrary<string> = fc.oneof(longOf('abcdefghij', boundaryLengths), longOf('ä', [65, 129, 255]))

/** Between words, never at the ends: trimming is admitted. */
const inner: readonly string[] = [
  'a\u200fb',
  'a\ufeffb',
  'two  blanks',
  'a\u00a0b',
  'a\u200db',
  'mid\u2019dle',
  'a\u2028b',
]

const severalLines: readonly string[] = ['line one\nline two', 'a\r\nb', 'tab\tbed', 'one\n\nthree']

const anyUnicode = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => `a${text.replaceAll('\0', '')}z`)

const fragments: readonly string[] = [...scripts, ...beyondTheBasicPlane, ...combining, ...punctuated, ...inner]

/**
 * Several fragments in a row: what spoils one of them is met in a few cases rather than in dozens, and shrinking lays it
 * bare. Short enough for a column of 255.
 */
const mixture = (of: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.shuffledSubarray([...of], { minLength: 1, maxLength: 12 }),
      fc.shuffledSubarray([...of], { minLength: 0, maxLength: 12 }),
    )
    .map((halves) => halves.flat().reduce((text, next) => (text.length + next.length < 250 ? `${text} ${next}` : text)))

/** Values of one line. */
export const exoticLine: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: mixture(fragments) },
  { weight: 3, arbitrary: fc.constantFrom(...fragments) },
  { weight: 2, arbitrary: long },
  { weight: 2, arbitrary: anyUnicode },
)

/** Values of several lines, or of more characters than a short column holds. */
export const exoticText: fc.Arbitrary<string> = fc.oneof(
  { weight: 5, arbitrary: mixture([...fragments, ...severalLines]) },
  { weight: 2, arbitrary: exoticLine },
  { weight: 2, arbitrary: fc.constantFrom(...severalLines) },
  {
    weight: 2,
    arbitrary: longOf('Long notes have many words. ', [257, 511, 1023, 2049]).map((text) => `${text.slice(0, -1)}z`),
  },
)

/** Values that only look like something else. */
export const lookalike: fc.Arbitrary<string> = fc.constantFrom(...lookalikes)

/** Names that look like something else, or like a name that is spelt wrongly. */
export const lookalikeName: fc.Arbitrary<string> = fc.constantFrom(...lookalikes, ...particular)

/** A name as most people spell theirs: letters only. */
export const plainName: fc.Arbitrary<string> = fc
  .string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'), minLength: 2, maxLength: 12 })
  .map((letters) => letters.charAt(0).toUpperCase() + letters.slice(1))

/** A few plain words. */
export const plainText: fc.Arbitrary<string> = fc
  .array(plainName, { minLength: 1, maxLength: 3 })
  .map((words) => words.join(' '))
