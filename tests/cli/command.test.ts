import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { classic } from '../../contract/classic/index.ts'
import { faultsOf } from '../../reference/faults/index.ts'
import { cli } from '../support/running.ts'

vi.setConfig({ testTimeout: 60_000 })

let server: Server
let asked = 0
let url: string

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})

afterAll(() => new Promise((resolve) => server.close(resolve)))

describe('help', () => {
  it.each(
    [
      ['--help'],
      ['run', '--help'],
      ['serve', '--help'],
      ['replay', '--help'],
      ['compare', '--help'],
      ['list', '--help'],
      ['explain', '--help'],
      ['contract', '--help'],
    ].map((args) => ({ args })),
  )('$args gives examples and exit codes', async ({ args }) => {
    const { code, stdout, stderr } = await cli(args)
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('$ doorflow-conformance ')
    expect(stdout).toMatch(/exit codes/i)
    expect(stdout).not.toMatch(/default: (\[\]|"")/)
  })

  it('is what a command without a subcommand gets, with 2', async () => {
    const { code, stdout, stderr } = await cli([])
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toContain('Usage: doorflow-conformance')
  })

  it('--version prints the version of the package', async () => {
    expect((await cli(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })
})

describe('list', () => {
  it.each([
    ['clauses', classic.clauses.map(({ id }) => id)],
    ['operations', classic.operations.map(({ id }) => id)],
    ['faults', faultsOf('classic').map(({ id }) => id)],
  ])('%s names each of them once, as a table and as JSON', async (what, ids) => {
    const table = await cli(['list', what])
    expect(
      table.stdout
        .trimEnd()
        .split('\n')
        .slice(1)
        .map((line) => line.split(' ')[0]),
    ).toEqual(ids)
    const json = JSON.parse((await cli(['list', what, '--json'])).stdout) as { id: string }[]
    expect(json.map(({ id }) => id)).toEqual(ids)
  })

  it('cells are clauses on operations', async () => {
    const cells = JSON.parse((await cli(['list', 'cells', '--json'])).stdout) as {
      id: string
      clause: string
      operation: string
    }[]
    expect(cells.length).toBeGreaterThan(150)
    for (const { id, clause, operation } of cells) expect(id).toBe(`${clause}:${operation}`)
  })
})

describe('explain', () => {
  it('says what a clause requires, where it is documented, what it admits and how it is checked', async () => {
    const { code, stdout } = await cli(['explain', 're-410'])
    expect(code).toBe(0)
    expect(stdout).toContain('RE-410  MUST\n')
    expect(stdout).toContain('source    Responses and Errors › HTTP status codes › 410')
    expect(stdout).toContain('answers   gone: MUST be 404 or 410')
    expect(stdout).toContain('rules     alive (must-refuse)')
    expect(stdout).toContain('getPerson')
    expect(stdout).toContain('gone-person-readable')
  })

  it('works for every clause', async () => {
    for (const id of ['RE-STATUS', 'RE-418', 'RE-405-REFUSED', 'RE-404-FOREIGN', 'AU-QUERY'])
      expect((await cli(['explain', id])).code).toBe(0)
  })

  it('says why no cell exercises a clause', async () => {
    expect((await cli(['explain', 'RE-418'])).stdout).toContain('The document names no request that provokes it.')
  })
})

describe('run --dry-run', () => {
  it('shows what would be sent where and how often, and sends nothing', async () => {
    asked = 0
    const env = { DOORFLOW_KEY: 'some-key-or-other' }
    const { code, stdout, stderr } = await cli(['run', '--url', url, '--dry-run', '--only', 'RE-400'], { env })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`What would be sent to ${url} (shared). Nothing has been sent.`)
    expect(stdout).toMatch(/^RE-400:createPerson +POST \/api\/3\/people +\d+ +\d+ +≤ \d+$/m)
    expect(stdout).toMatch(/^[\d,]+ cells, [\d,]+ cases, at most [\d,]+ requests; /m)
    expect(asked).toBe(0)
  })

  it('starts no endpoint where no target is named', async () => {
    const { code, stdout, stderr } = await cli(['run', '--dry-run'])
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('What would be sent to the embedded endpoint.')
  })

  it('names what is withheld from a shared target, and why', async () => {
    const { stdout } = await cli(['run', '--url', url, '--dry-run'], { env: { DOORFLOW_KEY: 'some-key-or-other' } })
    expect(stdout).toMatch(/^Not sent:\n {2}(withheld|missing): /m)
  })
})
