import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { findingsIn, type Printed } from '../support/findings.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { cli, installIn, type Served, serve, shell } from '../support/running.ts'

let folder: string
let clean: Served
let faults: readonly { readonly id: string; readonly clauses: { readonly classic: readonly string[] } }[]
let hasCurl: boolean

beforeAll(async () => {
  folder = await emptyFolder('faults')
  await installIn(folder)
  clean = await serve(join(folder, 'clean.yaml'))
  faults = JSON.parse((await cli(['list', 'faults', '--json'])).stdout)
  hasCurl = (await shell('command -v curl', folder)).code === 0
})

afterAll(async () => {
  await clean.stop()
  await remove(folder)
})

/** What a printed command is answered by the endpoint that it is about. */
const statusOf = async (line: string, url: string): Promise<string | undefined> => {
  const env = {
    DOORFLOW_URL: url,
    DOORFLOW_KEY: facts.keys.full,
    DOORFLOW_RESTRICTED_KEY: facts.keys.restricted,
    DOORFLOW_EXPIRED_KEY: facts.keys.expired,
  }
  const { stdout, stderr } = await shell(line, folder, { env })
  return /^HTTP\/1\.1 (\d{3})/m.exec(stdout)?.[1] ?? stderr
}

/** Runs the printed commands again, in their order; those that name ids of the run would be about somebody else. */
const checkCommands = async ({ commands, boundToRun, status }: Printed, url: string): Promise<number> => {
  if (!hasCurl || boundToRun) return 0
  for (const command of commands)
    expect([command.line, await statusOf(command.line, url)]).toEqual([command.line, command.status ?? status])
  return commands.length
}

/** Clauses that the table counts as failed on some operation. */
const failedClauses = (report: string): readonly string[] => {
  const [head = '', ...rows] = /\nClauses\n([\s\S]*?)\n\n/.exec(report)?.[1]?.split('\n') ?? []
  const column = head.split(/ {2,}/).indexOf('FAIL')
  return rows
    .map((row) => row.split(/ {2,}/))
    .filter((cells) => column > 0 && /^[1-9]/.test(cells[column] ?? ''))
    .map(([clause = '']) => clause)
}

