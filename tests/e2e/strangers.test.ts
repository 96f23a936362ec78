import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { filesBelow, reportsTo } from '../support/artefacts.ts'
import { disguises } from '../support/disguises.ts'
import { findingsIn } from '../support/findings.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { holdings } from '../support/holdings.ts'
import { cli, type Served, serve, startCli } from '../support/running.ts'
import { isUnsafe, type Relay, relay } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let folder: string
let served: Served
let web: Relay
let personal: readonly string[]

const env = {
  DOORFLOW_KEY: facts.keys.full,
  DOORFLOW_RESTRICTED_KEY: facts.keys.restricted,
  DOORFLOW_ACCOUNT: String(facts.accountId),
}

/** What only says something of people: texts of some length in whatever is theirs. Numbers are anybody's. */
const textsIn = (value: unknown): readonly string[] =>
  typeof value === 'string'
    ? value.length >= 5 && /[a-z]{3}/i.test(value) && !/^\d{4}-\d\d-\d\dT/.test(value)
      ? [value]
      : []
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(textsIn)
      : []

beforeAll(async () => {
  folder = await emptyFolder('strangers')
  // A list ignores its filter, so that everybody is shown; what is read back is not what was written.
  served = await serve(join(folder, 'served.yaml'), [
    '--fault',
    'since-utc-ignored',
    '--fault',
    'leading-zero-lost-in-value',
  ])
  const { people } = await holdings(served.url)
  personal = [...new Set(textsIn(people))]
  web = await relay(served.url)
})

afterAll(async () => {
  await web.close()
  await served.stop()
  await remove(folder)
})

/** Some letters of Base64 may be anything. */
const formsOf = (text: string): readonly string[] =>
  disguises(text).filter((form) => form === text || form.length >= 10)

const shown = (artefacts: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(artefacts).flatMap(([name, text]) =>
    personal.filter((one) => formsOf(one).some((form) => text.includes(form))).map((one) => `${name}: ${one}`),
  )

describe('what a shared target shows of people who are not the run’s', () => {
  test('is a good deal', () => {
    expect(personal.length).toBeGreaterThan(6)
    expect(shown({ control: JSON.stringify(personal) })).toHaveLength(personal.length)
  })

  test('stands in no report, no evidence and no ledger', async () => {
    const evidence = join(folder, 'evidence.jsonl')
    const args = ['run', '--url', web.url, '--profile', 'smoke', '--evidence', evidence]
    const reports = join(folder, 'reports')
    const over = await cli([...args, ...reportsTo(reports)], { env, cwd: folder })
    expect(over.code, over.stderr).toBe(1)
    expect(findingsIn(over.stdout).length).toBeGreaterThan(1)
    const already = web.seen.filter(isUnsafe).length
    const killed = startCli(args.slice(0, -2), { env, cwd: folder })
    await web.came(already + 600, isUnsafe)
    killed.signal('SIGKILL')
    await killed.ended
    const ledgers = join(folder, '.doorflow-conformance')
    const [name = ''] = (await readdir(ledgers)).filter((one) => one.endsWith('.jsonl'))
    const ledger = await readFile(join(ledgers, name), 'utf8')
    expect(ledger.length).toBeGreaterThan(10_000)
    const cleaned = await cli(['cleanup', '--url', web.url], { env, cwd: folder })
    // They were sent to us, all of them.
    expect(shown({ wire: web.seen.map(({ answer }) => answer?.body.toString('utf8') ?? '').join('') })).toHaveLength(
      personal.length,
    )
    expect(
      shown({
        stdout: over.stdout,
        stderr: over.stderr,
        evidence: await readFile(evidence, 'utf8'),
        ledger,
        cleanup: cleaned.stdout + cleaned.stderr,
        ...(await filesBelow(reports)),
      }),
    ).toEqual([])
    expect(cleaned.code, cleaned.stdout).toBe(0)
  })
})
