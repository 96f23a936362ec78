import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { classic } from '../../contract/classic/index.ts'
import { current } from '../../contract/current/index.ts'
import { TargetError } from '../../target/errors.ts'
import { readWaivers } from '../../target/waiver-file.ts'
import schema from '../../target/waivers.schema.json' with { type: 'json' }
import { fileOf } from './written.ts'

const rest = 'reason: known, owner: Ada, expires: 2030-06-30'

describe('a waiver file', () => {
  test('holds waivers, and others for what is known to be flaky', async () => {
    const file = await fileOf(
      'waivers.yaml',
      `# yaml-language-server: $schema=waivers.schema.json
waivers:
  - clause: RE-410
    reason: " Mended with release 12. "
    owner: Ada
    expires: 2030-06-30
    ticket: 4711
  - { clause: RE-405, operation: createPerson, ${rest}, ticket: DOOR-1 }
flaky:
  - key: RE-410:getPerson:alive::200
    ${rest.replaceAll(', ', '\n    ')}
`,
    )
    const common = { owner: 'Ada', expires: '2030-06-30' }
    expect(await readWaivers(file, classic)).toEqual([
      {
        ...common,
        clause: 'RE-410',
        reason: 'Mended with release 12.',
        ticket: '4711',
        flaky: false,
        where: `${file}:3:5`,
      },
      {
        ...common,
        clause: 'RE-405',
        operation: 'createPerson',
        reason: 'known',
        ticket: 'DOOR-1',
        flaky: false,
        where: `${file}:8:5`,
      },
      {
        ...common,
        key: 'RE-410:getPerson:alive::200',
        clause: 'RE-410',
        operation: 'getPerson',
        reason: 'known',
        flaky: true,
        where: `${file}:10:5`,
      },
    ])
  })

  test('may be JSON', async () => {
    const entry = { clause: 'RE-410', reason: 'r', owner: 'o', expires: '2030-06-30' }
    const file = await fileOf('waivers.json', JSON.stringify({ $schema: 'x', flaky: [entry] }))
    expect(await readWaivers(file, classic)).toMatchObject([{ ...entry, flaky: true }])
  })

  test.each(['', '# nothing is waived\n', 'waivers: []\n'])('may be empty: %j', async (text) => {
    expect(await readWaivers(await fileOf('waivers.yaml', text), classic)).toEqual([])
  })

  test('takes every key that a finding can have', async () => {
    const keys = [
      'RE-410:getPerson:::200',
      'RE-400:createPerson:unique:a.b[0]+system_id:201',
      'RE-500:getPerson:::timeout',
    ]
    const entries = keys.map((key) => `  - { key: "${key}", ${rest} }\n`).join('')
    const waivers = await readWaivers(await fileOf('waivers.yaml', `waivers:\n${entries}`), classic)
    expect(waivers.map(({ key }) => key)).toEqual(keys)
  })

  test('has a published schema, which compiles strictly and describes every member', () => {
    const ajv = new Ajv2020({ strict: true, formats: { date: true } })
    expect(ajv.validateSchema(schema)).toBe(true)
    ajv.compile(schema)
    for (const member of [...Object.values(schema.properties), ...Object.values(schema.$defs.waiver.properties)])
      expect(Object.keys(member)).toEqual(expect.arrayContaining(['title', 'description']))
  })
})

/** What is said of a file, with FILE for its path. */
const complaintOf = async (text: string | undefined, edition = classic): Promise<string> => {
  const file = text === undefined ? '/no/such/waivers.yaml' : await fileOf('waivers.yaml', text)
  try {
    await readWaivers(file, edition)
  } catch (error) {
    if (!(error instanceof TargetError)) throw error
    expect(error.exitCode).toBe(2)
    expect(error.message).not.toContain('\n')
    return error.message.replaceAll(file, 'FILE')
  }
  return 'no complaint'
}

const one = (members: string): string => `waivers:\n  - { ${members} }\n`

