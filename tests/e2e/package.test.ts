import { cp, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { emptyFolder, listing, remove } from '../support/folder.ts'
import { type Ended, packageRoot, program, type Spawning } from '../support/running.ts'

let root: string
/** Where the package is installed, and another folder to call it from. */
let home: string
let elsewhere: string
let installed: string
let files: readonly string[]

/** npm needs to know its registry and certificates; what it tells its scripts is none of a user's business. */
const npmEnvironment = Object.fromEntries(
  Object.entries(process.env).filter(
    ([name, value]) =>
      value !== undefined &&
      !/^(npm_(package|lifecycle|execpath|command|node)|DOORFLOW|VITEST|NODE_ENV|NODE_OPTIONS)/i.test(name),
  ),
) as Readonly<Record<string, string>>

const npm = async (args: readonly string[], cwd: string): Promise<string> => {
  const over = await program('npm', args, { cwd, env: npmEnvironment, limit: 240_000 })
  if (over.code !== 0) throw new Error(`npm ${args.join(' ')} ended with ${over.code}:\n${over.stderr}`)
  return over.stdout
}

const skipped = new Set(['node_modules', 'dist', '.git', '.doorflow-conformance'])

beforeAll(async () => {
  root = await emptyFolder('package')
  ;[home, elsewhere] = [join(root, 'home'), join(root, 'elsewhere')]
  const checkout = join(root, 'checkout')
  for (const folder of [home, elsewhere]) await mkdir(folder)
  // Packing builds, which empties dist: that of a copy, so that nobody who uses it meanwhile is disturbed.
  await cp(packageRoot, checkout, { recursive: true, filter: (path) => !skipped.has(basename(path)) })
  await symlink(join(packageRoot, 'node_modules'), join(checkout, 'node_modules'))
  const packed = JSON.parse(await npm(['pack', '--json', '--pack-destination', root], checkout)) as {
    readonly filename: string
    readonly files: readonly { readonly path: string }[]
  }[]
  files = packed.flatMap(({ files: its }) => its.map(({ path }) => path))
  const tarball = join(root, packed[0]?.filename ?? '')
  await npm(['install', tarball, '--prefer-offline', '--no-audit', '--no-fund'], home)
  installed = join(home, 'node_modules', 'doorflow-conformance')
}, 300_000)

afterAll(() => remove(root))

/** The installed command, as npx finds it. */
const npx = (args: readonly string[], more: Spawning = {}): Promise<Ended> =>
  program('npx', ['--no', '--prefix', home, 'doorflow-conformance', ...args], {
    cwd: elsewhere,
    ...more,
    env: { ...npmEnvironment, ...more.env },
  })

describe('the tarball', () => {
  test('holds the compiled command, its documents, and no more', () => {
    expect(files).toEqual(
      expect.arrayContaining([
        'package.json',
        'LICENSE',
        'dist/cli/main.js',
        'dist/suites/conformance.test.js',
        'dist/reports/html/assets/base.css',
        'dist/reports/html/assets/page.js',
      ]),
    )
    const strange = files.filter(
      (path) => !/^(package\.json|LICENSE|README\.md|docs\/[\w-]+\.md|dist\/[\w/.-]+\.(js|json|css|d\.ts))$/.test(path),
    )
    expect(strange).toEqual([])
  })

  test('holds no tests, no bench and no sources in TypeScript', () => {
    expect(files.filter((path) => /(^|\/)(tests?|bench)\/|(?<!\.d)\.ts$|\.map$/.test(path))).toEqual([])
    // Types are those of descriptions, and what they are made of.
    expect(files.filter((path) => path.endsWith('.d.ts')).sort()).toEqual([
      'dist/contract/clause.d.ts',
      'dist/contract/credentials.d.ts',
      'dist/contract/operation.d.ts',
      'dist/contract/outcome.d.ts',
      'dist/target/define.d.ts',
      'dist/target/description-written.d.ts',
    ])
    // The one file that registers the suites with vitest is called like a test, and is none of ours.
    expect(files.filter((path) => path.includes('.test.'))).toEqual(['dist/suites/conformance.test.js'])
  })
})

describe('the installed command', () => {
  test('judges the embedded endpoint from another folder, and writes nowhere', async () => {
    const before = await listing(installed)
    expect(before.length).toBeGreaterThan(100)
    const over = await npx(['run', '--profile', 'smoke', '--seed', '3'])
    expect(over.stdout.split('\n')[0]).toBe('CONFORMANT')
    expect(over.code).toBe(0)
    expect(over.stdout).toMatch(/^again {2}doorflow-conformance run --seed 3 --profile smoke$/m)
    expect(await listing(installed)).toEqual(before)
    expect(await readdir(elsewhere)).toEqual([])
    expect((await readdir(home)).sort()).toEqual(['node_modules', 'package-lock.json', 'package.json'])
  }, 120_000)

  test('has the styles and scripts of its pages where it looks for them', async () => {
    const script = `const [{ assets }, { renderHtml }] = await Promise.all(process.argv.slice(1).map((path) => import(path))); console.log(Object.values(assets()).map(({ text }) => text.length > 2000).join(), typeof renderHtml)`
    const over = await program(process.execPath, [
      ...[
        '--input-type=module',
        '-e',
        script,
        ...['assets.js', 'index.js'].map((name) => join(installed, 'dist/reports/html', name)),
      ],
    ])
    expect(over.stdout).toBe('true,true function\n')
  })

  test.concurrent.each<[args: readonly string[], said: RegExp]>([
    [['--help'], /^Usage: doorflow-conformance [\s\S]*Examples:[\s\S]*Exit codes:/],
    [['run', '--help'], /^Usage: doorflow-conformance run [\s\S]*--seed <number>/],
    [['--version'], /^\d+\.\d+\.\d+\n$/],
    [['list', 'faults'], /^FAULT +CLAUSES +WHAT IS WRONG\n(\S+ +(RE|AD|AU)-.*\n){45,}$/],
    [['explain', 'RE-400'], /^RE-400 {2}MUST\n[\s\S]*source +Responses and Errors › HTTP status codes › 400\n/],
  ])(
    '%j',
    async (args, said) => {
      const over = await npx(args)
      expect(over.stdout).toMatch(said)
      expect(over.code).toBe(0)
    },
    60_000,
  )
})

describe('the installed package', () => {
  /** What the compiler says of a description that is written so, in a project of somebody's own. */
  const typesOf = async (description: string): Promise<string> => {
    const file = join(home, 'target.ts')
    const text = `import { defineTarget } from 'doorflow-conformance'\nexport default defineTarget(${description})\n`
    await writeFile(file, text)
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'es2022', '--skipLibCheck', 'false']
    const tsc = join(packageRoot, 'node_modules', 'typescript', 'bin', 'tsc')
    const over = await program(process.execPath, [tsc, ...options, '--types', '', file], { cwd: home })
    await rm(file)
    return over.stdout
  }

  test.each<[description: string, said: RegExp]>([
    [
      "{ url: 'https://a.example', account: 1, recipes: { rateLimit: { requests: 5, enter: async ({ url }) => url.length } } }",
      /^$/,
    ],
    ["async () => ({ url: 'https://a.example', keys: { other: { env: 'OTHER' } }, absent: ['events'] })", /^$/],
    ["{ urll: 'https://a.example' }", /'urll' does not exist in type/],
    ["{ url: 'https://a.example', absent: ['doors'] }", /"doors"/],
    ["{ url: 'https://a.example', recipes: { rateLimit: { enter: () => {} } } }", /'requests' is missing/],
  ])('knows the types of a description: %s', async (description, said) => {
    expect(await typesOf(description)).toMatch(said)
  })

  test('shows that helper, and nothing else', async () => {
    const script =
      "console.log(Object.keys(await import('doorflow-conformance')).join()); await import('doorflow-conformance/dist/cli/main.js')"
    const over = await program(process.execPath, ['--input-type=module', '-e', script], { cwd: home })
    expect(over.stdout).toBe('defineTarget\n')
    expect(over.stderr).toContain('ERR_PACKAGE_PATH_NOT_EXPORTED')
  })

  test('reads a description in TypeScript that imports it', async () => {
    const file = join(home, 'own.ts')
    await writeFile(
      file,
      "import { defineTarget } from 'doorflow-conformance'\nexport default defineTarget({ url: 'https://a.example' as string, account: 7 })\n",
    )
    const over = await npx(['run', '--config', file, '--dry-run', '--only', 'RE-200:getAccount'], {
      env: { DOORFLOW_KEY: 'tk-0123456789' },
    })
    await rm(file)
    expect(over.stdout).toMatch(/^What would be sent to https:\/\/a\.example \(shared\)/)
    expect(over.code).toBe(0)
  })
})
