import { describe, expect, it } from 'vitest'
import { Assembly } from '../../oracle/assembly.ts'
import type { Exchange } from '../../oracle/exchange.ts'

/** One that nobody has sent: its answer says of itself that it is one byte long. */
const exchange = (number: number, value: unknown): Exchange => ({
  id: `abcdefgh-${number}`,
  started: number,
  ended: number,
  attempt: 1,
  at: 0,
  duration: 1,
  request: { operation: 'getPerson', method: 'GET', path: '/people/1', headers: [], credentials: { kind: 'none' } },
  response: { status: 200, headers: {}, body: { kind: 'json', value, bytes: 1 } },
})

const taking = (value: unknown, count: number) => () => {
  const assembly = new Assembly()
  for (let number = 1; number <= count; number += 1) assembly.take({ exchange: exchange(number, value) })
}

describe('exchanges that belong to no case', () => {
  it.each([
    ['long', 'x'.repeat(30_000_000)],
    ['empty, and many', Array.from({ length: 1_000_000 }, () => [])],
  ])('are refused before they fill the memory, where their values are %s', (_, value) => {
    expect(taking(value, 20)).toThrow('Too many of its exchanges belong to no case.')
    expect(taking(value, 5)).not.toThrow()
  })

  it('are kept where they are what a run leaves', () => {
    expect(taking({ id: 4711, first_name: 'Ada', last_name: 'Lovelace' }, 20_000)).not.toThrow()
  })

  it('are refused where they are nested deeper than anybody can write', () => {
    let deep: unknown = []
    for (let level = 0; level < 100_000; level += 1) deep = [deep]
    expect(taking(deep, 1)).toThrow('Exchange abcdefgh-1 is nested too deep.')
  })
})
