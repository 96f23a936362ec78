import { beforeAll, describe, expect, test } from 'vitest'
import { dialects } from '../../reference/dialects.ts'
import { faults } from '../../reference/faults/index.ts'
import { type ReferenceOptions, startReference } from '../../reference/server.ts'
import { scenes } from './scenes.ts'
import { differences, type Transcript, transcriptOf } from './transcript.ts'

const clean = new Map<string, Transcript>()

beforeAll(async () => {
  for (const scene of Object.keys(scenes)) clean.set(scene, await transcriptOf(scene, {}))
})

/** The first scene in which somebody outside notices, and what they notice. */
const noticed = async (options: ReferenceOptions): Promise<readonly string[]> => {
  for (const [scene, expected] of clean) {
    const found = differences(expected, await transcriptOf(scene, options))
    if (found.length > 0) return found.map((name) => `${scene}: ${name}`)
  }
  return []
}

describe('the plain endpoint', () => {
  test.each(Object.keys(scenes))('plays the scene %s twice alike', async (scene) => {
    expect(differences(clean.get(scene) ?? new Map(), await transcriptOf(scene, {}))).toEqual([])
  })
})

describe('faults', () => {
  test('have ids of their own, clauses and a sentence', () => {
    expect(new Set(faults.map(({ id }) => id)).size).toBe(faults.length)
    for (const { id, clauses, summary } of faults) {
      expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(clauses.classic.length).toBeGreaterThan(0)
      for (const clause of clauses.classic) expect(clause).toMatch(/^(RE|AD|AU|AB)(-[A-Z0-9]+)+$/)
      expect(summary).toMatch(/^.{15,}\.$/)
    }
  })

  test.concurrent.each(faults.map(({ id }) => id))('%s can be noticed', async (id) => {
    expect(await noticed({ faults: [id] })).not.toEqual([])
  })

  test('do not disturb what they have nothing to do with', async () => {
    const found = await noticed({ faults: ['text-cut-at-255'] })
    expect(found.every((name) => name.startsWith('loss: '))).toBe(true)
  })

  test('can be planted together', async () => {
    const found = await noticed({ faults: ['missing-answers-422', 'gone-answers-403'] })
    expect(found.some((name) => name.endsWith(' missing'))).toBe(true)
    expect(found.some((name) => name.endsWith(' gone'))).toBe(true)
  })

  test('that nobody knows are refused with the nearest name', async () => {
    await expect(startReference({ faults: ['missing-answer-422'] })).rejects.toThrow(
      'There is no fault "missing-answer-422". Did you mean "missing-answers-422"?',
    )
    await expect(startReference({ faults: ['qqqqqqqqqqqqqqqq'] })).rejects.toThrow(
      'There is no fault "qqqqqqqqqqqqqqqq".',
    )
  })
})

describe('dialects', () => {
  test('have ids of their own and a sentence', () => {
    expect(new Set(dialects.map(({ id }) => id)).size).toBe(dialects.length)
    for (const { summary, usual, clauses } of dialects) {
      expect(summary).toMatch(/^.{15,}\.$/)
      expect(clauses.classic.length === 0).toBe(usual)
    }
  })

  test.concurrent.each(dialects.map(({ id }) => id))('%s can be noticed', async (id) => {
    expect(await noticed({ dialects: [id] })).not.toEqual([])
  })

  test.each(dialects.map(({ id }) => id))('%s never fails', async (id) => {
    const answers = await transcriptOf('robustness', { dialects: [id] })
    expect([...answers].filter(([, answer]) => /^5(?!01)/.test(answer))).toEqual([])
  })

  test('that nobody knows are refused with the nearest name', async () => {
    await expect(startReference({ dialects: ['texts-trimed'] })).rejects.toThrow(
      'There is no dialect "texts-trimed". Did you mean "texts-trimmed"?',
    )
  })
})
