import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type AllureResult, allureResults, filesBelow } from '../support/artefacts.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { casesIn, type Element, faultsIn, nameOf, outcomeOf, readXml } from '../support/junit.ts'
import { workflowCommands } from '../support/runner.ts'
import { cli, type Ended, type Served, serve, startCli } from '../support/running.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

let folder: string
let faulty: Served

const args = ['--profile', 'smoke', '--only', '*:createPerson', '--only', '*:getPerson', '--only', '*:listEvents']
const all = ['--report', 'json,junit,github', '--report', 'badge,allure']

interface Made extends Ended {
  readonly cwd: string
  readonly files: Readonly<Record<string, string>>
  readonly junit: Element
  readonly allure: ReadonlyMap<string, AllureResult>
  readonly summary: string
}

/** A run that writes everything, in a folder of its own. */
const made = async (name: string, more: readonly string[]): Promise<Made> => {
  const cwd = join(folder, name)
  await mkdir(cwd)
  const summary = join(cwd, 'step-summary')
  await writeFile(summary, 'of an earlier step\n')
  const over = await cli(['run', '--config', '../faulty.yaml', ...args, ...all, ...more], {
    cwd,
    env: { GITHUB_ACTIONS: 'true', GITHUB_STEP_SUMMARY: summary },
  })
  const files = await filesBelow(join(cwd, 'doorflow-report'))
  return {
    ...over,
    cwd,
    files,
    junit: readXml(files['junit.xml'] ?? ''),
    allure: await allureResults(join(cwd, 'doorflow-report', 'allure-results')),
    summary: await readFile(summary, 'utf8'),
  }
}

let one: Made
let other: Made

beforeAll(async () => {
  folder = await emptyFolder('reports')
  faulty = await serve(join(folder, 'faulty.yaml'), [
    ...['--fault', 'gone-person-readable', '--fault', 'last-name-not-required', '--fault', 'create-answers-202'],
    ...['--dialect', 'create-answers-200'],
  ])
  one = await made('one', ['--seed', '1'])
  other = await made('other', ['--seed', '2'])
})

afterAll(async () => {
  await faulty.stop()
  await remove(folder)
})

