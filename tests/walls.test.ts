import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = resolve(import.meta.dirname, '..')

/** Rooms, and the rooms that each may import from besides itself. */
const mayEnter: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  generators: ['contract'],
  oracle: ['contract'],
  target: ['contract', 'oracle'],
  suites: ['contract', 'generators', 'oracle', 'target'],
  reports: ['contract', 'oracle'],
  reference: [],
  cli: ['contract', 'generators', 'oracle', 'target', 'suites', 'reports', 'reference'],
}

const importOf =
  /(?:^|\n)\s*(?:import|export)\s[^'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/g

/** Everything that a piece of source text imports, types included. */
const importsIn = (source: string): string[] =>
  [...source.matchAll(importOf)].map(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? '')

const filesOf = (room: string): string[] =>
  readdirSync(join(root, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))

/** What is wrong with the imports of one file of a room. */
const trespasses = (room: string, file: string, source: string): string[] => {
  const allowed = new Set([room, ...(mayEnter[room] ?? [])])
  return importsIn(source).flatMap((specifier) => {
    if (!specifier.startsWith('.')) return []
    const entered = relative(root, resolve(dirname(file), specifier)).split(sep)[0] ?? ''
    return allowed.has(entered) ? [] : [`${relative(root, file)} imports ${specifier}`]
  })
}

const impure = [/\bDate\.now\b/, /\bnew Date\(\s*\)/, /\bMath\.random\b/, /\bperformance\./, /\bprocess\./, /\bfetch\(/]

/** What of a piece of source text the oracle may not contain. */
const impurities = (file: string, source: string): string[] => [
  ...importsIn(source)
    .filter(
      (specifier) => specifier.startsWith('node:') || ['undici', 'vitest', 'fast-check', 'fastify'].includes(specifier),
    )
    .map((specifier) => `${file} imports ${specifier}`),
  ...impure.filter((pattern) => pattern.test(source)).map((pattern) => `${file} contains ${pattern.source}`),
]

describe('the walls between the rooms', () => {
  test.each(Object.keys(mayEnter))('%s imports only from where it may', (room) => {
    const files = filesOf(room)
    expect(files.length).toBeGreaterThan(0)
    expect(files.flatMap((file) => trespasses(room, file, readFileSync(file, 'utf8')))).toEqual([])
  })

  test('the oracle has no I/O, no clock and no randomness', () => {
    const found = filesOf('oracle').flatMap((file) => impurities(relative(root, file), readFileSync(file, 'utf8')))
    expect(found).toEqual([])
  })

  test('only the file that registers the cells imports vitest', () => {
    const users = filesOf('suites').filter((file) => importsIn(readFileSync(file, 'utf8')).includes('vitest'))
    expect(users.map((file) => relative(root, file))).toEqual([join('suites', 'conformance.test.ts')])
  })

  test.each([
    ['reference', "import { clauses } from '../contract/classic/clauses.ts'"],
    ['contract', "import type { Exchange } from '../oracle/exchange.ts'"],
    ['oracle', "import { send } from '../target/client.ts'"],
    ['suites', "import { facts } from '../reference/seed.ts'"],
    ['reports', "export { plan } from '../suites/plan.ts'"],
    ['generators', "const late = await import('../oracle/judge.ts')"],
  ])('an import that climbs a wall of %s is seen', (room, line) => {
    expect(trespasses(room, join(root, room, 'planted.ts'), `${line}\n`)).toHaveLength(1)
  })

  test.each([
    "import { readFileSync } from 'node:fs'",
    'const now = Date.now()',
    'const today = new Date()',
    'Math.random()',
  ])('impurity is seen: %s', (line) => {
    expect(impurities('planted.ts', line)).not.toEqual([])
  })
})
