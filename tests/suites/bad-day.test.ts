import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { describe as describeTarget, records } from '../../bench/embedded-run.ts'
import { verdicts } from '../../oracle/verdicts.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import { passOn } from '../support/proxy.ts'
import { settingsFor } from '../support/settings.ts'

/** Numbers from 0 to 1, the same in every run of the test. */
const drawing = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32
    return state / 2 ** 32
  }
}

/**
 * A run through a proxy that is as bad as a gateway may be: what it answered, and what was found. `goesAway` has it answer
 * nothing any more; until then it limits nothing.
 */
const onABadDay = async ({ goesAway }: { readonly goesAway?: (received: number) => boolean } = {}) => {
  const reference = await startReference()
  const before = records(reference.snapshot())
  const draw = drawing(7)
  const served: number[] = []
  const answers = { limited: 0, failing: 0, dropped: 0, served: 0 }
  let gone = false
  const proxy = createServer((incoming, outgoing) => {
    const now = performance.now()
    const [drop, lose, fail] = [draw() < 0.025, draw() < 0.025, draw() < 0.02]
    void passOn(
      reference.url,
      incoming,
      outgoing,
      () => {
        gone ||= goesAway?.(served.length) === true
        if (gone || drop) {
          answers.dropped += 1
          return 'hang-up'
        }
        if (goesAway === undefined && served.filter((time) => time > now - 1000).length >= 20) {
          answers.limited += 1
          return 429
        }
        served.push(now)
        if (fail) {
          answers.failing += 1
          return 503
        }
        answers.served += 1
        return undefined
      },
      () => {
        if (!lose) return
        answers.dropped += 1
        incoming.socket.destroy()
      },
    )
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  try {
    const settings = settingsFor(describeTarget(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`), {
      only: [
        'RE-400:createPerson',
        'RE-400-BODY:createPerson',
        'RE-200:getPerson',
        'RE-406:getPerson',
        'RE-410:getPerson',
      ],
    })
    const { cells, edition } = plan(settings.description, settings)
    const run = await openRun(settings, new AbortController().signal)
    const reports = [run.discovery, ...(await runPlan({ cells, edition }, run.context))]
    const leftovers = await run.close()
    const planned = cells.map(({ id, clause, operation }) => ({ cell: id, clause, operation: operation.id }))
    return {
      answers,
      reports,
      leftovers,
      ending: run.ending(),
      verdicts: verdicts(edition, planned, reports),
      unchanged: records(reference.snapshot()) === before,
    }
  } finally {
    proxy.closeAllConnections()
    proxy.close()
    await reference.close()
  }
}

test('lost connections, 503 now and then and a limit of 20 requests a second make no finding', async () => {
  const over = await onABadDay()
  expect(over.reports.flatMap(({ findings }) => findings.map(({ key }) => key))).toEqual([])
  expect(over.reports.flatMap(({ suiteFault }) => suiteFault ?? [])).toEqual([])
  expect(over.ending).toBeUndefined()
  expect(over.leftovers).toEqual([])
  expect(over.unchanged).toBe(true)
  // It was a bad day indeed, and what was asked for too often was not asked for again and again.
  expect(over.answers.dropped).toBeGreaterThan(3)
  expect(over.answers.failing).toBeGreaterThan(0)
  expect(over.answers.limited).toBeGreaterThan(0)
  expect(over.answers.limited).toBeLessThan(over.answers.served / 4)
  const open = over.verdicts.filter(({ verdict }) => verdict === 'inconclusive')
  expect(new Set(over.verdicts.map(({ verdict }) => verdict))).toEqual(
    new Set(open.length > 0 ? ['pass', 'inconclusive'] : ['pass']),
  )
  for (const { reasons } of open)
    expect(reasons.join('; ')).toMatch(/rate-limited|transport|server-error|maintenance|could not be created/)
})

test('a target that goes away ends the run with what is known, and what is left on it is named', async () => {
  const over = await onABadDay({ goesAway: (received) => received >= 60 })
  expect(over.ending?.kind).toBe('gone')
  expect(over.ending?.detail).toContain('the connection was closed')
  expect(over.reports.flatMap(({ findings }) => findings)).toEqual([])
  expect(over.reports.flatMap(({ inconclusive }) => inconclusive)).toContain('the target was gone')
  expect(over.leftovers.length).toBeGreaterThan(0)
})
