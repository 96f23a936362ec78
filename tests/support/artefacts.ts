import { readdir, readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { reportNames } from '../../cli/reports.ts'

/** Options of `run` that write every report there is to a folder. */
export const reportsTo = (folder: string): readonly string[] => ['--report', reportNames.join(','), '--output', folder]

/** Every file below a folder as text, by its path there. */
export const filesBelow = async (folder: string): Promise<Readonly<Record<string, string>>> => {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    await Promise.all(
      entries
        .filter((entry) => entry.isFile())
        .map(async (entry) => {
          const path = join(entry.parentPath, entry.name)
          return [relative(folder, path), await readFile(path, 'utf8')] as const
        }),
    ),
  )
}

/** A result as allure-js-commons writes it, as far as it is looked at. */
export interface AllureResult {
  readonly name: string
  readonly fullName: string
  readonly historyId: string
  readonly testCaseId: string
  readonly titlePath: readonly string[]
  readonly status: string
  readonly statusDetails?: { readonly message?: string; readonly trace?: string; readonly flaky?: boolean }
  readonly description: string
  readonly labels: readonly { readonly name: string; readonly value: string }[]
  readonly links: readonly { readonly url: string; readonly name: string }[]
  readonly parameters: readonly { readonly name: string; readonly value: string; readonly excluded?: boolean }[]
  readonly steps: readonly {
    readonly name: string
    readonly status?: string
    readonly steps?: readonly unknown[]
    readonly attachments: readonly { readonly name: string; readonly source: string; readonly type: string }[]
  }[]
}

/** The results in a folder that Allure would read, by the names of their tests. */
export const allureResults = async (folder: string): Promise<ReadonlyMap<string, AllureResult>> => {
  const results = Object.entries(await filesBelow(folder))
    .filter(([name]) => name.endsWith('-result.json'))
    .map(([, text]) => JSON.parse(text) as AllureResult)
  return new Map(results.map((result) => [result.fullName, result]))
}
