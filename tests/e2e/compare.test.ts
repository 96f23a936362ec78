import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyFolder, remove } from '../support/folder.ts'
import { runAgainst, written } from '../support/results.ts'
import { cli, type Ended, serve } from '../support/running.ts'

let folder: string
const at = (name: string): string => join(folder, name)

const only = ['*:getPerson', 'RE-400:createPerson']
const key = 'RE-410:getPerson:alive::200'

/** Runs against an endpoint with these faults, and keeps the results. */
const judge = async (name: string, faults: readonly string[], settings: Parameters<typeof runAgainst>[1] = {}) => {
  const { edition = 'classic' } = settings
  const planted = faults.flatMap((fault) => ['--fault', fault])
  const served = await serve(at(`${name}.yaml`), ['--edition', edition, ...planted])
  try {
    await writeFile(at(`${name}.json`), written(await runAgainst(served.url, { only, ...settings })))
  } finally {
    await served.stop()
  }
}

beforeAll(async () => {
  folder = await emptyFolder('compare')
  await judge('main', ['last-name-not-required'])
  await Promise.all([
    judge('again', ['last-name-not-required']),
    judge('worse', ['last-name-not-required', 'gone-person-readable']),
    judge('less', ['last-name-not-required'], { only: ['RE-400:createPerson'], seed: 8 }),
    judge('idle', [], { only: ['RE-TYPE-VALUE:listRoles'], interruptAfter: 1 }),
    judge('current', [], { edition: 'current', only: ['CU-200:getAccount'] }),
  ])
})

afterAll(() => remove(folder))

const compare = (before: string, after: string, more: readonly string[] = []): Promise<Ended> =>
  cli(['compare', at(`${before}.json`), at(`${after}.json`), ...more])

const firstLine = ({ stdout }: Ended): string => stdout.split('\n')[0] ?? ''

describe('compare', () => {
  test('passes where the target is no worse, whatever else is wrong with it', async () => {
    const over = await compare('main', 'again')
    expect([over.code, firstLine(over), over.stderr]).toEqual([0, 'NO WORSE', ''])
    expect(over.stdout).not.toContain('Compare with care')
    expect(over.stdout).toMatch(/^findings: [1-9]\d* known, 0 new, 0 fixed$/m)
    expect((await compare('main', 'again', ['--strict'])).code).toBe(0)
  })

  test('fails on what is newly failing, and shows all that is needed to mend it', async () => {
    const over = await compare('main', 'worse')
    expect([over.code, firstLine(over)]).toEqual([1, 'WORSE: 1 finding newly failing'])
    expect(over.stdout).toContain('\nCells that held\n  pass → fail (1 cell)\n    RE-410 on getPerson\n')
    expect(over.stdout).toMatch(/^RE-410 {2}MUST {2}getPerson · alive +reproducible 3\/3$/m)
    expect(over.stdout).toContain('What has been deleted is refused')
    expect(over.stdout).toMatch(/^ {2}smallest {2}1 {2}curl /m)
    expect(over.stdout).toContain(`\n  key       ${key}\n  replay    doorflow-conformance replay RE-410:getPerson:`)
  })

  test('the other way round it is fixed', async () => {
    const over = await compare('worse', 'main')
    expect([over.code, firstLine(over)]).toEqual([0, 'NO WORSE'])
    expect(over.stdout).toContain('The first was made after the second')
    expect(over.stdout).toMatch(new RegExp(`\\nFixed\\n {2}MUST {4}${key} +reproducible 3/3\\n`))
  })

  test('says what was not exercised any more, and why that makes it weak', async () => {
    const over = await compare('main', 'less')
    expect(over.code).toBe(0)
    const caveats = over.stdout.slice(
      over.stdout.indexOf('Compare with care'),
      over.stdout.indexOf('No longer exercised'),
    )
    expect(caveats).toContain('They have different seeds: 1 and 8.')
    expect(caveats).toContain('Their plans differ')
    expect(over.stdout).toContain('pass → absent')
  })

  test('with --format json says the same to programs', async () => {
    const over = await compare('main', 'worse', ['--format', 'json', '--strict'])
    expect(over.code).toBe(1)
    expect(JSON.parse(over.stdout)).toMatchObject({
      exitCode: 1,
      worse: { findings: [key], cells: ['RE-410:getPerson'] },
    })
  })

  test('ends with 3 where the later run shows nothing', async () => {
    const over = await compare('main', 'idle')
    expect([over.code, firstLine(over)]).toEqual([3, 'NO VERDICT: nobody can tell whether it has become worse'])
    expect(over.stdout).toContain('\nLeft open\n')
  })

  test('says first that the editions differ', async () => {
    const { stdout } = await compare('main', 'current')
    expect(stdout).toContain('\nCompare with care\n  They have different editions: classic and current.\n')
  })

  describe('ends with 2 and one sentence for a file that is not in order', () => {
    const sentence = ({ code, stdout, stderr }: Ended): string => {
      expect([code, stdout, stderr.trimEnd().split('\n').length]).toEqual([2, '', 1])
      return stderr.trimEnd().replace('doorflow-conformance: ', '')
    }

    test('missing, a folder, cut off, something else, altered, newer', async () => {
      const text = await readFile(at('main.json'), 'utf8')
      const bad = async (name: string, content: string): Promise<string> => {
        await writeFile(at(`${name}.json`), content)
        return sentence(await compare('main', name))
      }
      expect(sentence(await compare('missing', 'main'))).toBe(
        `${at('missing.json')}: there is no such file; name an existing results file.`,
      )
      expect(sentence(await cli(['compare', at('main.json'), folder]))).toContain('cannot be read (EISDIR)')
      expect(await bad('cut', text.slice(0, text.length / 2))).toContain('ends before it is complete')
      expect(await bad('other', '{"a":1}')).toContain('is no results file of doorflow-conformance')
      expect(await bad('altered', text.replace('"seed": 1', '"seed": "one"'))).toContain(
        'run.seed must be a whole number.',
      )
      expect(await bad('newer', text.replace('"version": 1', '"version": 7'))).toContain(
        'use a newer doorflow-conformance.',
      )
      expect(await bad('rubbish', '\x1b[2J\x07')).not.toMatch(/\p{Cc}/u)
    })

    test('and for one file alone', async () => {
      expect(sentence(await cli(['compare', at('main.json')]))).toBe("Missing required argument 'after'.")
    })
  })
})
