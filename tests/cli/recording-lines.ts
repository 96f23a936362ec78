import type { EvidenceLine, RecordedCase } from '../../oracle/evidence.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { CellReport } from '../../oracle/results.ts'

export const malformed = 'RE-400:createPerson'
export const sequence = 'RE-READ-BACK:updatePerson'

/** Of each kind something: a malformed request with its twin, something that was deleted, a sequence. */
export const cells = [malformed, 'RE-410:getPerson', sequence, 'RE-401:listSites']

type Mutable<T> = { -readonly [K in keyof T]: Mutable<T[K]> }

/** The lines of a recording, to be altered in place. What is to be altered and is not there is an error. */
export type Lines = Mutable<EvidenceLine>[]

/** Does something to the lines of a recording, after which `judge` ends with that code and says that. */
export type Alteration = [what: string, alter: (lines: Lines) => void, code: number, says: RegExp]

export const read = (lines: readonly string[]): Lines => lines.map((line) => JSON.parse(line))

export const casesIn = (lines: Lines): Mutable<RecordedCase>[] =>
  lines.flatMap((line) => ('case' in line ? [line.case] : []))

/** The first case of a cell that is what the cell is about. */
export const subjectOf = (lines: Lines, cell: string): Mutable<RecordedCase> => {
  const found = casesIn(lines).find((one) => one.cell === cell && one.part.kind === 'subject')
  if (found === undefined) throw new Error(`There is no case of ${cell}.`)
  return found
}

/** The first case that removes something which the malformed request has left. */
export const removalIn = (lines: Lines): Mutable<RecordedCase> => {
  const found = casesIn(lines).find(({ cell, part }) => cell === malformed && part.kind === 'tear-down')
  if (found === undefined) throw new Error('Nothing is removed.')
  return found
}

export const exchangeOf = (lines: Lines, { exchanges }: Mutable<RecordedCase>, step = 0): Mutable<Exchange> => {
  const found = lines.flatMap((line) => ('exchange' in line ? [line.exchange] : []))
  const one = found.find(({ id }) => id === exchanges[step])
  if (one === undefined) throw new Error(`There is no exchange of step ${step}.`)
  return one
}

/** What a cell said of itself. */
export const cellOf = (lines: Lines, cell: string): Mutable<CellReport> => {
  const found = lines.flatMap((line) => ('cell' in line && line.cell.cell === cell ? [line.cell] : []))[0]
  if (found === undefined) throw new Error(`There is no cell ${cell}.`)
  return found
}

/** Leaves out the first line that is so. */
export const drop = (lines: Lines, is: (line: Lines[number]) => boolean): void => {
  const at = lines.findIndex(is)
  if (at === -1) throw new Error('There is no such line.')
  lines.splice(at, 1)
}

/** Counts the cases anew, so that no number shows that one is gone. */
export const renumber = (lines: Lines): void => {
  for (const [index, one] of casesIn(lines).entries()) one.n = index + 1
}

/** Leaves out all cases of a cell, and what was sent for them. */
export const leaveOut = (lines: Lines, cell: string): void => {
  const ids = new Set(casesIn(lines).flatMap((one) => (one.cell === cell ? one.exchanges : [])))
  const kept = lines.filter(
    (line) => !('case' in line && line.case.cell === cell) && !('exchange' in line && ids.has(line.exchange.id)),
  )
  lines.splice(0, lines.length, ...kept)
  renumber(lines)
}
