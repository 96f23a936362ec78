import { cellId } from './cell.ts'

/** What a cell is called after. */
export interface CellName {
  readonly clause: string
  readonly operation: { readonly id: string }
}

/** Patterns name clauses, operations or cells; `*` stands for anything. */
export const matcher = (patterns: readonly string[]): ((cell: CellName) => boolean) => {
  const tests = patterns.map(matches)
  return (cell) => {
    const names = [cell.clause, cell.operation.id, cellId(cell)]
    return tests.some((test) => names.some(test))
  }
}

/**
 * Each part between stars is looked for once, behind the one before. No regular expression: with many stars one tries
 * for years, and a recording of somebody else's brings its own patterns.
 */
const matches = (pattern: string): ((name: string) => boolean) => {
  const [first = '', ...parts] = pattern.split('*')
  const last = parts.pop()
  if (last === undefined) return (name) => name === pattern
  return (name) => {
    if (!name.startsWith(first)) return false
    let behind = first.length
    for (const part of parts) {
      const at = name.indexOf(part, behind)
      if (at === -1) return false
      behind = at + part.length
    }
    return name.endsWith(last) && behind + last.length <= name.length
  }
}
