/** The number of characters to insert, delete or replace to get from one text to the other. */
const distance = (from: string, to: string): number => {
  let above = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (let row = 1; row <= from.length; row += 1) {
    const here = [row]
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = (above[column - 1] ?? 0) + (from[row - 1] === to[column - 1] ? 0 : 1)
      here.push(Math.min(replaced, (above[column] ?? 0) + 1, (here[column - 1] ?? 0) + 1))
    }
    above = here
  }
  return above[to.length] ?? 0
}

/** The known id that was most probably meant, if any comes close. */
export const nearest = (id: string, known: readonly string[]): string | undefined => {
  const [best] = known.map((each) => ({ each, edits: distance(id, each) })).sort((a, b) => a.edits - b.edits)
  return best !== undefined && best.edits <= Math.max(2, id.length / 2) ? best.each : undefined
}
