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

const remaining = (elapsed: number, done: number, total: number): string => {
  if (done === 0 || done >= total) return ''
  const seconds = Math.ceil(((elapsed / done) * (total - done)) / 1000)
  const text = seconds < 90 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
  return ` · about ${text} left`
}

/**
 * How far a run is: cells, exchanges, findings, and the time left as far as the cells that are done tell. In place at
 * most ten times a second; otherwise a line for every tenth of the cells, or after five seconds.
 */
export const progress = ({ total, write, inPlace, width, now }: ProgressOptions): Progress => {
  const started = now()
  let shownAt = Number.NEGATIVE_INFINITY
  let shownTenth = 0
  let pending = false

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
      const line = `${count(cells)} of ${counted(total, 'cell')} · ${counted(exchanges, 'exchange')} · ${counted(findings, 'finding')}${remaining(time - started, cells, total)}`
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
