import { describe, expect, it } from 'vitest'
import { progress } from '../../reports/terminal/progress.ts'

const following = (inPlace: boolean, total = 100, width = 80, expected?: number) => {
  const written: string[] = []
  let time = 0
  const shown = progress({
    total,
    ...(expected === undefined ? {} : { expected }),
    inPlace,
    width,
    write: (text) => written.push(text),
    now: () => time,
  })
  return {
    written,
    stop: shown.stop,
    at(milliseconds: number, cells: number, exchanges = cells * 10): void {
      time = milliseconds
      shown.update({ cells, exchanges, findings: 1 })
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

  it('tells the time left by the exchanges, where it is known how many it takes', () => {
    const run = following(false, 100, 80, 1000)
    run.at(1000, 1, 400)
    run.at(9000, 20, 900)
    run.at(10_000, 100, 900)
    const left = run.written.map((text) => text.slice(text.indexOf('finding') + 'finding'.length).trim())
    expect(left).toEqual(['· about 1 s left', ''])
    const more = following(false, 100, 80, 50)
    more.at(9000, 10, 60)
    expect(more.written).toEqual(['10 of 100 cells · 60 exchanges · 1 finding\n'])
    const early = following(false, 100, 80, 1000)
    early.at(6000, 1, 10)
    expect(early.written).toEqual(['1 of 100 cells · 10 exchanges · 1 finding\n'])
  })

  it('tells long times in minutes', () => {
    const run = following(false, 1000)
    run.at(100_000, 100)
    expect(run.written[0]).toContain('about 15 min left')
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
