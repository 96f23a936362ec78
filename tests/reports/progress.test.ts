import { describe, expect, it } from 'vitest'
import { progress } from '../../reports/terminal/progress.ts'

const following = (inPlace: boolean, total = 100, width = 80) => {
  const written: string[] = []
  let time = 0
  const shown = progress({ total, inPlace, width, write: (text) => written.push(text), now: () => time })
  return {
    written,
    stop: shown.stop,
    at(milliseconds: number, cells: number): void {
      time = milliseconds
      shown.update({ cells, exchanges: cells * 10, findings: 1 })
    },
  }
}

describe('progress without a terminal', () => {
  it('is a line for every tenth of the cells', () => {
    const run = following(false)
    for (let cells = 1; cells <= 100; cells += 1) run.at(cells * 10, cells)
    run.stop()
    expect(run.written).toHaveLength(10)
    expect(run.written[0]).toBe('10 of 100 cells · 100 exchanges · 1 finding · about 1 s left\n')
    expect(run.written.at(-1)).toBe('100 of 100 cells · 1,000 exchanges · 1 finding\n')
    expect(run.written.join('')).not.toContain('\x1b')
  })

  it('is a line at least every five seconds', () => {
    const run = following(false, 1000)
    for (let cells = 1; cells <= 12; cells += 1) run.at(cells * 1000, cells)
    expect(run.written).toHaveLength(2)
  })

  it('tells long times in minutes', () => {
    const run = following(false, 1000)
    run.at(10_000, 10)
    expect(run.written[0]).toContain('about 17 min left')
  })
})

describe('progress on a terminal', () => {
  it('is one line, written over at most ten times a second and removed in the end', () => {
    const run = following(true)
    for (let cells = 1; cells <= 99; cells += 1) run.at(cells * 10, cells)
    expect(run.written.length).toBeLessThanOrEqual(11)
    for (const text of run.written)
      expect([text.at(0), text.slice(-3), text.includes('\n')]).toEqual(['\r', '\x1b[K', false])
    run.stop()
    expect(run.written.at(-1)).toBe('\r\x1b[K')
  })

  it('never reaches the edge', () => {
    const run = following(true, 100, 30)
    run.at(1000, 5)
    expect([...(run.written[0] ?? '').replace(/^\r/, '').replace('\x1b[K', '')]).toHaveLength(29)
  })
})
