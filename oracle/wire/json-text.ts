/** What a JSON text shows that its parsed value does not. The text must parse. */
export interface JsonShape {
  /** Levels of objects and lists within one another. */
  readonly depth: number
  /** Some object names a member twice. */
  readonly duplicates: boolean
}

export const shapeOf = (text: string): JsonShape => {
  const open: (Set<string> | undefined)[] = []
  let depth = 0
  let duplicates = false
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index]
    if (char === '{' || char === '[') {
      open.push(char === '{' ? new Set() : undefined)
      depth = Math.max(depth, open.length)
    } else if (char === '}' || char === ']') open.pop()
    else if (char === '"') {
      const end = endOfString(text, index)
      const names = open.at(-1)
      if (names !== undefined && isName(text, end)) {
        const name: string = JSON.parse(text.slice(index, end))
        duplicates ||= names.has(name)
        names.add(name)
      }
      index = end - 1
    }
  }
  return { depth, duplicates }
}

/** Position behind the closing quote of the string that begins at `start`. */
const endOfString = (text: string, start: number): number => {
  let index = start + 1
  while (text[index] !== '"') index += text[index] === '\\' ? 2 : 1
  return index + 1
}

/** Whether a colon comes next, so that the string before it names a member. */
const isName = (text: string, from: number): boolean => {
  let index = from
  while (/\s/.test(text[index] ?? '')) index += 1
  return text[index] === ':'
}

/** Levels of objects and lists in a value; without recursion, since they may be many thousands. */
export const depthOf = (value: unknown): number => {
  let level: unknown[] = [value]
  for (let depth = 0; ; depth += 1) {
    const containers = level.filter((one) => typeof one === 'object' && one !== null)
    if (containers.length === 0) return depth
    level = containers.flatMap((one) => Object.values(one as object))
  }
}
