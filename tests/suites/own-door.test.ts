import { describe, expect, test } from 'vitest'
import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { editions } from '../../contract/index.ts'
import { operationOf } from '../../contract/lookup.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { withOwnDoor } from '../../suites/engine/own-door.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import type { CellContext } from '../../suites/engine/run-variant.ts'
import { plan } from '../../suites/plan.ts'
import { replay } from '../../suites/replay.ts'
import type { RunSettings } from '../../suites/settings.ts'
import { settingsFor } from '../support/settings.ts'
import { relay, type Seen } from '../support/web.ts'

const classic = editions.classic ?? expect.fail('there is a classic edition')

const doorOf = ({ path }: Pick<Seen, 'path'>): string => /channels?\/(\d+)/.exec(path)?.[1] ?? ''

const opened = async <T>(
  only: readonly string[],
  use: (context: CellContext, settings: RunSettings) => Promise<T>,
  rewrite?: (seen: Seen, body: Buffer) => Buffer,
) => {
  const reference = await startReference()
  const web = await relay(reference.url, rewrite)
  const settings = settingsFor(describeTarget(web.url), {
    only: [...only],
  })
  try {
    const run = await openRun(settings, new AbortController().signal)
    const came = web.seen.length
    const result = await use(run.context, settings)
    await run.close()
    return { result, seen: web.seen.slice(came) }
  } finally {
    await web.close()
    await reference.close()
  }
}

describe('the door of a variant', () => {
  test('is one of those that may be commanded, the same for the same seed', async () => {
    await opened([], async (context) => {
      const { fixtures } = context.source
      const chosenFor = (id: string) =>
        Array.from({ length: 40 }, (_, index) =>
          withOwnDoor(context, { operation: operationOf(classic, id) }, index - 20),
        )
      for (const id of ['unlockChannel', 'getAdmissionRequest']) {
        const chosen = chosenFor(id)
        expect(new Set(chosen.map(([, door]) => door))).toEqual(new Set(fixtures.doors))
        for (const [own, door] of chosen) expect(own.source.fixtures).toEqual({ ...fixtures, doors: [door] })
        expect(chosenFor(id).map(([, door]) => door)).toEqual(chosen.map(([, door]) => door))
      }
      expect(fixtures.keyedDoors.length).toBeGreaterThan(1)
      expect(new Set(chosenFor('removeEncryptionKey').map(([, door]) => door))).toEqual(
        new Set(fixtures.keyedDoors.slice(0, 1)),
      )
    })
  })

  test('is none where nothing is commanded, and where the target has none', async () => {
    await opened([], async (context) => {
      expect(withOwnDoor(context, { operation: operationOf(classic, 'getChannel') }, 3)).toEqual([context, undefined])
      const bare = { ...context, source: { ...context.source, fixtures: { ...context.source.fixtures, doors: [] } } }
      expect(withOwnDoor(bare, { operation: operationOf(classic, 'unlockChannel') }, 3)).toEqual([bare, undefined])
    })
  })
})

describe('commands', () => {
  test('go to several doors at once, and at each are taken back before the next is given', async () => {
    const { seen } = await opened(['*:unlockChannel', '*:lockdownChannel'], async (context, settings) => {
      const reports = await runPlan(plan(settings.description, settings), context)
      expect(reports.flatMap(({ findings }) => findings)).toEqual([])
    })
    const obeyed = seen.filter(({ method, answer }) => method === 'POST' && (answer?.status ?? 500) < 300)
    const doors = [...new Set(obeyed.map(doorOf))]
    expect(doors.length).toBeGreaterThan(2)
    const undoing: Record<string, string> = { unlock: 'normal', lockdown: 'unlockdown' }
    for (const door of doors) {
      const names = obeyed
        .filter((one) => doorOf(one) === door)
        .map(({ path }) => /(\w+)(?:\.json)?(?:\?.*)?$/.exec(path)?.[1] ?? '')
      expect(names.filter((_, index) => index % 2 === 1)).toEqual(
        names.filter((_, index) => index % 2 === 0).map((name) => undoing[name]),
      )
    }
    const first = obeyed.slice(0, doors.length).map(doorOf)
    expect(new Set(first).size).toBeGreaterThan(1)
  })

  test('are replayed at the door where they were found wrong', async () => {
    const odd = (seen: Seen, body: Buffer): Buffer =>
      seen.method === 'POST' && doorOf(seen) !== '710' && /\/unlock\b/.test(seen.path) ? Buffer.from('nonsense') : body
    await opened(
      ['*:unlockChannel'],
      async (context, settings) => {
        const reports = await runPlan(plan(settings.description, settings), context)
        const [finding] = reports.flatMap(({ findings }) => findings)
        if (finding === undefined) expect.fail('the door is not as it should be')
        const again = await replay(settings.description, finding.replay, { signal: new AbortController().signal })
        expect(again).toMatchObject({ outcome: 'failing', finding: { key: finding.key } })
      },
      odd,
    )
  })
})