describe('run, against an endpoint with a planted fault', () => {
  test.concurrent.each<[family: string, fault: string, only: string, again: 'curl' | 'replay' | 'both']>([
    ['status', 'unauthenticated-answers-403', 'RE-401:listGroups', 'curl'],
    ['errors', 'error-html-for-methods', 'RE-ERROR-JSON:listChannels', 'both'],
    ['bodies', 'list-wrapped', 'RE-RESOURCE:listPeople', 'curl'],
    ['keys', 'any-key-accepted', 'RE-401:listSites', 'both'],
    ['negotiation', 'accept-ignored-on-account', 'RE-406:getAccount', 'curl'],
    ['methods', 'unsupported-method-on-channels-answers-404', 'RE-405*:listChannels', 'curl'],
    ['state', 'gone-person-readable', 'RE-410:getPerson', 'replay'],
    ['loss', 'leading-zero-lost-in-value', 'RE-READ-BACK:createCredential', 'replay'],
    ['validation', 'last-name-not-required', 'RE-400:createPerson', 'replay'],
    ['robustness', 'page-zero-answers-500', 'RE-500:listPeople', 'curl'],
  ])(
    'of %s: %s is reported by its clause, and can be seen again',
    async (_, fault, only, again) => {
      const broken = faults.find(({ id }) => id === fault)?.clauses.classic ?? []
      const faulty = await serve(join(folder, `${fault}.yaml`), ['--fault', fault])
      try {
        const over = await cli(['run', '--config', faulty.config, '--seed', '1', '--only', only])
        expect(over.stdout.split('\n')[0]).toBe('NOT CONFORMANT')
        expect(over.code).toBe(1)
        expect(over.stderr).not.toMatch(/^ +at /m)

        const findings = findingsIn(over.stdout)
        expect(findings).not.toEqual([])
        expect(findings.map(({ clause }) => clause).filter((clause) => !broken.includes(clause))).toEqual([])
        const failed = failedClauses(over.stdout)
        expect(failed.filter((clause) => broken.includes(clause))).not.toEqual([])

        let repeated = 0
        for (const finding of findings) {
          expect(finding.commands, finding.text).not.toEqual([])
          repeated += await checkCommands(finding, faulty.url)
        }
        if (hasCurl && again !== 'replay') expect(repeated).toBeGreaterThan(0)
        if (again === 'curl') return

        const [{ replay, clause, operation } = { replay: '', clause: '', operation: '' }] = findings
        const failing = await shell(replay, folder)
        expect(failing.stdout).toMatch(/^STILL FAILING {2}.* failed in 3 of 3 sendings\.\n/)
        expect(findingsIn(failing.stdout).map((same) => [same.clause, same.operation])).toEqual([[clause, operation]])
        expect(failing.code).toBe(1)

        const fixed = await shell(`${replay} --config '${clean.config}'`, folder)
        expect(fixed.stdout).toMatch(/^FIXED {2}.* held in 3 of 3 sendings\.\n$/)
        expect(fixed.code).toBe(0)
      } finally {
        await faulty.stop()
      }
    },
    180_000,
  )

  test('two of them, each is reported by its own clause', async () => {
    const planted = ['--fault', 'list-answers-206', '--fault', 'error-without-type-when-unauthenticated']
    const faulty = await serve(join(folder, 'two.yaml'), planted)
    const only = ['--only', 'RE-200:listRoles', '--only', 'RE-401:listRoles']
    const over = await cli(['run', '--config', faulty.config, ...only])
    await faulty.stop()
    const accused = findingsIn(over.stdout).map(({ clause }) => clause)
    expect(accused).toEqual(expect.arrayContaining(['RE-200', 'RE-TYPE']))
    expect(over.code).toBe(1)
  })

  test('of a SHOULD, it warns, and fails only where that is asked for', async () => {
    const faulty = await serve(join(folder, 'should.yaml'), ['--fault', 'error-message-empty'])
    const args = ['run', '--config', faulty.config, '--profile', 'smoke', '--only', 'RE-MESSAGE-TEXT:listRoles']
    const [lenient, strict] = [await cli(args), await cli([...args, '--strict'])]
    await faulty.stop()
    expect([lenient.code, lenient.stdout.split('\n')[0]]).toEqual([0, 'CONFORMANT'])
    expect([strict.code, strict.stdout.split('\n')[0]]).toEqual([1, 'NOT CONFORMANT'])
    for (const { stdout } of [lenient, strict])
      expect(findingsIn(stdout).map(({ clause }) => clause)).toContain('RE-MESSAGE-TEXT')
  })
})

describe('replay, of what is no token', () => {
  test.concurrent.each([
    '',
    'nonsense',
    'RE-400:createPerson',
    'RE-400:createPerson:required.last_name:3.1f3a9c2e:',
    'RE-400:createPerson:required.last_name:3.1f3a9c2e:0;reboot',
    'RE-400:createPerson:required.last_name:2.xyz:0',
    'RE-400:createPerson:no-such-variant:3.1f3a9c2e:0',
    'RE-400:createPersons:required.last_name:3.1f3a9c2e:0',
    'RE-400:createPerson:required.last_name:99.1f3a9c2e:0',
    'RE-400:createPerson:required.last_name:3.1f3a9c2e:9999999999',
    `RE-400:createPerson:required.last_name:3.1f3a9c2e:0${':0'.repeat(5000)}`,
  ])(
    '%j ends with 2 and one sentence',
    async (token) => {
      const over = await cli(['replay', token, '--config', clean.config], { limit: 50_000 })
      expect(over.stdout).toBe('')
      expect(over.stderr).not.toMatch(/^ +at |fault of the suite/m)
      expect(over.stderr.trimEnd().split('\n').at(-1)).toMatch(/^doorflow-conformance: .*[.?]$/)
      expect(over.code).toBe(2)
    },
    60_000,
  )
})
