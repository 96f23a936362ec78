import { readFileSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { startBrowser } from '../support/browser.ts'
import { emptyFolder, remove } from '../support/folder.ts'

/** A page, with all that it asked for and all that the browser had to say. */
export interface Opened {
  readonly page: Page
  readonly asked: readonly string[]
  readonly said: readonly string[]
  readonly address: string
}

export interface Viewer {
  /** Opens a page from a disk. */
  open(html: string, options?: BrowserContextOptions): Promise<Opened>
  close(): Promise<void>
}

export const startViewer = async (): Promise<Viewer> => {
  const browser = await startBrowser()
  const folder = await emptyFolder('html')
  return {
    open: async (html, options = {}) => {
      const file = join(folder, 'report.html')
      await writeFile(file, html)
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, ...options })
      const page = await context.newPage()
      const [asked, said]: [string[], string[]] = [[], []]
      page.on('request', (request) => asked.push(request.url()))
      page.on('console', (message) => said.push(message.text()))
      page.on('pageerror', (error) => said.push(error.message))
      const address = pathToFileURL(file).href
      await page.goto(address)
      return { page, asked, said, address }
    },
    close: async () => {
      await browser.close()
      await remove(folder)
    },
  }
}

export const count = (page: Page, selector: string): Promise<number> => page.locator(selector).count()

export const visible = (page: Page, selector: string): Promise<number> =>
  page.locator(selector).filter({ visible: true }).count()

/** How many pixels wider than its window a page is. */
export const overflow = (page: Page): Promise<number> =>
  page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')

export const unfold = (page: Page): Promise<void> =>
  page.evaluate('for (const details of document.querySelectorAll("details")) details.open = true')

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** What axe has to say against a page, as `rule: element`. */
export const violations = async (page: Page): Promise<readonly string[]> => {
  await page.evaluate(axe)
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
  const found = (await page.evaluate(
    `axe.run({ runOnly: ${JSON.stringify(tags)}, resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ target, failureSummary }) => target + ' ' + failureSummary).join(' | ')))`,
  )) as readonly string[]
  return found
}
