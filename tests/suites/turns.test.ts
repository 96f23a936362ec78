import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { createTurns } from '../../suites/engine/turns.ts'
import { ofPhase, plan } from '../../suites/plan.ts'
import type { PlannedCell } from '../../suites/planned-cell.ts'

describe.each(['classic', 'current'])('cells of the %s edition', (edition) => {
  const { cells } = plan(describeTarget('http://127.0.0.1:9', edition), { profile: 'gate', only: [], exclude: [] })
  const doors = ofPhase(cells, 'doors')
  const others = ofPhase(cells, 'concurrent')

  const places = ['north', 'south']

  /** Begins them in the given order and notes which were under way together, and how many at each door and at all. */
  const runAll = async (begun: readonly PlannedCell[], end: (cell: PlannedCell) => Promise<void>) => {
    const turns = createTurns(cells, 4)
    const active = new Set<PlannedCell>()
    const met = new Map<PlannedCell, ReadonlySet<PlannedCell>>()
    let variants = 0
    let most = 0
    const atDoor = new Map<string, number>()
    let mostAtDoor = 0
    let mostAtAll = 0
    const run = (cell: PlannedCell): Promise<void> =>
      turns.cell(cell, async () => {
        active.add(cell)
        if (cell.phase === 'doors') met.set(cell, new Set(active))
        try {
          await Promise.all(
            cell.variants.map((_, index) => {
              const door = cell.phase === 'doors' ? places[index % places.length] : undefined
              const count = (by: number): void => {
                if (door === undefined) {
                  variants += by
                  most = Math.max(most, variants)
                } else {
                  atDoor.set(door, (atDoor.get(door) ?? 0) + by)
                  mostAtDoor = Math.max(mostAtDoor, atDoor.get(door) ?? 0)
                  mostAtAll = Math.max(
                    mostAtAll,
                    [...atDoor.values()].reduce((sum, one) => sum + one, 0),
                  )
                }
              }
              const act = async (): Promise<void> => {
                count(1)
                try {
                  await end(cell)
                } finally {
                  count(-1)
                }
              }
              return turns.variant(cell, act, door)
            }),
          )
        } finally {
          active.delete(cell)
        }
      })
    const ended = await Promise.allSettled(begun.map(run))
    return { ended, met, most, mostAtDoor, mostAtAll }
  }

  test.each([
    ['as planned', [...others, ...doors]],
    ['with the doors first', [...doors, ...others]],
  ])('command doors beside nothing that looks at doors, %s', async (_, begun) => {
    const { met, most, mostAtDoor, mostAtAll } = await runAll(begun, () => setTimeout(Math.random()))
    expect(met.size).toBe(doors.length)
    const beside = [...met].flatMap(([cell, all]) => [...all].filter((one) => one !== cell))
    expect(beside.filter(({ looksAtDoors }) => looksAtDoors)).toEqual([])
    expect(beside.filter(({ phase }) => phase === 'concurrent').length).toBeGreaterThan(0)
    expect(most).toBe(10)
    expect(mostAtDoor).toBe(1)
    expect(mostAtAll).toBe(places.length)
  })

  test('command doors although others have failed', async () => {
    const { ended, met } = await runAll([...others, ...doors], async ({ looksAtDoors, phase }) => {
      if (looksAtDoors || phase === 'doors') throw new Error('broken')
    })
    expect(ended.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(doors.length)
    expect(met.size).toBe(doors.length)
  })

  test('that look at doors are all those that show them or ask for them', () => {
    const resources = new Set(
      others.filter(({ looksAtDoors }) => looksAtDoors).map(({ operation }) => operation.resource),
    )
    const group = edition === 'current' ? ['group_reservations'] : []
    expect([...resources].sort()).toEqual(['channels', 'events', ...group, 'reservations'])
    // A wish to be let in is made first, so that it can be asked about.
    const acting = doors.filter(({ operation }) => operation.action !== 'command').map(({ operation }) => operation.id)
    expect([...new Set(acting)]).toEqual(['getAdmissionRequest'])
  })
})
