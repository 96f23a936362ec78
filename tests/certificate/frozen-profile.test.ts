import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { profileInForce } from '../../cli/certificate/frozen.ts'
import { describeEdition, inReference } from '../../cli/editions.ts'
import { editions } from '../../contract/index.ts'
import type { FrozenProfile } from '../../oracle/frozen-profile.ts'
import { faultsOf } from '../../reference/faults/index.ts'
import { digestOfJson } from '../../reports/certificate/canonical.ts'
import { frozenProfile, publishedHashes } from '../../suites/certify/index.ts'
import { killMatrixOf } from '../../suites/certify/kill-matrix.ts'
import { generatorVersion } from '../../suites/engine/seeds.ts'
import { plan } from '../../suites/plan.ts'

const fileOf = (edition: string): FrozenProfile =>
  JSON.parse(readFileSync(new URL(`../../suites/certify/${edition}.json`, import.meta.url), 'utf8'))

describe.each(Object.values(editions))('the profile of the $name edition', (edition) => {
  const profile = frozenProfile(edition.name)
  const planned = plan(describeEdition(edition), { profile: 'certify', only: [], exclude: [] })
  const cells = new Map(planned.cells.map((cell) => [cell.id, cell]))

  test('is the one whose hash was published', () => {
    expect(digestOfJson(fileOf(edition.name))).toBe(publishedHashes(edition.name).at(-1))
    expect(profileInForce(edition)).toEqual({ profile, hash: publishedHashes(edition.name).at(-1) })
    expect(profile.generators).toBe(generatorVersion)
  })

  test.each<[string, (one: FrozenProfile) => FrozenProfile]>([
    [
      'a minimum lowered',
      (one) => ({ ...one, cells: one.cells.map((cell, at) => (at === 3 ? { ...cell, minimum: 0 } : cell)) }),
    ],
    ['a cell left out', (one) => ({ ...one, cells: one.cells.slice(1) })],
    ['a clause left out', (one) => ({ ...one, clauses: one.clauses.slice(1) })],
    ['another name', (one) => ({ ...one, name: 'certify-again' })],
  ])('with %s is another one', (_, change) => {
    expect(publishedHashes(edition.name)).not.toContain(digestOfJson(change(profile)))
  })

  test('still has each of its cells and variants in the plan, with as many cases', () => {
    const missing = profile.cells.flatMap(({ cell, variants }) => {
      const its = cells.get(cell)
      if (its === undefined || its.unexercised !== undefined) return [cell]
      const runs = new Map(its.variants.map(({ id, runs }) => [id, runs]))
      return Object.entries(variants)
        .filter(([id, frozen]) => runs.get(id) !== frozen)
        .map(([id]) => `${cell} ${id}`)
    })
    expect(missing).toEqual([])
  })

  test('sends at least what the gate does', () => {
    const gate = plan(describeEdition(edition), { profile: 'gate', only: [], exclude: [] })
    const less = gate.cells.flatMap(({ id, variants }) =>
      variants
        .filter((variant) => (cells.get(id)?.variants.find((one) => one.id === variant.id)?.runs ?? 0) < variant.runs)
        .map((variant) => `${id} ${variant.id}`),
    )
    expect(less).toEqual([])
  })

  test('asks for no more evidence than there are cases, and for some wherever a MUST cell has its own', () => {
    const own = profile.cells.filter(({ variants }) => Object.keys(variants).length > 0)
    for (const { minimum, variants, cell } of own)
      expect(minimum, cell).toBeLessThanOrEqual(Object.values(variants).reduce((sum, runs) => sum + runs, 0))
    expect(profile.cells.filter(({ minimum }) => minimum > 0).length).toBeGreaterThan(profile.cells.length / 2)
  })

  test('names only clauses that there are, and has a cell for nearly each', () => {
    const known = new Set(edition.clauses.map(({ id }) => id))
    expect(profile.clauses.filter((clause) => !known.has(clause))).toEqual([])
    const judged = new Set(profile.cells.map(({ cell }) => cell.split(':')[0]))
    expect(profile.clauses.filter((clause) => !judged.has(clause))).toEqual([edition.outcomes.absent.clause])
  })

  test('judges 400, 401, 404, 405 and 406 of account, people and credentials as its core, as far as the edition has them', () => {
    const core = profile.cells.filter(({ core }) => core).map(({ cell }) => cell)
    const statuses = edition.name === 'classic' ? ['400', '401', '404', '405', '406'] : ['401', '404', '405', '422']
    for (const status of statuses)
      expect(
        core.filter((cell) => cell.includes(`-${status}:`)),
        status,
      ).not.toEqual([])
    const resources = new Set(
      core.map((cell) => edition.operations.find(({ id }) => id === cell.split(':')[1])?.resource),
    )
    expect([...resources].sort()).toEqual(['account', 'credentials', 'people'])
  })

  test('comes with a kill matrix, in which each planted fault was caught or says why it escapes', () => {
    const { faults, seeds } = killMatrixOf(edition.name)
    expect(seeds.length).toBeGreaterThan(0)
    expect(faults.map(({ fault }) => fault)).toEqual(faultsOf(inReference(edition)).map(({ id }) => id))
    const missed = faults.filter(
      ({ breaks, caught, escapes }) =>
        escapes === undefined && !breaks.some((clause) => caught[clause] === seeds.length),
    )
    expect(missed.map(({ fault }) => fault)).toEqual([])
  })
})
