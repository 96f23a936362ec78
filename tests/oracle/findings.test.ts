import { describe, expect, it } from 'vitest'
import { findingKey, findingsOf, mergeFindings } from '../../oracle/findings.ts'
import type { Finding } from '../../oracle/results.ts'
import { finding, must, other, report, violation } from './cell-reports.ts'
import { empty, exchange, request } from './support.ts'

describe('findings', () => {
  it('are one where clause, operation, rule, parameters and status are', () => {
    const one = violation('RE-400', 'createPerson', { rule: 'required', parameters: ['b', 'a'] })
    expect(findingKey(one)).toBe('RE-400:createPerson:required:a+b:422')
    expect(findingKey({ ...one, parameters: ['a', 'b'], actual: 'x', step: 4 })).toBe(findingKey(one))
    for (const more of [
      { clause: 'X' },
      { operation: 'X' },
      { rule: 'type' as const },
      { parameters: ['a'] },
      { status: '500' },
    ]) {
      expect(findingKey({ ...one, ...more })).not.toBe(findingKey(one))
    }
  })

  const sized = (text: string, reproduced: number, cell: string): Finding =>
    finding('RE-400', 'createPerson', reproduced, 3, {
      cell,
      occurrences: 2,
      exchanges: [exchange(request('createPerson', { body: { text } }), empty(422))],
    })

  it.each<[string, [string, number][], string]>([
    [
      'the first of equals',
      [
        ['aa', 3],
        ['bb', 3],
      ],
      'aa',
    ],
    [
      'the smaller',
      [
        ['aaa', 3],
        ['b', 3],
      ],
      'b',
    ],
    [
      'the confirmed',
      [
        ['a', 2],
        ['bbb', 3],
      ],
      'bbb',
    ],
    [
      'the one seen again more often',
      [
        ['a', 0],
        ['bbb', 2],
      ],
      'bbb',
    ],
    [
      'the smallest of three',
      [
        ['aaa', 3],
        ['b', 3],
        ['cc', 3],
      ],
      'b',
    ],
  ])('keep %s', (_, drawn, kept) => {
    const [merged, ...rest] = mergeFindings(drawn.map(([text, reproduced]) => sized(text, reproduced, text)))
    expect(rest).toEqual([])
    expect(merged).toMatchObject({ cell: kept, occurrences: drawn.length * 2 })
  })

  it('keep the confirmed before one seen more often', () => {
    const often = finding('RE-400', 'createPerson', 4, 5, { cell: 'often' })
    expect(mergeFindings([often, finding('RE-400', 'createPerson', 3, 3, { cell: 'always' })])[0]?.cell).toBe('always')
  })

  it('of several keys stay apart, in order', () => {
    const keys = mergeFindings([
      finding('RE-400', 'createPerson'),
      finding('RE-500', 'getPerson'),
      finding('RE-400', 'createPerson'),
    ]).map(({ key }) => key)
    expect(keys).toEqual(['RE-400:createPerson:::422', 'RE-500:getPerson:::422'])
  })

  it('of a run count every sighting', () => {
    const one = finding('RE-400', 'createPerson')
    const reports = [
      report(must, { findings: [one], sightings: { [one.key]: 4 } }),
      report(other, { sightings: { [one.key]: 3, other: 1 } }),
    ]
    expect(findingsOf(reports)).toEqual([{ ...one, occurrences: 7 }])
  })
})
