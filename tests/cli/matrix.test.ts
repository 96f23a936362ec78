import { describe, expect, test } from 'vitest'
import { kinds, matrixOf } from '../../cli/matrix.ts'
import { editions } from '../../contract/index.ts'

describe.each(Object.values(editions))('the table of the $name edition', (edition) => {
  const rows = matrixOf(edition)

  test('has a row for each operation', () => {
    expect(rows.map(({ operation }) => operation)).toEqual(edition.operations.map(({ id }) => id))
  })

  test('leaves no field empty without a reason, and gives none for a field that is not', () => {
    const wrong = rows.flatMap(({ operation, cells, reasons }) =>
      kinds
        .filter((kind) => (cells[kind] === 0) !== (reasons[kind] !== undefined))
        .map((kind) => `${operation} ${kind}`),
    )
    expect(wrong).toEqual([])
    expect(rows.flatMap(({ reasons }) => Object.values(reasons)).filter((reason) => reason.trim() === '')).toEqual([])
  })

  test('counts cells of each kind for what people can be made to do', () => {
    const create = rows.find(({ operation }) => operation === 'createPerson')
    for (const kind of kinds) expect(create?.cells[kind]).toBeGreaterThan(0)
  })
})
