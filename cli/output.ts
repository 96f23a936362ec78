import { withoutCommands } from '../reports/github/commands.ts'
import { colourWanted } from '../reports/terminal/text.ts'

/** In GitHub Actions both streams are read for workflow commands, and what the target sent must not become one. */
const harmless = (text: string): string => {
  const lines = text.endsWith('\n') ? text : `${text}\n`
  return process.env.GITHUB_ACTIONS === 'true' ? withoutCommands(lines) : lines
}

/** Results go to standard output, everything said on the way to standard error. */
export const print = (text: string): void => {
  process.stdout.write(harmless(text))
}

export const note = (text: string): void => {
  process.stderr.write(harmless(text))
}

/** Workflow commands of our own, as they are. */
export const printCommands = (lines: string): void => {
  process.stdout.write(lines)
}

const columns = (stream: NodeJS.WriteStream): number => {
  const told = Number(process.env.COLUMNS)
  if (stream.isTTY && stream.columns > 0) return stream.columns
  return Number.isInteger(told) && told >= 20 ? told : 100
}

/** How results are to be laid out: as wide as the terminal, or 100 columns where there is none. */
export const layout = (): { readonly color: boolean; readonly width: number } => ({
  color: colourWanted(process.env, process.stdout.isTTY === true),
  width: columns(process.stdout),
})

/** How progress is to be laid out. */
export const progressLayout = (): { readonly inPlace: boolean; readonly width: number } => ({
  inPlace: process.stderr.isTTY === true && process.env.TERM !== 'dumb',
  width: columns(process.stderr),
})

/** Rows as columns as wide as their widest entry; the last one is not padded. */
export const rows = (lines: readonly (readonly string[])[]): string => {
  const widths: number[] = []
  for (const line of lines)
    for (const [index, cell] of line.entries()) widths[index] = Math.max(widths[index] ?? 0, cell.length)
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
