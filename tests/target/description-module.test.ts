import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDescription } from '../../target/description.ts'
import { complaintOf, fileOf, key, readText } from './written.ts'

const described = { url: 'https://staging.example.com', account: '20445', kind: 'shared' }

describe('a description in TypeScript or JavaScript', () => {
  test.each<[name: string, text: string]>([
    [
      'target.ts',
      "import { defineTarget } from 'doorflow-conformance'\nconst url: string = 'https://staging.example.com'\nexport default defineTarget({ url, account: 20445 })\n",
    ],
    [
      'target.mts',
      "enum Id { Account = 20445 }\nexport default { url: 'https://staging.example.com', account: Id.Account } satisfies object\n",
    ],
    ['target.js', "export default { url: 'https://staging.example.com', account: 20445 }\n"],
    [
      'target.mjs',
      "const url = await Promise.resolve('https://staging.example.com')\nexport default () => ({ url, account: 20445 })\n",
    ],
    ['target.cjs', "module.exports = { url: 'https://staging.example.com', account: 20445 }\n"],
  ])('%s', async (name, text) => {
    const { file, description, warnings } = await readText(text, { name })
    expect(description).toMatchObject(described)
    expect(warnings).toEqual([])
    // Nothing is written beside it, such as what it was translated to.
    expect(await readdir(dirname(file))).toEqual([name])
  })

  test('takes keys from wherever the program has them, without a warning', async () => {
    const text = "export default { url: 'https://a.example', keys: { full: ['tk', 'computed'].join('-') } }\n"
    const { description, warnings } = await readText(text, { name: 'target.ts' })
    expect(description.identities.full).toBe('tk-computed')
    expect(warnings).toEqual([])
  })

  test('is read anew each time', async () => {
    const text =
      "globalThis.times = (globalThis.times ?? 0) + 1\nexport default { url: 'https://a' + globalThis.times + '.example' }\n"
    const file = await fileOf('target.ts', text)
    const urls = []
    for (const _ of [1, 2])
      urls.push((await readDescription({ file, flags: {}, env: { DOORFLOW_KEY: key } })).description.url)
    expect(urls[1]).not.toBe(urls[0])
  })

  test('holds functions for recipes, which become the places where they stand: plain data', async () => {
    const text = `export default {
  url: 'https://a.example', dedicated: true,
  recipes: {
    maintenance: { enter: async () => {}, leave: { method: 'POST', path: '/leave' } },
    rateLimit: { requests: 9, enter() {} },
  },
}
`
    const { file, description } = await readText(text, { name: 'target.ts' })
    expect(structuredClone(description).recipes).toEqual({
      maintenance: {
        enter: { kind: 'function', module: file, member: ['recipes', 'maintenance', 'enter'] },
        leave: { kind: 'request', method: 'POST', url: 'https://a.example/leave', headers: {} },
      },
      rateLimit: {
        requests: 9,
        enter: { kind: 'function', module: file, member: ['recipes', 'rateLimit', 'enter'] },
      },
    })
  })

  test.each<[what: string, text: string, said: string]>([
    [
      'does not parse',
      'const url = 1\nexport default {\n  url:: 1,\n}\n',
      'FILE:3:6: the file is not TypeScript: Unexpected token.',
    ],
    ['throws', "const a = 1\nthrow new Error('no such secret.')\n", 'FILE:2: running the file failed: no such secret.'],
    ['throws nothing', 'throw undefined\n', 'FILE: running the file failed: undefined.'],
    ['throws several lines', "throw new Error('first\\nsecond')\n", 'FILE:1: running the file failed: first.'],
    [
      'imports what is not there',
      "import './gone.ts'\nexport default {}\n",
      "FILE:1: running the file failed: Cannot find module './gone.ts'.",
    ],
    [
      'exports nothing by default',
      "export const url = 'https://a.example'\n",
      'FILE: the file has no default export; write export default defineTarget({ … }).',
    ],
    ['is empty', '', 'FILE: the file has no default export'],
    ['exports a text', "export default 'https://a.example'\n", 'FILE: the description must be a mapping.'],
    ['exports a class', 'export default class Target {}\n', 'FILE: its default function failed: '],
    [
      'has a function that fails',
      'export default () => missing\n',
      'FILE:1: its default function failed: missing is not defined.',
    ],
    [
      'has a function that rejects',
      "export default async () => { throw new Error('late') }\n",
      'its default function failed: late.',
    ],
    ['has a function that returns nothing', 'export default () => {}\n', 'FILE: the description must be a mapping.'],
    [
      'has an unknown member',
      "export default {\n  url: 'https://a.example',\n  acount: 1,\n}\n",
      'FILE:3:3: unknown member "acount"; did you mean account?',
    ],
    [
      'has an unknown member in several places',
      "const acount = 1\nexport default { url: 'https://a.example', acount: acount }\n",
      'unknown member "acount"; did you mean account?',
    ],
    [
      'has an ill-typed member',
      "export default { url: 'https://a.example', settleTime: 'long' }\n",
      'FILE: settleTime must be a whole number.',
    ],
    ['has a function elsewhere', "export default { url: () => 'https://a.example' }\n", 'FILE: url must be a text.'],
    [
      'has no number that can be told',
      "export default { url: 'https://a.example', account: 90071992547409931 }\n",
      'FILE: account is too large for a number; write it as a text.',
    ],
    [
      'contains itself',
      "const it: any = { url: 'https://a.example' }\nit.keys = it\nexport default it\n",
      'FILE: keys is nested too deeply to be a description.',
    ],
    [
      'wants a variable',
      "export default { url: 'https://a.example', keys: { full: { env: 'NOBODY_SET_THIS' } } }\n",
      'FILE (keys.full.env): the environment variable NOBODY_SET_THIS is not set; set it to the full key.',
    ],
    [
      'has recipes for a shared target',
      "export default { url: 'https://a.example', recipes: { rateLimit: { requests: 5, enter() {} } } }\n",
      'FILE (recipes): recipes change the whole target, and this one is shared',
    ],
  ])('that %s is one sentence', async (_, text, said) => {
    expect(await complaintOf(text, { name: 'target.ts' })).toContain(said)
  })

  test('that is not there is said too', async () => {
    await expect(readDescription({ file: '/nowhere/target.ts', flags: {}, env: {} })).rejects.toThrow(
      'there is no such file',
    )
  })

  test('needs no support for types in Node itself', async () => {
    const file = await fileOf('target.ts', "enum A { B = 'https://a.example' }\nexport default { url: A.B }\n")
    const script = `import { readDescription } from ${JSON.stringify(new URL('../../dist/target/description.js', import.meta.url).href)}
const { description } = await readDescription({ file: ${JSON.stringify(file)}, flags: {}, env: { DOORFLOW_KEY: 'tk-12345' } })
console.log(description.url)`
    const over = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
    expect(over).toMatchObject({ stdout: 'https://a.example\n', stderr: '', status: 0 })
  })
})
