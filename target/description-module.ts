import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createJiti } from 'jiti'
import { faultIn } from './description-faults.ts'
import type { DescriptionFile } from './description-file.ts'
import type { RecipeFunction, RecipeRequest, WrittenDescription } from './description-written.ts'
import { TargetError } from './errors.ts'

/**
 * Descriptions in TypeScript or JavaScript. Node 20 cannot strip types and a newer one takes only types that can be
 * erased, so that one loader reads these files on every version of Node.
 */

/** Endings of files that are run to get the description. */
export const moduleExtensions: ReadonlySet<string> = new Set(['.ts', '.mts', '.cts', '.js', '.mjs', '.cjs'])

/** Milliseconds that a file may take to give its description. */
const patience = 30_000

/** The helper stands beside this file, compiled or not; a description finds it even where the package is not installed. */
const helper = new URL(import.meta.url.endsWith('.ts') ? 'define.ts' : 'define.js', import.meta.url).pathname

/**
 * Runs a file and takes what it exports by default: a description, or a function that returns one.
 *
 * @throws TargetError (exit code 2), in one sentence, if it cannot be run or exports no description.
 */
export const readDescriptionModule = async (file: string, source: string): Promise<DescriptionFile> => {
  const module = resolve(file)
  const { data, functions } = detach(await exported(file, module), file)
  const where = (...path: string[]): string => (path.length === 0 ? file : `${file} (${path.join('.')})`)
  const fault = faultIn(data)
  if (fault !== undefined) throw new TargetError(`${placeIn(file, source, fault.key)}: ${fault.what}`)
  const written = data as WrittenDescription
  if (typeof written.account === 'number' && !Number.isSafeInteger(written.account))
    throw new TargetError(`${file}: account is too large for a number; write it as a text.`)
  return { written: attach(written, functions), where, module }
}

/** What files exported in this thread: a file is run once, so that what one function remembers another one finds. */
const definitions = new Map<string, Promise<unknown>>()

/**
 * The function that stands at a place of a file's description. The file is run again where it has not been run in this
 * thread: functions cannot cross into it.
 *
 * @throws TargetError as `readDescriptionModule` does
 */
export const functionIn = async (module: string, member: readonly string[]): Promise<RecipeFunction> => {
  const definition = definitions.get(module) ?? exported(module, module)
  definitions.set(module, definition)
  let value = await definition
  for (const name of member) value = (value as Readonly<Record<string, unknown>> | undefined)?.[name]
  if (typeof value === 'function') return value as RecipeFunction
  throw new TargetError(`${module}: ${member.join('.')} was a function when the file was first read, and is none now.`)
}

/** What a file exports by default, called if it is a function. */
const exported = async (file: string, module: string): Promise<unknown> => {
  const jiti = createJiti(pathToFileURL(module).href, {
    // Nothing is written beside the file, and one that was changed meanwhile is read anew.
    fsCache: false,
    moduleCache: false,
    tryNative: false,
    interopDefault: false,
    alias: { 'doorflow-conformance': decodeURIComponent(helper) },
  })
  const loaded = await within(file, () => jiti.import<Readonly<Record<string, unknown>>>(module), `running the file`)
  const definition = loaded.default
  if (definition === undefined) {
    throw new TargetError(`${file}: the file has no default export; write export default defineTarget({ … }).`)
  }
  return typeof definition === 'function' ? within(file, () => definition(), 'its default function') : definition
}

/** Waits for what a user's file does, and says what went wrong with it in one sentence. */
const within = async <T>(file: string, act: () => T | Promise<T>, what: string): Promise<T> => {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    const error = new TargetError(`${file}: ${what} has not ended after ${patience / 1000} s; let it end sooner.`)
    timer = setTimeout(() => reject(error), patience)
  })
  try {
    return await Promise.race([act(), late])
  } catch (error) {
    throw error instanceof TargetError ? error : new TargetError(complaint(file, error, what))
  } finally {
    clearTimeout(timer)
  }
}

const complaint = (file: string, error: unknown, what: string): string => {
  const text = error instanceof Error ? error.message : String(error)
  const [line = ''] = text.split('\n')
  const said = line.trim().replace(/[.:]$/, '').slice(0, 300)
  const syntax = /^ParseError: (.*)/.exec(said)
  if (syntax !== null) {
    const [, at = ''] = /:(\d+:\d+)\s*$/.exec(text) ?? []
    return `${file}${at === '' ? '' : `:${at}`}: the file is not TypeScript: ${(syntax[1] ?? '').trim().replace(/\.$/, '')}.`
  }
  const place = error instanceof Error ? placeOf(file, error) : file
  return `${place}: ${what} failed: ${said === '' ? 'no reason was given' : said}.`
}

/** The line of the file in which an error arose, as far as its stack says; columns are those of the translated text. */
const placeOf = (file: string, { stack = '' }: Error): string => {
  const module = resolve(file)
  const line = stack.split('\n').find((one) => one.includes(`${module}:`))
  const [, at] = /:(\d+):\d+\)?$/.exec(line?.trim() ?? '') ?? []
  return at === undefined ? file : `${file}:${at}`
}

/** A name that stands once in a file is found there; where it stands more often, or is computed, the file must do. */
const placeIn = (file: string, source: string, key: string | undefined): string => {
  if (key === undefined || !/^\w+$/.test(key)) return file
  const places = [...source.matchAll(new RegExp(`\\b${key}\\b(?=['"]?\\s*[:,}(])`, 'g'))]
  const [only] = places
  if (only === undefined || places.length > 1) return file
  const before = source.slice(0, only.index).split('\n')
  return `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`
}

interface Detached {
  /** Plain data; a request stands where a function stood. */
  readonly data: unknown
  readonly functions: ReadonlyMap<string, RecipeFunction>
}

const placeholder: RecipeRequest = { method: 'POST', path: '/' }
const isStep = /^recipes\.\w+\.(?:enter|leave)$/
/** Deeper than any description, so that one which contains itself ends. */
const deepest = 20

/** Takes the functions out of the places where the recipes may have them; elsewhere they stay, and are complained of. */
const detach = (exportedValue: unknown, file: string): Detached => {
  const functions = new Map<string, RecipeFunction>()
  const copy = (value: unknown, path: readonly string[]): unknown => {
    const name = path.join('.')
    if (path.length > deepest) throw new TargetError(`${file}: ${path[0]} is nested too deeply to be a description.`)
    if (typeof value === 'function' && isStep.test(name)) {
      functions.set(name, value as RecipeFunction)
      return placeholder
    }
    if (Array.isArray(value)) return value.map((each, index) => copy(each, [...path, String(index)]))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      // What is written as undefined is left out: that is how a program leaves out what it does not have.
      Object.entries(value).flatMap(([key, each]) => (each === undefined ? [] : [[key, copy(each, [...path, key])]])),
    )
  }
  return { data: copy(exportedValue, []), functions }
}

const attach = (written: WrittenDescription, functions: Detached['functions']): WrittenDescription => {
  if (functions.size === 0 || written.recipes === undefined) return written
  const recipes = structuredClone(written.recipes) as Record<string, Record<string, unknown>>
  for (const [name, its] of functions) {
    const [, recipe = '', step = ''] = name.split('.')
    const around = recipes[recipe]
    if (around !== undefined) around[step] = its
  }
  return { ...written, recipes }
}
