// Which commit the compiled files come from, for reports. A copy without its history has none.
import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
if (existsSync(new URL('../.git', import.meta.url))) {
  const git = (...words) => execFileSync('git', words, { cwd: root, encoding: 'utf8' }).trim()
  const changed = git('status', '--porcelain', '--untracked-files=no') === '' ? '' : '-changed'
  writeFileSync(new URL('../dist/commit.txt', import.meta.url), `${git('rev-parse', 'HEAD')}${changed}\n`)
}
