import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sha256 } from '../../reports/certificate/canonical.ts'
import { ownSuite } from '../../suites/engine/version.ts'

/** The folder of the compiled files; where this file runs from its source, the one beside it. */
const compiledRoot = (): string =>
  fileURLToPath(new URL(import.meta.url.endsWith('.js') ? '../..' : '../../dist', import.meta.url))

/**
 * SHA-256 over the compiled suite: of the lines that `sha256sum` prints for its files, sorted by their names. What it was
 * built from and what measures the suite itself is not part of it.
 */
export const suiteDigest = (): string => {
  const root = compiledRoot()
  const names = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(root.replace(/\/$/, '').length + 1)
        .split(sep)
        .join('/'),
    )
    .filter((name) => !name.startsWith('bench/') && name !== 'commit.txt')
    .sort()
  return sha256(names.map((name) => `${sha256(readFileSync(join(root, name)))}  ${name}\n`).join(''))
}

/** The package's own description, above the compiled files as above the sources. */
const ownPackage = (): { readonly dependencies: Readonly<Record<string, string>> } =>
  JSON.parse(readFileSync(join(compiledRoot(), '..', 'package.json'), 'utf8'))

/** The version of a dependency that is in use: looked for where Node does, since not every package lets itself be asked. */
const versionOf = (name: string): string => {
  for (let folder = compiledRoot(); ; folder = dirname(folder)) {
    const found = readOwn(join(folder, 'node_modules', name, 'package.json'))
    if (found?.version !== undefined) return found.version
    if (folder === dirname(folder)) return 'unknown'
  }
}

const readOwn = (path: string): { readonly version?: string } | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** In what the suite ran: nothing of whose machine it was. */
export const environmentOf = () => ({
  format: 1,
  suite: ownSuite,
  node: process.version,
  platform: process.platform,
  architecture: process.arch,
  versions: { v8: process.versions.v8, openssl: process.versions.openssl, uv: process.versions.uv },
  dependencies: Object.fromEntries(
    Object.keys(ownPackage().dependencies)
      .sort()
      .map((name) => [name, versionOf(name)]),
  ),
})
