import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { allureResults } from '../support/artefacts.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { type Ended, packageRoot, program, serve } from '../support/running.ts'

vi.setConfig({ testTimeout: 180_000 })

let folder: string

beforeAll(async () => {
  folder = await emptyFolder('vitest')
})

afterAll(() => remove(folder))

interface Assertion {
  readonly title: string
  readonly status: string
  readonly failureMessages: readonly string[]
  readonly meta: { readonly cell?: { readonly digest: string; readonly cases: number } }
}

/** `npx vitest run --project conformance`, and what its JSON report says of each test. */
const conformance = async (
  env: Readonly<Record<string, string>>,
  more: readonly string[] = [],
): Promise<Ended & { readonly tests: readonly Assertion[] }> => {
  const file = join(folder, `${(await readdir(folder)).length}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const over = await program('npx', ['vitest', 'run', '--project', 'conformance', ...reporters, ...more], {
    cwd: packageRoot,
    env: { NO_COLOR: '1', ...env },
  })
  const report = JSON.parse(await readFile(file, 'utf8')) as {
    readonly testResults: readonly { readonly assertionResults: readonly Assertion[] }[]
  }
  return { ...over, tests: report.testResults.flatMap(({ assertionResults }) => assertionResults) }
}

const digests = (tests: readonly Assertion[]): ReadonlyMap<string, string> =>
  new Map(tests.flatMap(({ title, meta }) => (meta.cell === undefined ? [] : [[title, meta.cell.digest] as const])))

describe('npx vitest run --project conformance', () => {
  let all: Awaited<ReturnType<typeof conformance>>

  beforeAll(async () => {
    all = await conformance({ DOORFLOW_SEED: '7', DOORFLOW_PROFILE: 'smoke' })
  }, 180_000)

  test('judges the embedded endpoint where the environment names none', () => {
    expect(all.stderr).toMatch(/^No target was named: using the embedded endpoint/m)
    expect(all.stderr).toMatch(/^seed 7, against http:/m)
    expect(all.tests.filter(({ status }) => status === 'failed')).toEqual([])
    expect(
      all.tests.filter(({ title, status }) => /^[A-Z]{2}-.*:\w+$/.test(title) && status === 'passed').length,
    ).toBeGreaterThan(150)
    expect(all.code).toBe(0)
  })

  test('sends from a cell what it sent before, whatever else is run', async () => {
    const whole = digests(all.tests)
    const some = await conformance({
      DOORFLOW_SEED: '7',
      DOORFLOW_PROFILE: 'smoke',
      DOORFLOW_ONLY: 'RE-40*,*:getPerson',
      DOORFLOW_EXCLUDE: 'RE-405*',
      DOORFLOW_CONCURRENCY: '1',
    })
    const part = digests(some.tests)
    expect(some.code).toBe(0)
    expect(part.size).toBeGreaterThan(20)
    expect(part.size).toBeLessThan(whole.size)
    expect([...part]).toEqual([...part.keys()].map((cell) => [cell, whole.get(cell)]))
    expect(some.tests.find(({ title }) => title === 'RE-400:createPerson')?.meta.cell?.cases).toBeGreaterThan(0)
  })

  test('runs the tests that vitest is told to, even if others that they would wait for are left out', async () => {
    const some = await conformance({ DOORFLOW_SEED: '7' }, ['-t', '(target|RE-COMMAND:unlockChannel|clean up)'])
    expect(some.code).toBe(0)
    const passed = some.tests.filter(({ status }) => status === 'passed').map(({ title }) => title)
    expect(passed.sort()).toEqual(['RE-COMMAND:unlockChannel', 'clean up', 'target'])
  })

  test('fails where the described endpoint has a fault, and names the cell', async () => {
    const faulty = await serve(join(folder, 'faulty.yaml'), ['--fault', 'last-name-not-required'])
    const env = {
      DOORFLOW_CONFIG: faulty.config,
      DOORFLOW_SEED: '7',
      DOORFLOW_ONLY: 'RE-400:createPerson,RE-400:createCredential',
    }
    const over = await conformance(env)
    await faulty.stop()
    expect(over.code).toBe(1)
    expect(over.stderr).toContain(`against ${faulty.url}\n`)
    const failed = over.tests.filter(({ status }) => status === 'failed')
    expect(failed.map(({ title }) => title)).toEqual(['RE-400:createPerson'])
    expect(failed[0]?.failureMessages.join()).toMatch(
      /RE-400 createPerson required last_name: expected 400.*; replay RE-400:createPerson:/,
    )
    expect(over.tests.find(({ title }) => title === 'RE-400:createCredential')?.status).toBe('passed')
    expect(over.stdout + over.stderr).toMatch(/FAIL.*RE-400:createPerson/)
  })

  test('writes results for Allure where they are wanted, one for each cell', async () => {
    const faulty = await serve(join(folder, 'for-allure.yaml'), ['--fault', 'last-name-not-required'])
    const results = join(folder, 'allure')
    const env = {
      NO_COLOR: '1',
      DOORFLOW_CONFIG: faulty.config,
      DOORFLOW_SEED: '7',
      DOORFLOW_PROFILE: 'smoke',
      DOORFLOW_ONLY: 'RE-400:createPerson,RE-400:createCredential,RE-200:listEvents',
      DOORFLOW_ALLURE: results,
    }
    const over = await program('npx', ['vitest', 'run', '--project', 'conformance'], { cwd: packageRoot, env })
    await faulty.stop()
    expect(over.code).toBe(1)
    const statuses = [...(await allureResults(results)).values()].map(({ fullName, status }) => [fullName, status])
    expect(statuses.sort()).toEqual([
      ['doorflow-conformance.classic.RE-200:listEvents', 'passed'],
      ['doorflow-conformance.classic.RE-400:createCredential', 'passed'],
      ['doorflow-conformance.classic.RE-400:createPerson', 'failed'],
    ])
  })

  test('says in one sentence what is wrong with its environment', async () => {
    const over = await program('npx', ['vitest', 'run', '--project', 'conformance'], {
      cwd: packageRoot,
      env: { NO_COLOR: '1', DOORFLOW_ONLY: 'RE-40O' },
    })
    expect(over.code).not.toBe(0)
    expect(over.stderr).toContain('"RE-40O" matches no clause, operation or cell; did you mean RE-400?')
  })
})
