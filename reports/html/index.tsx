import type { Edition } from '../../contract/edition.ts'
import type { RunResult } from '../../oracle/results.ts'
import { assets } from './assets.ts'
import { markup } from './markup.ts'
import { Page } from './page.tsx'
import { type HtmlOptions, viewOf } from './view.ts'

export type { HtmlOptions } from './view.ts'

/**
 * A run as one file of HTML. It needs nothing else, its policy keeps it from asking for anything, and it can be opened from a
 * disk. Whatever the target sent stands in it as text, and no more of it than can be read. The same result gives the same bytes.
 *
 * @throws Error where the package is not whole, so that the page's style or script cannot be read.
 */
export const renderHtml = (edition: Edition, result: RunResult, options: HtmlOptions = {}): string => {
  const { style, script } = assets()
  const policy = [
    "default-src 'none'",
    `style-src ${style.hash}`,
    `script-src ${script.hash}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const head = (
    <>
      <meta http-equiv="Content-Security-Policy" content={policy} />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      <meta name="color-scheme" content="light dark" />
      <meta name="referrer" content="no-referrer" />
      <title>{`${result.run.edition} edition, seed ${result.run.seed} · doorflow-conformance`}</title>
    </>
  )
  // Style and script are files of this package and the only text here that no template has escaped.
  return [
    '<!doctype html>',
    '<html lang="en">',
    `<head><meta charset="utf-8"/>${markup(head)}<style>${style.text}</style></head>`,
    `<body>${markup(<Page view={viewOf(edition, result, options)} />)}<script>${script.text}</script></body>`,
    '</html>',
    '',
  ].join('\n')
}
