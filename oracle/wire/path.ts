import type { Rule } from '../../contract/defect.ts'
import type { CompiledOperation } from '../compiled.ts'
import { decoded, matchPath } from '../paths.ts'
import { isTag } from '../tag.ts'

/** What a request's path is found to be. */
export interface PathReading {
  /** Operations whose path it spells; none where nobody documents it. */
  readonly operations: readonly CompiledOperation[]
  readonly rule?: Rule
  /** Path parameters at fault. */
  readonly parameters: readonly string[]
}

/** Longer than this, a path with its query is sent to see what gives. */
const longest = 2_000

const largestId = 2_147_483_647

const foreignSuffix = /\.(?!json$)[a-z][a-z0-9]{1,4}$/i
const oddBytes = /[^!-~]|["<>\\^`{|}#]/
const badPercent = /%(?![0-9a-f]{2})/i

/** Reads a path with its query: which operations it spells, and what is odd about it. */
export const readPath = (all: readonly CompiledOperation[], path: string, query: string): PathReading => {
  const bare = path.replace(foreignSuffix, '')
  const matched = all.flatMap((one) => {
    const found = matchPath(one.paths, bare)
    return found === undefined ? [] : [[one, found] as const]
  })
  const operations = matched.map(([one]) => one)
  const reading = (rule: Rule, parameters: readonly string[] = []): PathReading => ({ operations, rule, parameters })
  if (path.length + query.length > longest || badPercent.test(query) || oddBytes.test(query) || repeats(query))
    return reading('path-form')
  const [operation, values] = matched[0] ?? []
  if (operation === undefined || values === undefined)
    return { operations, rule: isOdd(path) ? 'path-form' : 'known-path', parameters: [] }
  for (const [name, value] of Object.entries(values)) {
    // An id that the target gave itself, as text where a number is due: that is judged where it was given.
    if (isTag(decoded(value) ?? '')) continue
    const opaque = operation.operation.opaqueId === true && name === 'id'
    if (opaque ? isOddText(value) : isOdd(`/${value}`)) return reading('path-form', [name])
    if (bare === path && !opaque && !isId(value)) return reading('id-form', [name])
  }
  return bare === path ? { operations, parameters: [] } : reading('suffix')
}

/** One parameter, two values: which of them counts is anybody's guess. */
const repeats = (query: string): boolean => {
  const names = query.split('&').map((pair) => pair.split('=')[0])
  return query !== '' && new Set(names).size < names.length
}

const isId = (text: string): boolean => /^[1-9]\d{0,9}$/.test(text) && Number(text) <= largestId

/** A spelling that no client would choose for a path whose own letters need no encoding. */
const isOdd = (path: string): boolean =>
  path.includes('%') ||
  oddBytes.test(path) ||
  path.split('/').some((part, index) => index > 0 && /^\.{0,2}$/.test(part))

/** An id of no documented form may need encoding; then it is encoded as it must be, and holds nothing that routes. */
const isOddText = (text: string): boolean => {
  const plain = decoded(text)
  if (plain === undefined || !/^[!-~]+$/.test(plain) || /[/\\%]/.test(plain) || /^\.+$/.test(plain)) return true
  return plain !== text && encodeURIComponent(plain) !== text
}
