import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import { faultIn, type Path } from './description-faults.ts'
import { moduleExtensions, readDescriptionModule } from './description-module.ts'
import type { WrittenDescription } from './description-written.ts'
import { TargetError } from './errors.ts'

/** A description with the means to say where in its file something stands. */
export interface DescriptionFile {
  readonly written: WrittenDescription
  /** `file:line:column` of a member, or of the innermost one around it that is there. */
  where(...path: string[]): string
  /** The file is a program, and its absolute path; its texts may come from anywhere. */
  readonly module?: string
}

/**
 * Reads a description from a YAML or JSON file, or from what a file in TypeScript or JavaScript exports.
 *
 * @throws TargetError (exit code 2) with file, line and column, if it cannot be read or is not in order.
 */
export const readDescriptionFile = async (file: string): Promise<DescriptionFile> =>
  moduleExtensions.has(extname(file))
    ? readDescriptionModule(file, await read(file))
    : readDescriptionText(file, await read(file))

const readDescriptionText = (file: string, text: string): DescriptionFile => {
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
  const description = value as WrittenDescription
  const account = document.get('account', true)
  // A number keeps the digits that it was written with: 020445 is not 20445, and long ones stay exact.
  const source = isScalar(account) && typeof account.value === 'number' ? account.source : undefined
  const written = source === undefined ? description : { ...description, account: source }
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
