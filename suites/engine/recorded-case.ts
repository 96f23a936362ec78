import type { CasePart, RecordedCase } from '../../oracle/evidence.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expectation } from '../../oracle/expectation.ts'
import type { Observation } from '../../oracle/results.ts'
import type { CasePlace } from './run-case.ts'

/** A case as its recording needs it: its exchanges, which stand there already, by their ids. */
export const recordedCase = ({
  place = nowhere,
  part,
  expectation: { steps, relations, chained, target },
  exchanges,
  things = [],
  bound = { markers: [], values: [] },
  held,
  settled,
}: {
  readonly place: CasePlace | undefined
  readonly part: CasePart
  readonly expectation: Expectation
  readonly exchanges: readonly (Exchange | undefined)[]
  /** What there was when it began. */
  readonly things?: RecordedCase['bound']['things']
  readonly bound?: Omit<RecordedCase['bound'], 'things'>
  readonly held?: string | undefined
  readonly settled?: Observation | undefined
}): Omit<RecordedCase, 'n'> => ({
  ...place,
  part,
  expectation: {
    steps,
    relations,
    ...(chained === undefined ? {} : { chained }),
    ...(target.deletedLater === undefined ? {} : { deletedLater: target.deletedLater }),
  },
  exchanges: exchanges.map((exchange) => exchange?.id ?? null),
  bound: { things, ...bound },
  ...(held === undefined ? {} : { held }),
  ...(settled === undefined ? {} : { settled }),
})

const nowhere: CasePlace = { cell: '', variant: '' }
