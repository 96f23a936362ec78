import {
  type Alteration,
  cellOf,
  drop,
  type Lines,
  leaveOut,
  malformed,
  sequence,
  subjectOf,
} from './recording-lines.ts'

/** What cells, the run and the first look at the target say, and is not so. */
export const alteredAccounts: readonly Alteration[] = [
  [
    'a cell is gone',
    (lines) => drop(lines, (line) => 'cell' in line && line.cell.cell === malformed),
    1,
    /RE-400:createPerson did not report/,
  ],
  [
    'a cell is said to have been left open',
    (lines) => {
      cellOf(lines, malformed).inconclusive = ['rate-limited']
    },
    3,
    /Inconclusive rate-limited: RE-400:createPerson/,
  ],
  [
    'steps were held back, and their cell does not say so',
    (lines) => {
      subjectOf(lines, sequence).held = 'it has not shown that it is ours'
    },
    1,
    /RE-READ-BACK:updatePerson did not send its cases to their end, and does not say that it was left open/,
  ],
  [
    'something is said to have been left, and a case is gone',
    (lines) => {
      leaveOut(lines, malformed)
      cellOf(lines, malformed).left = ['NONE:nothing']
    },
    1,
    /RE-400:createPerson \S+: of 1 case these are missing/,
  ],
  [
    'a cell is said not to have been exercised, since something is missing',
    (lines) => {
      leaveOut(lines, malformed)
      cellOf(lines, malformed).unexercised = { kind: 'missing', detail: 'The target has no group.' }
    },
    1,
    /RE-400:createPerson says that something is missing from the target, and nothing is/,
  ],
  [
    'a cell is said not to have been exercised, since the budget was used up',
    (lines) => {
      leaveOut(lines, malformed)
      cellOf(lines, malformed).unexercised = { kind: 'budget', detail: 'It was used up.' }
    },
    1,
    /RE-400:createPerson says that it was not exercised \(budget\), and the plan knows no reason/,
  ],
  [
    'a cell is said to have been cut short',
    (lines) => {
      leaveOut(lines, malformed)
      cellOf(lines, malformed).cut = 2
    },
    1,
    /RE-400:createPerson was cut short, and the run came to its end/,
  ],
  [
    'a cell is said to be another one',
    (lines) => {
      cellOf(lines, malformed).carrier = true
    },
    1,
    /RE-400:createPerson is not the cell of that name/,
  ],
  [
    'it is said to be of another suite, and a cell is gone',
    (lines) => {
      for (const line of lines) if ('run' in line) line.run.suite.commit = '0'
      leaveOut(lines, malformed)
      drop(lines, (line) => 'cell' in line && line.cell.cell === malformed)
    },
    3,
    /new in this suite, and not in the recording: RE-400:createPerson.* there is no verdict/,
  ],
  [
    'other generators are said to have drawn it',
    (lines) => {
      for (const line of lines) if ('run' in line) line.run.suite.generators = 1
    },
    1,
    /not compared with what its seed draws.* contradicts itself/,
  ],
  [
    'what the target was found to be is nothing',
    (lines) => {
      for (const line of lines) if ('found' in line) line.found.fixtures = {}
    },
    2,
    /cannot be compared with what its seed draws .*: was it altered\?/,
  ],
  [
    'the target is said to be used by others',
    (lines) => {
      for (const line of lines) if ('found' in line) line.found.facts.shared = true
    },
    1,
    /The facts of the target are not those that it was found to have/,
  ],
  [
    'the seed is another one',
    (lines) => {
      for (const line of lines) if ('run' in line) line.run.seed += 1
    },
    1,
    /is not the one that was drawn|is judged by another expectation|none that the seed draws/,
  ],
  ['something stands behind the end', (lines) => void lines.push(lines[5] as Lines[number]), 2, /behind the end/],
  [
    'what the target was found to be is gone',
    (lines) => drop(lines, (line) => 'found' in line),
    2,
    /A case comes before what the target was found to be/,
  ],
]
