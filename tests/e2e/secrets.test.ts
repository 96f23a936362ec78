import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { filesBelow, reportsTo } from '../support/artefacts.ts'
import { disguises } from '../support/disguises.ts'
import { findingsIn } from '../support/findings.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { cli, type Served, serve } from '../support/running.ts'
import { relay } from '../support/web.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 })

let folder: string
let faulty: Served

beforeAll(async () => {
  folder = await emptyFolder('secrets')
  faulty = await serve(join(folder, 'faulty.yaml'), ['--fault', 'any-key-accepted', '--fault', 'error-type-a-number'])
})

afterAll(async () => {
  await faulty.stop()
  await remove(folder)
})

describe('keys', () => {
  test.concurrent.each(['bearer', 'basic', 'query'])(
    'sent as %s and echoed by the endpoint, stand in no output and in no evidence',
    async (auth) => {
      // An endpoint that answers every refusal with what it was sent.
      const web = await relay(faulty.url, ({ answer, headers, path }, body) =>
        (answer?.status ?? 0) < 400
          ? body
          : Buffer.from(
              JSON.stringify({
                type: 401,
                message: `${headers.authorization} ${path}`,
                param: headers.authorization,
                headers,
                path,
              }),
            ),
      )
      const keys = [facts.keys.full, facts.keys.restricted, facts.keys.expired]
      const env = {
        DOORFLOW_KEY: facts.keys.full,
        DOORFLOW_RESTRICTED_KEY: facts.keys.restricted,
        DOORFLOW_EXPIRED_KEY: facts.keys.expired,
        DOORFLOW_ACCOUNT: String(facts.accountId),
      }
      const evidence = join(folder, `${auth}.jsonl`)
      const only = [
        '--only',
        'RE-401*:listSites',
        '--only',
        'RE-403',
        '--only',
        'RE-400:createPerson',
        '--only',
        'RE-200:getAccount',
      ]
      const over = await cli(
        [
          'run',
          '--url',
          web.url,
          '--dedicated',
          '--auth',
          auth,
          '--evidence',
          evidence,
          ...reportsTo(join(folder, auth)),
          ...only,
        ],
        { env },
      )
      await web.close()

      expect(over.code, over.stderr).toBe(1)
      expect(findingsIn(over.stdout).length).toBeGreaterThan(1)
      expect(
        web.seen.some(({ headers, path }) =>
          `${headers.authorization} ${path}`.includes(auth === 'basic' ? 'Basic ' : facts.keys.full),
        ),
      ).toBe(true)
      const recorded = await readFile(evidence, 'utf8')
      const lines = recorded.trimEnd().split('\n')
      const exchanges = lines.filter((line) => line.startsWith('{"exchange":'))
      // Some of what is sent is malformed below HTTP, and seen by nobody.
      expect(exchanges.length).toBeGreaterThanOrEqual(web.seen.length)
      for (const line of exchanges) expect(JSON.parse(line)).toHaveProperty('exchange.request.method')
      const reports = await filesBelow(join(folder, auth))
      expect(Object.keys(reports).length).toBeGreaterThan(10)
      const artefacts = { stdout: over.stdout, stderr: over.stderr, evidence: recorded, ...reports }
      for (const [where, text] of Object.entries(artefacts))
        for (const key of keys)
          expect([where, key, disguises(key).filter((form) => text.includes(form))]).toEqual([where, key, []])
    },
  )

  test('the search would find them', () => {
    const key = facts.keys.full
    for (const text of [
      key,
      Buffer.from(`${key}:x`).toString('base64'),
      Buffer.from(`ab${key}`).toString('base64'),
      Buffer.from(key).toString('base64'),
    ])
      expect(disguises(key).some((form) => text.includes(form))).toBe(true)
  })
})

describe('colours', () => {
  const args = ['--profile', 'smoke', '--seed', '1', '--only', 'RE-401:listSites', '--max-findings', '1']

  test.concurrent.each<[what: string, env: Readonly<Record<string, string>>, coloured: boolean]>([
    ['no terminal', { TERM: 'xterm-256color', COLORTERM: 'truecolor' }, false],
    ['NO_COLOR', { NO_COLOR: '1' }, false],
    ['NO_COLOR and FORCE_COLOR', { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, true],
  ])('with %s', async (_, env, coloured) => {
    const over = await cli(['run', '--config', faulty.config, ...args], { env })
    expect(over.code).toBe(1)
    expect(over.stdout.includes('\x1b[')).toBe(coloured)
    expect(over.stderr).not.toContain('\x1b')
    const plain = stripVTControlCharacters(over.stdout)
    expect(plain.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u)
    expect(findingsIn(plain)).not.toEqual([])
  })

  test('never in lists, plans, help and complaints', async () => {
    const env = { FORCE_COLOR: '1' }
    const all = await Promise.all(
      [
        ['list', 'cells'],
        ['run', '--dry-run'],
        ['run', '--help'],
        ['explain', 'RE-400'],
        ['run', '--sed'],
      ].map((each) => cli(each, { env })),
    )
    for (const { stdout, stderr } of all) expect(stdout + stderr).not.toContain('\x1b')
  })
})
