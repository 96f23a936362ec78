import { existsSync, readFileSync } from 'node:fs'

/** Version of the package that this file belongs to, compiled or not. */
export const version = (): string => {
  for (const place of ['../package.json', '../../package.json']) {
    const url = new URL(place, import.meta.url)
    if (!existsSync(url)) continue
    const { version: found } = JSON.parse(readFileSync(url, 'utf8')) as { readonly version?: string }
    if (found !== undefined) return found
  }
  return 'unknown'
}
