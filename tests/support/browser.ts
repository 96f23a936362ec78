import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'

/** Where Debian, Ubuntu and Google put it. */
const usual = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
]

/**
 * The browser that tests look at pages with: that of CHROMIUM_PATH, or one in a usual place.
 *
 * @throws Error that says how to get one, where there is none: a page that nobody has looked at is not tested.
 */
export const browserPath = (
  env: Readonly<Record<string, string | undefined>> = process.env,
  exists: (path: string) => boolean = existsSync,
): string => {
  const { CHROMIUM_PATH: named } = env
  const found = named === undefined ? usual.find(exists) : exists(named) ? named : undefined
  if (found !== undefined) return found
  const looked = named === undefined ? usual.join(', ') : `${named}, as CHROMIUM_PATH has it`
  throw new Error(`No Chromium at ${looked}. Install it (apt-get install chromium), or name it in CHROMIUM_PATH.`)
}

/** Starts it. Root has no sandbox to run it in; it is only shown pages that were made here. */
export const startBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: browserPath(), args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] })
