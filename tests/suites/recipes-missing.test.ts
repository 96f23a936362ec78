import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { plan } from '../../suites/plan.ts'
import type { TargetDescription } from '../../target/description.ts'
import { badGateway, clauses } from './recipe-runs.ts'

describe('a target whose description has no recipes', () => {
  const cellsOf = (described: (description: TargetDescription) => TargetDescription) => {
    const description = described(describeTarget('http://127.0.0.1:9', 'current'))
    const { cells } = plan(description, { profile: 'gate', only: clauses, exclude: [] })
    return new Map(cells.map(({ id, unexercised }) => [id, unexercised]))
  }

  test('is told what to add', () => {
    const cells = cellsOf((description) => ({ ...description, recipes: {} }))
    const missing = (detail: string) => ({ kind: 'missing', detail: expect.stringContaining(detail) })
    for (const operation of ['getAccount', 'listPeople', 'createPerson']) {
      expect(cells.get(`CU-502:${operation}`)).toEqual(missing('(recipes.badGateway)'))
      expect(cells.get(`CU-503:${operation}`)).toEqual(missing('(recipes.maintenance)'))
      expect(cells.get(`CU-504:${operation}`)).toEqual(missing('(recipes.gatewayTimeout)'))
    }
    expect(cells.get('CU-429:getAccount')).toEqual(missing('(recipes.rateLimit)'))
    expect(cells.get('CU-LICENCE:createPersonCredential')).toEqual(missing('(recipes.exhaustedType)'))
  })

  test('is not asked for a credential that might invite somebody, unless that is allowed', () => {
    const cells = cellsOf((description) => ({
      ...description,
      allow: { ...description.allow, mobileCredentials: [] },
    }))
    expect(cells.get('CU-LICENCE:createPersonCredential')).toEqual({
      kind: 'missing',
      detail: expect.stringContaining('allow.mobileCredentials'),
    })
  })

  test('is not changed as a whole where it is shared', () => {
    const cells = cellsOf((description) => ({ ...description, kind: 'shared', recipes: {} }))
    for (const cell of [
      'CU-502:getAccount',
      'CU-503:getAccount',
      'CU-504:listPeople',
      'CU-429:getAccount',
      'CU-LICENCE:createPersonCredential',
    ])
      expect(cells.get(cell)?.kind).toBe('withheld')
  })

  test('has no cell for licences and gateways in the edition that does not speak of them', () => {
    const plain = describeTarget('http://127.0.0.1:9', 'classic')
    const recipes = { ...plain.recipes, ...badGateway()(plain).recipes }
    const { cells } = plan({ ...plain, recipes }, { profile: 'gate', only: [], exclude: [] })
    expect(cells.filter(({ id }) => /LICENCE/.test(id)).map(({ id }) => id)).toEqual([])
    const variants = cells.flatMap((cell) => cell.variants.map(({ id }) => id))
    expect(variants).toContain('maintenance')
    expect(variants.filter((id) => /gateway/.test(id))).toEqual([])
  })
})
