import { count, counted, cut } from './text.ts'

export interface ProgressState {
  /** Cells that are done. */
  readonly cells: number
  readonly exchanges: number
  readonly findings: number
}

export interface ProgressOptions {
  /** Cells of the run. */
  readonly total: number
  /** Exchanges that it takes, about: cells without requests of their own are all done at its end, in no time. */
  readonly expected?: number
  readonly write: (text: string) => void
  /** One line that is written over, rather than a line now and then. */
  readonly inPlace: boolean
  /** Columns of the terminal. */
  readonly width: number
  /** Milliseconds on any clock that only goes forward. */
  readonly now: () => number
}

export interface Progress {
  update(state: ProgressState): void
  /** Removes the line that was written over, so that a report can follow. */
  stop(): void
}

const between = { inPlace: 100, plain: 5000 }

/** Of a run that has hardly begun nobody knows how long it takes. */
const tooEarly = 0.05

const remaining = (elapsed: number, share: number): string => {
  if (share < tooEarly || share >= 1) return ''
  const seconds = Math.ceil(((elapsed / share) * (1 - share)) / 1000)
  const text = seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  return ` · about ${text} left`
}

/**
 * How far a run is: cells, exchanges, findings, and the time left as far as what is done tells. In place at
 * most ten times a second; otherwise a line for every tenth of the cells, or after five seconds.
 */
export const progress = ({ total, expected, write, inPlace, width, now }: ProgressOptions): Progress => {
  const started = now()
  let shownAt = Number.NEGATIVE_INFINITY
  let shownTenth = 0
  let pending = false

  // Where more is sent than was expected, nothing tells: most cells end with the last of the exchanges.
  const shareOf = (cells: number, exchanges: number): number =>
    expected === undefined ? cells / total : Math.max(cells / total, Math.min(1, exchanges / expected))

  return {
    update({ cells, exchanges, findings }) {
      const time = now()
      const tenth = total === 0 ? 0 : Math.floor((cells * 10) / total)
      const due = inPlace
        ? time - shownAt >= between.inPlace || cells >= total
        : tenth > shownTenth || time - Math.max(shownAt, started) >= between.plain
      if (!due) return
      shownAt = time
      shownTenth = tenth
      const line = `${count(cells)} of ${counted(total, 'cell')} · ${counted(exchanges, 'exchange')} · ${counted(findings, 'finding')}${remaining(time - started, shareOf(cells, exchanges))}`
      if (inPlace) write(`\r${cut(line, Math.max(width - 1, 10))}\x1b[K`)
      else write(`${line}\n`)
      pending = inPlace
    },
    stop() {
      if (pending) write('\r\x1b[K')
      pending = false
    },
  }
}
