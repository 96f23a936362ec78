import { Ajv2020, type ErrorObject } from 'ajv/dist/2020.js'
import schema from './description.schema.json' with { type: 'json' }
import type { WrittenDescription } from './description-written.ts'
import { nearest } from './nearest.ts'

export type Path = readonly (string | number)[]

/** What is wrong with a description, and where. */
export interface Fault {
  readonly path: Path
  /** The member at `path` whose name is wrong, where it is a name. */
  readonly key?: string
  /** One sentence, without the place. */
  readonly what: string
}

const validate = new Ajv2020({ allErrors: true, verbose: true }).compile<WrittenDescription>(schema)

/** What keeps a value from being a description as the published schema has it; undefined where nothing does. */
export const faultIn = (value: unknown): Fault | undefined =>
  validate(value) ? undefined : worst(validate.errors ?? [])

/** Alternatives that ask for one member or another; any other choice is between types. */
const asksForMembers = ({ keyword, schema: branches }: ErrorObject): boolean =>
  keyword === 'anyOf' &&
  Array.isArray(branches) &&
  branches.every((branch: object) => 'required' in branch && !('type' in branch))

/** The error that says most, in words: the deepest, and among equals the one about the whole choice. */
const worst = (errors: readonly ErrorObject[]): Fault => {
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
  return error === undefined ? { path: [], what: 'the description is not in order.' } : inWords(error)
}

const inWords = (error: ErrorObject): Fault => {
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
  const name = path.length === 0 ? 'the description' : path.join('.')
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
      return { path, what: `${name} must begin with a slash.` }
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

const typeNames: Readonly<Record<string, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  integer: 'a whole number',
}
