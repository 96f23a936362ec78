import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { Clause } from '../../contract/clause.ts'
import { editions } from '../../contract/index.ts'
import { dialects } from '../../reference/dialects.ts'
import { faults } from '../../reference/faults/index.ts'
import { plan } from '../../suites/plan.ts'
import { fullyDescribed } from '../support/descriptions.ts'

/** Every id that has ever been published, with its level. Lines are added, never changed and never removed. */
const remembered = JSON.parse(readFileSync(new URL('./clause-ids.json', import.meta.url), 'utf8')) as Record<
  string,
  Record<string, string>
>

/** Broken in tests/suites/embedded.test.ts, since it takes a description that says something untrue, or a shared target. */
const provedOtherwise = new Set(['AB-ABSENT', 'CU-ABSENT', 'RE-404-USUAL'])

/** What is wrong with the clauses of an edition, seen against the ids that have been published. */
const broken = (clauses: readonly Clause[], ids: Record<string, string>): string[] => [
  ...clauses.filter(({ id }) => ids[id] === undefined).map(({ id }) => `${id} is not in clause-ids.json`),
  ...clauses
    .filter(({ id, level }) => ids[id] !== undefined && ids[id] !== level)
    .map(({ id }) => `${id} has changed its level`),
  ...Object.keys(ids)
    .filter((id) => !clauses.some((clause) => clause.id === id))
    .map((id) => `${id} has disappeared`),
  ...clauses
    .filter(({ id }, index) => clauses.findIndex((clause) => clause.id === id) !== index)
    .map(({ id }) => `${id} stands twice`),
]

describe.each(Object.values(editions))('the $name edition', (edition) => {
  const ids = remembered[edition.name] ?? {}
  const { cells } = plan(fullyDescribed(edition.name), { profile: 'gate', only: [], exclude: [] })
  const absentCells = plan(
    { ...fullyDescribed(edition.name), absent: ['channels'] },
    { profile: 'gate', only: [], exclude: [] },
  ).cells
  const known = new Set(edition.clauses.map(({ id }) => id))
  const planned = new Set([...cells, ...absentCells].map(({ clause }) => clause))

  test('no clause id is reused, renumbered or lost', () => {
    expect(broken(edition.clauses, ids)).toEqual([])
  })

  test('a lost, a changed, an unknown and a repeated clause are seen', () => {
    const [first, second] = edition.clauses
    if (first === undefined || second === undefined) throw new Error('an edition has clauses')
    expect(broken(edition.clauses.slice(1), ids)).toEqual([`${first.id} has disappeared`])
    expect(broken([{ ...first, level: 'MAY' }, ...edition.clauses.slice(1)], ids)).toEqual([
      `${first.id} has changed its level`,
    ])
    expect(broken([...edition.clauses, { ...first, id: 'XX-1' }], ids)).toEqual(['XX-1 is not in clause-ids.json'])
    expect(broken([...edition.clauses, second], ids)).toEqual([`${second.id} stands twice`])
  })

  test('each clause has a cell, or says why it has none', () => {
    const silent = edition.clauses.filter(({ id, unexercised }) => !planned.has(id) && unexercised === undefined)
    expect(silent.map(({ id }) => id)).toEqual([])
  })

  test('no clause that has a cell says that it has none', () => {
    const contradicted = edition.clauses.filter(({ id, unexercised }) => planned.has(id) && unexercised !== undefined)
    expect(contradicted.map(({ id }) => id)).toEqual([])
  })

  test('each clause that has a cell is broken by a planted fault or a dialect', () => {
    const broken = new Set(
      [...faults, ...dialects].flatMap(({ clauses }) =>
        edition.name === 'current' ? clauses.current : clauses.classic,
      ),
    )
    // What may be is broken by nothing.
    const breakable = new Set(edition.clauses.flatMap(({ id, level }) => (level === 'MAY' ? [] : [id])))
    const unproved = [...planned].filter((id) => breakable.has(id) && !broken.has(id) && !provedOtherwise.has(id))
    expect(unproved).toEqual([])
    expect([...broken].filter((id) => known.has(id) && !breakable.has(id))).toEqual([])
  })

  test('each cell cites a known clause', () => {
    expect([...planned].filter((clause) => !known.has(clause))).toEqual([])
  })

  test('no two cells are the same', () => {
    expect(new Set(cells.map(({ id }) => id)).size).toBe(cells.length)
  })

  test('outcomes and general clauses name known clauses', () => {
    const cited = [
      ...Object.values(edition.outcomes).flatMap(({ clause, usualClause, refusedClause }) => [
        clause,
        usualClause,
        refusedClause,
      ]),
      ...Object.values(edition.general),
      ...Object.entries(edition.refusal).flatMap(([part, id]) => (part === 'kind' ? [] : [id])),
      ...Object.values(edition.forms.paths),
      ...Object.values(edition.forms.keys),
    ].filter((id) => id !== undefined)
    expect(cited.filter((id) => !known.has(id))).toEqual([])
  })

  test('each clause cites its document and section', () => {
    expect(edition.clauses.filter(({ source }) => source.document === '' || source.section === '')).toEqual([])
  })

  test('every row of the status table is a clause', () => {
    // Of a status that every answer of its class may have, the clause says so by its own name.
    const missing = edition.statuses.filter(
      (status) =>
        !edition.clauses.some(
          ({ id, source }) => source.section.split(' › ').includes(String(status)) || id.includes(`-${status}`),
        ) && !Object.values(edition.outcomes).some(({ must }) => must.includes(status)),
    )
    expect(missing).toEqual([])
  })
})