describe('a waiver file that is not in order', () => {
  test.each<[name: string, text: string | undefined, expected: string]>([
    ['missing', undefined, 'FILE: there is no such file; name an existing waiver file.'],
    ['syntax', 'waivers: [\n', 'FILE:2:1: the file is neither YAML nor JSON'],
    ['a list', '- clause: RE-410\n', 'FILE:1:1: the waiver file must be a mapping.'],
    ['an unknown list', 'waiver: []\n', 'FILE:1:1: unknown member "waiver"; did you mean waivers?'],
    ['no list', 'waivers: { clause: RE-410 }\n', 'FILE:1:10: waivers must be a list.'],
    ['an entry that is none', 'flaky:\n  - RE-410\n', 'FILE:2:5: flaky.0 must be a mapping.'],
    [
      'an unknown member',
      `waivers:\n  - clause: RE-410\n    raeson: known\n    owner: Ada\n    expires: 2030-06-30\n`,
      'FILE:3:5: unknown member "raeson" of waivers.0; did you mean reason?',
    ],
    ['no reason', one('clause: RE-410, owner: Ada, expires: 2030-06-30'), 'FILE:2:5: waivers.0 lacks reason.'],
    ['no owner', one('clause: RE-410, reason: r, expires: 2030-06-30'), 'FILE:2:5: waivers.0 lacks owner.'],
    ['no date', one('clause: RE-410, reason: r, owner: Ada'), 'FILE:2:5: waivers.0 lacks expires.'],
    [
      'a blank reason',
      one('clause: RE-410, reason: " ", owner: Ada, expires: 2030-06-30'),
      'FILE:2:31: waivers.0.reason must not be blank.',
    ],
    [
      'an empty owner',
      one('clause: RE-410, reason: r, owner: "", expires: 2030-06-30'),
      'FILE:2:41: waivers.0.owner must not be blank.',
    ],
    [
      'a reason that is no text',
      one('clause: RE-410, reason: 5, owner: Ada, expires: 2030-06-30'),
      'FILE:2:31: waivers.0.reason must be a text.',
    ],
    [
      'a day that there is not',
      one('clause: RE-410, reason: r, owner: Ada, expires: 2030-02-29'),
      'FILE:2:55: waivers.0.expires must be a day of the calendar, written as 2030-05-01.',
    ],
    [
      'a day in another form',
      one('clause: RE-410, reason: r, owner: Ada, expires: 1.5.2030'),
      'FILE:2:55: waivers.0.expires must be a day of the calendar, written as 2030-05-01.',
    ],
    ['a ticket of another type', one(`clause: RE-410, ${rest}, ticket: [1]`), 'ticket must be an integer or a text.'],
    ['neither key nor clause', one(rest), 'FILE:2:5: waivers.0 must be a waiver with a key or one with a clause.'],
    [
      'both key and clause',
      one(`key: "RE-410:getPerson:alive::200", clause: RE-410, ${rest}`),
      'FILE:2:5: waivers.0 must not have both key and clause; take one of them out.',
    ],
    [
      'an unknown clause',
      one(`clause: RE-41O, ${rest}`),
      'FILE:2:15: there is no clause "RE-41O" in the classic edition; did you mean RE-410?',
    ],
    [
      'a clause like no other',
      one(`clause: everything, ${rest}`),
      'FILE:2:15: there is no clause "everything" in the classic edition; `list clauses --edition classic` shows what there is.',
    ],
    [
      'a clause that is only MAY',
      one(`clause: RE-418, ${rest}`),
      'FILE:2:15: RE-418 says what MAY be, and nothing breaks it; take the waiver out, or name a clause that MUST or SHOULD hold.',
    ],
    [
      'a key of a clause that is only MAY',
      one(`key: "RE-418:getPerson:::418", ${rest}`),
      'FILE:2:12: RE-418 says what MAY be',
    ],
    [
      'an unknown operation',
      one(`clause: RE-410, operation: getPersn, ${rest}`),
      'FILE:2:34: there is no operation "getPersn" in the classic edition; did you mean getPerson?',
    ],
    [
      'a key that is none',
      one(`key: RE-410, ${rest}`),
      'FILE:2:12: "RE-410" is no key of a finding; the report prints them, such as RE-410:getPerson:alive::200.',
    ],
    [
      'a key of an unknown clause',
      one(`key: "RE-41O:getPerson:alive::200", ${rest}`),
      'FILE:2:12: there is no clause "RE-41O" in the classic edition; did you mean RE-410?',
    ],
    [
      'a key of an unknown operation',
      one(`key: "RE-410:getPersn:alive::200", ${rest}`),
      'FILE:2:12: there is no operation "getPersn" in the classic edition; did you mean getPerson?',
    ],
    [
      'a key of another operation',
      one(`key: "RE-410:getPerson:alive::200", operation: updatePerson, ${rest}`),
      'the key is of getPerson; take operation out, or name that one.',
    ],
    [
      'in the second list, behind a sound one',
      `${one(`clause: RE-410, ${rest}`)}flaky:\n  - { clause: RE-410, ${rest} }\n  - { clause: RE-1, ${rest} }\n`,
      'FILE:5:15: there is no clause "RE-1"',
    ],
  ])('%s', async (_, text, expected) => {
    expect(await complaintOf(text)).toContain(expected)
  })

  test('for the edition that is judged by', async () => {
    const text = one(`clause: RE-410, ${rest}`)
    expect(await complaintOf(text)).toBe('no complaint')
    expect(await complaintOf(text, current)).toContain('there is no clause "RE-410" in the current edition')
  })
})

describe('the documentation of waivers', () => {
  const documentation = readFile(new URL('../../docs/waivers.md', import.meta.url), 'utf8')

  test('has an example that can be read', async () => {
    const [, example = ''] = /^```yaml\n(.*?)^```/ms.exec(await documentation) ?? []
    const waivers = await readWaivers(await fileOf('waivers.yaml', example), classic)
    expect(waivers.map(({ flaky }) => flaky)).toEqual([false, false, true])
  })

  test('shows every member that the schema has', async () => {
    const text = await documentation
    const members = [...Object.keys(schema.properties), ...Object.keys(schema.$defs.waiver.properties)]
    expect(members.filter((name) => !text.includes(name))).toEqual([])
  })
})