describe('the reports of a run with findings', () => {
  test('are all there, and nothing else is', () => {
    expect(one.code, one.stderr).toBe(1)
    expect(one.stderr).toContain(`Reports are in ${join(one.cwd, 'doorflow-report')}.\n`)
    const strange = Object.keys(one.files).filter(
      (name) =>
        !['results.json', 'junit.xml', 'badge.svg', 'allure-results/environment.properties'].includes(name) &&
        !/^allure-results\/[0-9a-f-]{36}-(result\.json|attachment\.(txt|json))$/.test(name),
    )
    expect(strange).toEqual([])
    expect(one.files['badge.svg']).toContain('<title>DoorFlow classic: not conformant</title>')
  })

  test('say of each cell the same', () => {
    const outcomes: Readonly<Record<string, string>> = { failure: 'failed', error: 'broken' }
    const junit = casesIn(one.junit)
      .filter((each) => !nameOf(each).endsWith('run verdict'))
      .map((each) => [
        `${each.attributes.classname}:${each.attributes.name}`,
        outcomes[outcomeOf(each)] ?? outcomeOf(each),
      ])
    const allure = [...one.allure.values()].map(({ fullName, status }) => [fullName, status])
    expect(Object.fromEntries(allure)).toEqual(Object.fromEntries(junit))
    expect(allure.length).toBe(junit.length)
    expect(faultsIn(one.junit)).toEqual([])
    const count = (status: string): number => junit.filter(([, as]) => as === status).length
    expect(count('failed')).toBeGreaterThan(1)
    expect(count('passed')).toBeGreaterThan(20)
    expect(count('skipped')).toBeGreaterThan(0)
    // What the terminal says is broken is what is red.
    expect(new Set(junit.filter(([, as]) => as === 'failed').map(([name]) => name?.split('.').at(-1)))).toEqual(
      new Set(
        [...one.stdout.matchAll(/^([A-Z]{2}-[A-Z0-9-]+) {2}MUST {2}(\w+)/gm)].map(
          ([, clause, operation]) => `${clause}:${operation}`,
        ),
      ),
    )
  })

  test('annotate and append to the job summary', () => {
    const commands = workflowCommands(one.stdout)
    expect(commands.length).toBeGreaterThan(1)
    expect(new Set(commands.map(({ name }) => name))).toEqual(new Set(['error']))
    expect(commands.find(({ properties }) => properties.title?.startsWith('RE-410 MUST getPerson'))?.data).toContain(
      'replay    doorflow-conformance replay RE-410:getPerson',
    )
    expect(workflowCommands(one.stderr)).toEqual([])
    expect(one.summary).toMatch(/^of an earlier step\n## ❌ DoorFlow conformance: NOT CONFORMANT\n/)
  })
})

describe('what is known of a cell from run to run', () => {
  test('is the same for another seed, run and folder', () => {
    const ids = (made: Made): unknown =>
      [...made.allure.values()]
        .map(({ fullName, historyId, testCaseId, titlePath, name }) => [
          fullName,
          historyId,
          testCaseId,
          titlePath,
          name,
        ])
        .sort()
    expect(ids(other)).toEqual(ids(one))
    expect(one.allure.size).toBeGreaterThan(30)
    expect(new Set([...one.allure.values()].map(({ historyId }) => historyId)).size).toBe(one.allure.size)
    expect(casesIn(other.junit).map(nameOf)).toEqual(casesIn(one.junit).map(nameOf))
  })

  test('names no folder, machine or process', () => {
    for (const { parameters, steps, statusDetails, ...result } of one.allure.values()) {
      const text = JSON.stringify([result, statusDetails, steps.map(({ name }) => name)])
      expect(text).not.toContain(folder)
      expect(text).not.toMatch(/node_modules|conformance\.test|"(?:host|thread|package)"/)
      expect(statusDetails?.trace).toBeUndefined()
      expect(parameters.filter(({ excluded }) => excluded !== true)).toEqual([])
    }
  })
})

describe('a cell as Allure reads it', () => {
  const named = (name: string): AllureResult => {
    const found = one.allure.get(`doorflow-conformance.classic.${name}`)
    if (found === undefined) throw new Error(`there is no ${name}`)
    return found
  }
  const labelsOf = ({ labels }: AllureResult, name: string): readonly string[] =>
    labels.filter((label) => label.name === name).map(({ value }) => value)

  test('that is broken has failed, with its finding, commands and exchanges', () => {
    const cell = named('RE-410:getPerson')
    expect(cell.status).toBe('failed')
    expect(cell.statusDetails?.message).toMatch(
      /^alive · reproducible 3\/3\nexpected {2}404 or 410\nobserved {2}200 OK .*\nkey .*\nreplay /,
    )
    expect(labelsOf(cell, 'epic')).toEqual(['classic edition'])
    expect(labelsOf(cell, 'feature')).toEqual(['Responses and Errors › HTTP status codes › 410'])
    expect(labelsOf(cell, 'story')).toEqual(['getPerson'])
    expect(labelsOf(cell, 'severity')).toEqual(['critical'])
    expect(labelsOf(cell, 'tag')).toEqual(['MUST'])
    expect(labelsOf(cell, 'endpoint')).toEqual(['GET /api/3/people/{id}'])
    expect(cell.links.map(({ name }) => name)).toEqual(['Responses and Errors › HTTP status codes › 410'])
    expect(cell.description).toMatch(/^What has been deleted is refused with 410 or 404/)
    expect(cell.parameters.map(({ name, value }) => [name, value]).slice(0, 3)).toEqual([
      ['seed', '1'],
      ['profile', 'smoke'],
      ['target', faulty.url],
    ])
    const [title, ...files] = cell.steps
    expect([title?.name, title?.status]).toEqual(['alive · reproducible 3/3', 'failed'])
    const contents = files.map(({ attachments: [file] }) => one.files[`allure-results/${file?.source}`] ?? '')
    expect(files.map(({ name }) => name)).toEqual(['finding', 'smallest case, as curl', 'exchanges, redacted'])
    expect(contents[0]).toContain('RE-410  MUST  getPerson · alive')
    expect(contents[1]).toMatch(/^curl -i -X POST "\$DOORFLOW_URL/)
    const exchanges = JSON.parse(contents[2] ?? '') as { request: { method: string }; response: { status: number } }[]
    expect(exchanges.some(({ request, response }) => request.method === 'DELETE' && response.status < 300)).toBe(true)
    expect(contents[1]?.trimEnd().split('\n')).toHaveLength(exchanges.length)
  })

  test('that was not exercised is skipped, with the reason', () => {
    const skipped = [...one.allure.values()].filter(({ status }) => status === 'skipped')
    expect(skipped.length).toBeGreaterThan(0)
    for (const { statusDetails, steps } of skipped) {
      expect(statusDetails?.message).toMatch(/^(?:never observed|something is missing|withheld.*): ./)
      expect(steps).toEqual([])
    }
  })

  test('has a severity by its level', () => {
    const levels = new Set(
      [...one.allure.values()].map((cell) => `${labelsOf(cell, 'tag')[0]} ${labelsOf(cell, 'severity').join()}`),
    )
    expect([...levels].sort()).toEqual(['MUST critical', 'SHOULD normal'])
  })
})

test('what else is printed in GitHub Actions is no command', async () => {
  const over = await cli(['explain', '##[add-mask]secret'], { env: { GITHUB_ACTIONS: 'true' } })
  expect(over.stderr).toContain('There is no clause "#\\u0023[add-mask]secret"')
  expect(workflowCommands(over.stdout + over.stderr)).toEqual([])
})

test('an interrupted run writes what it knows', async () => {
  const cwd = join(folder, 'interrupted')
  await mkdir(cwd)
  const child = startCli(['run', '--config', faulty.config, '--seed', '1', '--report', 'junit,badge,github,allure'], {
    cwd,
  })
  await child.said(/^[1-9][\d,]* of [\d,]+ cells/m)
  child.signal('SIGINT')
  const over = await child.ended
  expect(over.code).toBe(130)
  const files = await filesBelow(join(cwd, 'doorflow-report'))
  const root = readXml(files['junit.xml'] ?? '')
  const verdict = casesIn(root)[0]?.children[0]
  expect([verdict?.name, verdict?.attributes.message]).toEqual(['error', 'INTERRUPTED: what follows is known so far'])
  expect(
    casesIn(root)
      .map(outcomeOf)
      .filter((as) => as === 'skipped').length,
  ).toBeGreaterThan(100)
  expect(files['badge.svg']).toContain('no verdict')
  expect(files['job-summary.md']).toContain('INTERRUPTED')
  expect((await allureResults(join(cwd, 'doorflow-report', 'allure-results'))).size).toBe(casesIn(root).length - 1)
})

test('a report that cannot be written any more is said, leaves nothing half, and goes before the verdict', async () => {
  const cwd = join(folder, 'lost')
  await mkdir(cwd)
  const child = startCli(['run', '--seed', '1', '--profile', 'smoke', '--report', 'junit,badge'], { cwd })
  await child.said(/^[1-9][\d,]* of [\d,]+ cells/m)
  await rm(join(cwd, 'doorflow-report'), { recursive: true })
  await writeFile(join(cwd, 'doorflow-report'), 'in the way')
  const over = await child.ended
  expect(over.stdout.split('\n')[0]).toBe('CONFORMANT')
  expect(over.stderr).toMatch(
    /^doorflow-conformance: \S+junit\.xml could not be written, since part of it is a file\.$/m,
  )
  expect(over.code).toBe(2)
  expect(await readdir(cwd)).toEqual(['doorflow-report'])
})

test('what an earlier run wrote is gone where a run comes to no result, and what others keep there is not', async () => {
  const reports = join(one.cwd, 'doorflow-report')
  await mkdir(join(reports, 'allure-results', 'history'))
  await writeFile(join(reports, 'notes.txt'), 'mine')
  const over = await cli(['run', '--url', 'http://127.0.0.1:1', '--account', '1', ...all], {
    cwd: one.cwd,
    env: { DOORFLOW_KEY: 'a-key' },
  })
  expect(over.code).toBe(3)
  expect((await readdir(reports, { recursive: true })).sort()).toEqual([
    'allure-results',
    // Says which run this is, and nothing of what came of it.
    'allure-results/environment.properties',
    'allure-results/history',
    'notes.txt',
  ])
})

test('without the option nothing is written', async () => {
  const cwd = join(folder, 'none')
  await mkdir(cwd)
  const over = await cli(['run', '--profile', 'smoke', '--only', 'RE-200:getAccount'], { cwd })
  expect(over.code).toBe(0)
  expect(await readdir(cwd)).toEqual([])
})
