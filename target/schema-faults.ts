import type { AnySchemaObject, ErrorObject } from 'ajv/dist/2020.js'
import { compiledOnUse } from '../oracle/compiled-on-use.ts'
import { isDate } from '../oracle/formats.ts'
import { nearest } from './nearest.ts'

export type Path = readonly (string | number)[]

/** What is wrong with what a user wrote, and where. */
export interface Fault {
  readonly path: Path
  /** The member at `path` whose name is wrong, where it is a name. */
  readonly key?: string
  /** One sentence, without the place. */
  readonly what: string
}

/** What keeps a value from being as it should be; undefined where nothing does. */
export type FaultFinder = (value: unknown) => Fault | undefined

/** Holds values against a published schema; `whole` is what one of them is called: `the description`. */
export const faultFinder = (schema: AnySchemaObject, whole: string): FaultFinder => {
  const compiled = compiledOnUse(schema, { allErrors: true, verbose: true, formats: { date: isDate } })
  return (value) => {
    const validate = compiled()
    return validate(value) ? undefined : worst(validate.errors ?? [], whole)
  }
}

/** Alternatives that ask for one member or another; any other choice is between types. */
const asksForMembers = ({ keyword, schema: branches }: ErrorObject): boolean =>
  keyword === 'anyOf' &&
  Array.isArray(branches) &&
  branches.every((branch: object) => 'required' in branch && !('type' in branch))

/** The error that says most, in words: the deepest, and among equals the one about the whole choice. */
const worst = (errors: readonly ErrorObject[], whole: string): Fault => {
  const depth = (error: ErrorObject): number => error.instancePath.split('/').length
  const deepest = Math.max(...errors.map(depth))
  const candidates = errors.filter((error) => depth(error) === deepest)
  const choice = candidates.find(asksForMembers)
  const error =
    candidates.find(({ keyword }) => keyword === 'additionalProperties') ??
    candidates.find(
      ({ keyword, schemaPath }) => keyword === 'required' && !/\/anyOf\/\d+\/required$/.test(schemaPath),
    ) ??
    choice ??
    candidates.find(({ keyword }) => keyword === 'required') ??
    candidates.find(({ keyword }) => keyword === 'anyOf') ??
    candidates[0]
  return error === undefined ? { path: [], what: `${whole} is not in order.` } : inWords(error, whole)
}

const inWords = (error: ErrorObject, whole: string): Fault => {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const name = path.length === 0 ? whole : path.join('.')
  const parameters: Readonly<Record<string, unknown>> = error.params
  switch (error.keyword) {
    case 'additionalProperties': {
      const known: unknown = error.parentSchema?.properties
      return unknownMember(path, name, String(parameters.additionalProperty), Object.keys(known ?? {}))
    }
    case 'required':
      return { path, what: `${name} lacks ${String(parameters.missingProperty)}.` }
    case 'not':
      return { path, what: `${name} must not have both ${namesIn(error.schema).join(' and ')}; take one of them out.` }
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
    case 'pattern':
      return { path, what: `${name} must ${patternNames[String(error.schema)] ?? `match ${String(error.schema)}`}.` }
    case 'format':
      return { path, what: `${name} must be a day of the calendar, written as 2030-05-01.` }
    default:
      return { path, what: `${name} ${error.message ?? 'is not in order'}.` }
  }
}

const unknownMember = (path: Path, name: string, key: string, members: readonly string[]): Fault => {
  const names = members.filter((member) => !member.startsWith('$'))
  const meant = nearest(key, names)
  const right = meant === undefined ? `the members known here are ${names.join(', ')}.` : `did you mean ${meant}?`
  const where = path.length === 0 ? '' : ` of ${name}`
  return { path, key, what: `unknown member ${JSON.stringify(key)}${where}; ${right}` }
}

const namesIn = (branch: unknown): readonly string[] => {
  const { required } = branch as { readonly required?: readonly string[] }
  return required ?? []
}

/** What the patterns of the published schemas ask for. */
const patternNames: Readonly<Record<string, string>> = {
  '^/': 'begin with a slash',
  '\\S': 'not be blank',
}

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
}
