import {
  type Alteration,
  casesIn,
  drop,
  malformed,
  removalIn,
  renumber,
  sequence,
  subjectOf,
} from './recording-lines.ts'

/** Cases that are left out, or say something else of themselves than they did. */
export const alteredCases: readonly Alteration[] = [
  [
    'a case is left out',
    (lines) => drop(lines, (line) => 'case' in line && line.case.part.kind === 'subject'),
    2,
    /Case \d+ is missing: case \d+ stands in its place/,
  ],
  [
    'a case is left out, and the others are counted anew',
    (lines) => {
      const { n } = subjectOf(lines, malformed)
      drop(lines, (line) => 'case' in line && line.case.n === n)
      renumber(lines)
    },
    1,
    /RE-400:createPerson \S+: of 1 case these are missing: 0/,
  ],
  [
    'a cell says that it is done before its cases come',
    (lines) => {
      const said = lines.findIndex((line) => 'cell' in line && line.cell.cell === malformed)
      const first = lines.findIndex((line) => 'case' in line && line.case.cell === malformed)
      lines.splice(first, 0, ...lines.splice(said, 1))
    },
    1,
    /RE-400:createPerson \S+: of 1 case these are missing: 0/,
  ],
  [
    'the request in order is left out',
    (lines) => {
      drop(lines, (line) => 'case' in line && line.case.cell === malformed && line.case.part.kind === 'twin')
      renumber(lines)
    },
    1,
    /RE-400:createPerson \S+: the request in order is missing/,
  ],
  [
    'a case is said to have been sent for a finding',
    (lines) => {
      subjectOf(lines, malformed).for = { finding: 'RE-400:createPerson:required:last_name:201' }
    },
    1,
    /of 1 case these are missing/,
  ],
  [
    'more is allowed than was',
    (lines) => {
      const [step] = subjectOf(lines, malformed).expectation.steps
      if (step !== undefined) step.strength = 'may-accept'
    },
    1,
    /is judged by another expectation than the one that it was drawn with/,
  ],
  [
    'a relation is left out',
    (lines) => {
      subjectOf(lines, sequence).expectation.relations = []
    },
    1,
    /is judged by another expectation/,
  ],
  [
    'a case refers to a stranger',
    (lines) => {
      for (const thing of subjectOf(lines, sequence).bound.things) thing[1] = 4
    },
    1,
    /nothing of its cell has made the \w+ that it refers to/,
  ],
  [
    'a case carries the marker of another one',
    (lines) => {
      const marked = casesIn(lines).filter(({ bound }) => bound.markers.length > 0)
      const [first, second] = marked
      if (first !== undefined && second !== undefined) second.bound.markers = first.bound.markers
    },
    1,
    /is the marker of case \d+/,
  ],
  [
    'a removal is left out with its exchange',
    (lines) => {
      const removal = removalIn(lines)
      drop(lines, (line) => 'exchange' in line && line.exchange.id === removal.exchanges[0])
      drop(lines, (line) => 'case' in line && line.case.n === removal.n)
      renumber(lines)
    },
    1,
    /Exchanges are missing: \d+/,
  ],
  [
    'a removal is left out, and its exchange is not',
    (lines) => {
      const removal = removalIn(lines)
      drop(lines, (line) => 'case' in line && line.case.n === removal.n)
      renumber(lines)
    },
    1,
    /Exchange \w+-\d+ belongs to no case/,
  ],
  [
    'a removal is said to belong to the first look',
    (lines) => {
      removalIn(lines).part = { kind: 'discovery' }
    },
    1,
    /is nothing that a first look reads/,
  ],
  [
    'a removal is said to have been sent for a finding',
    (lines) => {
      removalIn(lines).for = { finding: 'RE-200:getPerson:::404' }
    },
    1,
    /Cases were sent for a finding that is not there/,
  ],
  [
    'deletions are said to come later',
    (lines) => {
      subjectOf(lines, 'RE-410:getPerson').expectation.deletedLater = ['people']
    },
    1,
    /no deletion of any was answered 202/,
  ],
]
