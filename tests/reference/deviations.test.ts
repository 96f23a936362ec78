import { beforeAll, describe, expect, test } from 'vitest'
import { dialects, dialectsOf } from '../../reference/dialects.ts'
import type { EditionName } from '../../reference/edition.ts'
import { faults, faultsOf } from '../../reference/faults/index.ts'
import { type ReferenceOptions, startReference } from '../../reference/server.ts'
import { scenes } from './scenes.ts'
import { differences, type Transcript, transcriptOf } from './transcript.ts'

const editions = ['classic', 'current'] as const

/** Where a mistake shows most likely, by its clause. All other scenes follow, so that a wrong guess costs time alone. */
const likely: readonly (readonly [RegExp, string])[] = [
  [/RACE/, 'concurrency'],
  [/PAGING/, 'pages'],
  [/FILTER|EVENT-CODES/, 'filters'],
  [/FOREIGN/, 'foreign'],
  [/OAUTH/, 'tokens'],
  [/PARTIAL/, 'updates'],
  [/READ-BACK/, 'loss'],
  [/401|^AU-/, 'keys'],
  [/40[0-9]-VALUE|422|ACCEPTED|-400/, 'validation'],
  [/405/, 'methods'],
  [/406|^AD-|ACCEPT|JSON/, 'negotiation'],
  [/-500/, 'robustness'],
  [/LISTED|402|410|NO-EFFECT|409|UNIQUE/, 'state'],
  [/ERROR|DESCRIPTION|PARAM/, 'fields'],
]

const ordered = (names: readonly string[], clauses: readonly string[]): readonly string[] => {
  const first = likely.find(([clause]) => clauses.some((id) => clause.test(id)))?.[1]
  return first === undefined ? names : [first, ...names.filter((name) => name !== first)]
}

describe.each(editions)('the %s edition', (edition) => {
  const clean = new Map<string, Transcript>()

  beforeAll(async () => {
    for (const scene of Object.keys(scenes)) clean.set(scene, await transcriptOf(scene, { edition }))
  })

  /** The first scene in which somebody outside notices, and what they notice. */
  const noticed = async (options: ReferenceOptions, clauses: readonly string[] = []): Promise<readonly string[]> => {
    for (const scene of ordered(Object.keys(scenes), clauses)) {
      const found = differences(clean.get(scene) ?? new Map(), await transcriptOf(scene, { edition, ...options }))
      if (found.length > 0) return found.map((name) => `${scene}: ${name}`)
    }
    return []
  }

  test.each(Object.keys(scenes))('plays the scene %s twice alike', async (scene) => {
    expect(differences(clean.get(scene) ?? new Map(), await transcriptOf(scene, { edition }))).toEqual([])
  })

  test.concurrent.each(faultsOf(edition).map(({ id, clauses }) => [id, clauses[edition]] as const))(
    'fault %s can be noticed',
    async (id, clauses) => {
      expect(await noticed({ faults: [id] }, clauses)).not.toEqual([])
    },
  )

  test('faults do not disturb what they have nothing to do with', async () => {
    const found = await noticed({ faults: ['text-cut-at-255'] })
    expect(found.every((name) => name.startsWith('loss: '))).toBe(true)
  })

  test('faults can be planted together', async () => {
    const found = await noticed({ faults: ['missing-answers-404', 'gone-answers-500'] })
    expect(found.some((name) => name.endsWith(' missing value'))).toBe(true)
    expect(found.some((name) => name.endsWith(' gone'))).toBe(true)
  })

  test.concurrent.each(dialectsOf(edition).map(({ id }) => id))('dialect %s can be noticed', async (id) => {
    expect(await noticed({ dialects: [id] })).not.toEqual([])
  })

  test.each(dialectsOf(edition).map(({ id }) => id))('dialect %s never fails', async (id) => {
    const answers = await transcriptOf('robustness', { edition, dialects: [id] })
    expect([...answers].filter(([, answer]) => /^5(?!01)/.test(answer))).toEqual([])
  })
})

const clauseForms: Readonly<Record<EditionName, RegExp>> = {
  classic: /^(RE|AD|AU|AB)(-[A-Z0-9]+)+$/,
  current: /^CU(-[A-Z0-9]+)+$/,
}

test('faults have ids of their own, clauses and a sentence', () => {
  expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
  for (const { id, clauses, summary } of faults) {
    expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
    expect(editions.flatMap((edition) => clauses[edition]).length).toBeGreaterThan(0)
    for (const edition of editions) for (const clause of clauses[edition]) expect(clause).toMatch(clauseForms[edition])
    expect(summary).toMatch(/^.{15,}\.$/)
  }
})

test('dialects have ids of their own, an edition and a sentence', () => {
  expect(new Set(dialects.map(({ id }) => id)).size).toBe(dialects.length)
  for (const { summary, editions: allowing, clauses } of dialects) {
    expect(summary).toMatch(/^.{15,}\.$/)
    expect(allowing.length).toBeGreaterThan(0)
    for (const edition of editions) {
      if (!allowing.includes(edition)) expect(clauses[edition]).toEqual([])
      for (const clause of clauses[edition]) expect(clause).toMatch(clauseForms[edition])
    }
  }
})

test.each([
  [
    { faults: ['missing-answer-422'] },
    'There is no fault "missing-answer-422" in the classic edition. Did you mean "missing-answers-422"?',
  ],
  [{ faults: ['qqqqqqqqqqqqqqqq'] }, 'There is no fault "qqqqqqqqqqqqqqqq" in the classic edition.'],
  [
    { edition: 'current', faults: ['singular-unknown'] },
    'There is no fault "singular-unknown" in the current edition.',
  ],
  [
    { dialects: ['texts-trimed'] },
    'There is no dialect "texts-trimed" in the classic edition. Did you mean "texts-trimmed"?',
  ],
] as const)('%o is refused with the nearest name', async (options, message) => {
  await expect(startReference(options)).rejects.toThrow(message)
})
