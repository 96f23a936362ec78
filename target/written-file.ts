import { readFile } from 'node:fs/promises'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { TargetError } from './errors.ts'
import type { FaultFinder, Path } from './schema-faults.ts'

/** What a YAML or JSON file holds, with the means to say where in it something stands. */
export interface WrittenFile {
  readonly value: unknown
  /** `file:line:column` of what stands at a path, or of the innermost thing around it that is there. */
  where(...path: Path): string
  /** The digits that a number at the top was written with; undefined where no number is. */
  digits(member: string): string | undefined
}

/**
 * The text of a file that a user wrote; `what` it should be: `target description`.
 *
 * @throws TargetError (exit code 2) if it cannot be read.
 */
export const readWritten = async (file: string, what: string): Promise<string> => {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT') throw new TargetError(`${file}: there is no such file; name an existing ${what}.`)
    throw new TargetError(`${file} cannot be read (${String(code ?? error)}); name a readable ${what}.`)
  }
}

/**
 * Takes a text in YAML or JSON apart, and holds it against its schema. An empty one is an empty mapping.
 *
 * @throws TargetError (exit code 2) with file, line and column, if it is not in order.
 */
export const parseWritten = (file: string, text: string, faultIn: FaultFinder): WrittenFile => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
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
  const fault = faultIn(value)
  if (fault !== undefined) throw new TargetError(`${at(offsetOf(document, fault.path, fault.key))}: ${fault.what}`)
  return {
    value,
    where: (...path) => at(offsetOf(document, path)),
    digits: (member) => {
      const node = document.get(member, true)
      return isScalar(node) && typeof node.value === 'number' ? node.source : undefined
    },
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
