import { readFile } from 'node:fs/promises'
import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { KeyForm, PathForm, ResourceName } from '../contract/types.ts'
import schema from './description.schema.json' with { type: 'json' }
import { TargetError } from './errors.ts'
import { nearest } from './nearest.ts'

export type KeySource = string | { readonly env: string }

/** A target description as it is written down. */
export interface WrittenDescription {
  readonly url?: string
  readonly account?: string | number
  readonly dedicated?: boolean
  readonly edition?: string
  readonly auth?: KeyForm
  readonly keys?: { readonly full?: KeySource; readonly restricted?: KeySource; readonly expired?: KeySource }
  readonly headers?: Readonly<Record<string, string>>
  readonly forms?: { readonly paths?: readonly PathForm[]; readonly keys?: readonly KeyForm[] }
  readonly absent?: readonly ResourceName[]
  readonly fixtures?: { readonly hiddenPerson?: number | string }
  readonly settleTime?: number
}

/** A description with the means to say where in its file something stands. */
export interface DescriptionFile {
  readonly written: WrittenDescription
  /** `file:line:column` of a member, or of the innermost one around it that is there. */
  where(...path: string[]): string
}

const validate = new Ajv2020({ allErrors: true, verbose: true }).compile<WrittenDescription>(schema)

type Path = readonly (string | number)[]

/**
 * Reads a description from a YAML or JSON file.
 *
 * @throws TargetError (exit code 2) with file, line and column, if it cannot be read or is not in order.
 */
export const readDescriptionFile = async (file: string): Promise<DescriptionFile> => {
  const lines = new LineCounter()
  const document = parseDocument(await read(file), { lineCounter: lines })
  const at = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${file}:${Math.max(line, 1)}:${Math.max(col, 1)}`
  }
  const [error] = document.errors
  if (error !== undefined) {
    const [what = ''] = error.message.split(/ at line \d+|\n/)
    throw new TargetError(`${at(error.pos[0])}: the file is neither YAML nor JSON: ${what.replace(/[.:]$/, '')}.`)
  }
  const value: unknown = expand(document, file) ?? {}
  if (!validate(value)) {
    const { path, key, what } = fault(validate.errors ?? [])
    throw new TargetError(`${at(offsetOf(document, path, key))}: ${what}`)
  }
  const account = document.get('account', true)
  // A number keeps the digits that it was written with: 020445 is not 20445, and long ones stay exact.
  const source = isScalar(account) && typeof account.value === 'number' ? account.source : undefined
  const written = source === undefined ? value : { ...value, account: source }
  return { written, where: (...path) => at(offsetOf(document, path)) }
}

const read = async (file: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new TargetError(`${file}: there is no such file; name an existing target description.`)
    throw new TargetError(`${file} cannot be read (${String(code ?? error)}); name a readable target description.`)
  }
}

/** Aliases that swell beyond reason, or that nobody defined, are refused by the YAML library when it expands them. */
const expand = (document: Document, file: string): unknown => {
  try {
    return document.toJS()
  } catch (error) {
    throw new TargetError(
      `${file}: the file cannot be expanded: ${error instanceof Error ? error.message : String(error)}.`,
    )
  }
}

/** Offset of what stands at a path, or of the member `key` in it; of the innermost thing around it that is there. */
const offsetOf = (document: Document, path: Path, key?: string): number => {
  for (let depth = path.length; depth >= 0; depth -= 1) {
    const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true)
    if (!isNode(node)) continue
    if (key !== undefined && depth === path.length && isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === key)
      if (isNode(pair?.key)) return pair.key.range?.[0] ?? 0
    }
    return node.range?.[0] ?? 0
  }
  return 0
}

interface Fault {
  readonly path: Path
  readonly key?: string
  readonly what: string
}

/** The error that says most, in words: the deepest, and among equals the one about the whole choice. */
const fault = (errors: readonly ErrorObject[]): Fault => {
  const depth = (error: ErrorObject): number => error.instancePath.split('/').length
  const deepest = Math.max(...errors.map(depth))
  const candidates = errors.filter((error) => depth(error) === deepest)
  const error =
    candidates.find(({ keyword }) => keyword === 'additionalProperties') ??
    candidates.find(({ keyword }) => keyword === 'required') ??
    candidates.find(({ keyword }) => keyword === 'anyOf') ??
    candidates[0]
  if (error === undefined) return { path: [], what: 'the description is not in order.' }
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const name = path.length === 0 ? 'the description' : path.join('.')
  const parameters: Readonly<Record<string, unknown>> = error.params
  const known: unknown = error.parentSchema?.properties
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(parameters.additionalProperty)
      const names = Object.keys(known ?? {}).filter((member) => !member.startsWith('$'))
      const meant = nearest(key, names)
      const right = meant === undefined ? `the members known here are ${names.join(', ')}` : `did you mean ${meant}?`
      const where = path.length === 0 ? '' : ` of ${name}`
      return {
        path,
        key,
        what: `unknown member ${JSON.stringify(key)}${where}; ${right.endsWith('?') ? right : `${right}.`}`,
      }
    }
    case 'required':
      return { path, what: `${name} lacks ${String(parameters.missingProperty)}.` }
    case 'anyOf': {
      const titles = Array.isArray(error.schema) ? error.schema.map(({ title }: { title?: string }) => title ?? '') : []
      return { path, what: `${name} must be ${titles.join(' or ')}.` }
    }
    case 'enum': {
      const allowed = Array.isArray(error.schema) ? error.schema.map(String) : []
      const meant = nearest(String(error.data), allowed)
      const hint = meant === undefined ? '' : `; did you mean ${meant}?`
      return { path, what: `${name} must be one of ${allowed.join(', ')}${hint === '' ? '.' : hint}` }
    }
    case 'type':
      return { path, what: `${name} must be ${typeNames[String(error.schema)] ?? String(error.schema)}.` }
    default:
      return { path, what: `${name} ${error.message ?? 'is not in order'}.` }
  }
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
}
