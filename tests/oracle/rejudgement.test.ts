import { expect, it } from 'vitest'
import type { EvidenceLine, Investigated } from '../../oracle/evidence.ts'
import { findingsOf } from '../../oracle/findings.ts'
import { Rejudgement } from '../../oracle/rejudgement.ts'
import { ada, answer, classic, dedicated, exchanged, succeed } from './support.ts'

const key = 'RE-200-UPDATE-USUAL:updatePerson:::201'

/** A recording of updates, each answered with the status that is given, alone or for the sake of a finding. */
const recordingOf = (updates: readonly (readonly [cell: string, status: number, of?: Investigated])[]) => {
  const lines: EvidenceLine[] = [{ found: { id: 'abcdefgh', facts: dedicated, fixtures: {}, baseDay: 0 } }]
  for (const [index, [cell, status, investigated]] of updates.entries()) {
    const n = index + 1
    const exchange = { ...exchanged('updatePerson', answer(status, ada), { first_name: 'Ada' }), id: `abcdefgh-${n}` }
    lines.push(
      { exchange },
      {
        case: {
          n,
          cell,
          variant: 'one',
          part: { kind: 'subject', index: 0 },
          ...(investigated === undefined ? {} : { for: investigated }),
          expectation: { steps: [succeed('updatePerson')], relations: [] },
          exchanges: [exchange.id],
          bound: { things: [], markers: [], values: [] },
        },
      },
    )
  }
  return lines
}

const race = 'RE-RACE-DELETE:deletePerson'
const plain = 'RE-READ-BACK:updatePerson'
const lookedInto = (cell: string, seen: number, sendings: number): EvidenceLine => ({
  finding: { key, cell, seen, sendings, replay: cell },
})

const found = (lines: readonly EvidenceLine[]) => {
  const again = new Rejudgement(classic)
  for (const line of lines) again.take(line)
  return findingsOf(again.result().reports).map(({ confirmation, cell, replay }) => ({ confirmation, cell, replay }))
}

it('holds apart what was sent for a finding that a race has shown, and for the same one shown otherwise', () => {
  const lines = [
    ...recordingOf([
      [race, 201],
      [plain, 201],
      [plain, 201, { finding: key, seen: 2, sending: 1 }],
      [race, 200, { finding: key, seen: 1, sending: 1 }],
      [race, 200, { finding: key, seen: 1, sending: 2 }],
      [plain, 201, { finding: key, seen: 2, sending: 2 }],
    ]),
    lookedInto(plain, 2, 2),
    lookedInto(race, 1, 2),
  ]
  expect(found(lines)).toEqual([{ confirmation: { reproduced: 2, of: 2 }, cell: plain, replay: plain }])
})

it('knows what was sent for a finding where the recording does not say which case had shown it', () => {
  const lines = [
    ...recordingOf([
      [plain, 201],
      [plain, 201, { finding: key, sending: 1 }],
    ]),
    lookedInto(plain, 1, 1),
  ]
  expect(found(lines)).toEqual([{ confirmation: { reproduced: 1, of: 1 }, cell: plain, replay: plain }])
})

it('knows of a finding that nobody has looked into that it was not sent again', () => {
  expect(found(recordingOf([[race, 201]]))).toEqual([
    { confirmation: { reproduced: 0, of: 0 }, cell: race, replay: '' },
  ])
})
