import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'

/** Text that stands within the page, and the name by which the page's policy admits it and nothing else. */
export interface Asset {
  readonly text: string
  /** As in a Content-Security-Policy: `'sha256-…'`. */
  readonly hash: string
}

const styles = ['base', 'verdict', 'toolbar', 'marks', 'matrix', 'findings', 'details', 'tables', 'narrow', 'print']
const scripts = ['page', 'matrix', 'filter']

/** Several files as one, in their order. They stand beside this file, in the sources and, since the build copies them, in dist. */
const joined = (names: readonly string[], ending: string): Asset => {
  const text = names
    .map((name) => readFileSync(new URL(`./assets/${name}.${ending}`, import.meta.url), 'utf8'))
    .join('\n')
  return { text, hash: `'sha256-${createHash('sha256').update(text).digest('base64')}'` }
}

/** Read when a page is made: a command that makes none need not have them. */
export const assets = (): { readonly style: Asset; readonly script: Asset } => ({
  style: joined(styles, 'css'),
  script: joined(scripts, 'js'),
})
