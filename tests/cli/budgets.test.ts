import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { cli, serve, startCli } from '../support/running.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'doorflow-budgets-'))
})

afterAll(() => rm(folder, { recursive: true }))

const exchanges = (text: string): number => Number(/([\d,]+) exchanges/.exec(text)?.[1]?.replaceAll(',', ''))

describe('run', () => {
  it('keeps to a budget of requests, and names what it leaves out, as the plan does', async () => {
    const args = ['run', '--seed', '7', '--max-requests', '400']
    const planned = await cli([...args, '--dry-run'])
    const said = /^The budget of 400 requests leaves out .*$/m.exec(planned.stdout)?.[0] ?? ''
    expect(said).toMatch(/ [\d,]+ cells got none\.$/)
    expect(planned.stdout).toMatch(/^ {2}budget: The budget leaves no request for it\. {2}\S+:\w+, /m)
    const over = await cli(args)
    expect(over.code).toBe(0)
    expect(over.stdout).toContain(`\nLeft out by the budget\n  ${said}\n`)
    expect(over.stdout).toMatch(/^ {2}budget: The budget leaves no request for it\. \([\d,]+ cells\)$/m)
    expect(over.stdout).toContain('again  doorflow-conformance run --seed 7 --max-requests 400\n')
    expect(exchanges(over.stdout)).toBeGreaterThan(200)
    expect(exchanges(over.stdout)).toBeLessThanOrEqual(420)
  })

  it('keeps to a rate and to a time', async () => {
    const over = await cli(['run', '--seed', '7', '--rate', '60/s', '--max-time', '6s'])
    expect(over.code).toBe(0)
    expect(exchanges(over.stdout)).toBeGreaterThan(60)
    expect(exchanges(over.stdout)).toBeLessThanOrEqual(60 * 6 * 1.05)
    expect(Number(/([\d.]+) s$/m.exec(over.stdout)?.[1])).toBeLessThan(12)
  })

  it.each([
    ['--rate', '0', 'it must be from 1 to 10000 requests a second, written as 20 or 20/s.'],
    ['--rate', '20/m', 'it must be from 1 to 10000 requests a second, written as 20 or 20/s.'],
    ['--max-requests', 'many', 'it must be a whole number from 1 to 1000000000.'],
    [
      '--max-time',
      '5h',
      'it must be from 1 to 1000000 seconds, written as 90 or 90s, or from 1 to 16666 minutes, written as 5m.',
    ],
  ])('takes no %s %s', async (option, value, why) => {
    const over = await cli(['run', option, value])
    expect([over.code, over.stderr]).toEqual([2, expect.stringContaining(why)])
  })

  it('ends with 3 when its target goes away, with what it has learnt', async () => {
    const practice = await serve(join(folder, 'practice.yaml'))
    const child = startCli(['run', '--config', practice.config, '--seed', '7', '--rate', '200'])
    await child.said(/^[1-9][\d,]* of [\d,]+ cells/m)
    await practice.stop('SIGKILL')
    const { code, stdout } = await child.ended
    expect(code).toBe(3)
    expect(stdout.split('\n')[0]).toBe('NO VERDICT: too little could be judged')
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Ended early The target is gone: nothing has been answered since \S+, and \d+ requests in a row failed; of the last, the connection was (?:refused|closed|reset)/,
    )
    expect(stdout).toMatch(/^ {2}documented +200 ×\d+/m)
    expect(stdout).toContain('the target was gone')
  })
})
