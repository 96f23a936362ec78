import { describe, expect, it } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expectation } from '../../oracle/expectation.ts'
import { judge } from '../../oracle/judge.ts'
import { faultsOf } from '../../oracle/requests.ts'
import {
  answer,
  classic,
  dedicated,
  empty,
  exchanged,
  failed,
  garbage,
  inBody,
  request,
  succeed,
  text,
} from './support.ts'

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}

const written = { first_name: 'Zoë ', last_name: 'L', valid_to: '2030-05-01', group_ids: [1] }
const groups: readonly (readonly [Expectation, readonly (Exchange | undefined)[]])[] = [
  [
    {
      steps: [succeed('createPerson'), succeed('getPerson'), succeed('listPeople')],
      relations: [
        { kind: 'read-back', write: 0, read: 1 },
        { kind: 'listed', create: 0, list: 2 },
      ],
      target: dedicated,
    },
    [
      exchanged('createPerson', answer(201, { id: 7, ...written }), written),
      exchanged(
        'getPerson',
        answer(200, { id: 7, first_name: 'Zoë', last_name: 'M', valid_to: '2030-04-30T23:00:00Z' }),
      ),
      exchanged('listPeople', answer(200, [{ id: 7 }, { id: 7 }])),
    ],
  ],
  [
    {
      steps: [
        succeed('getPerson'),
        {
          operation: 'updatePerson',
          outcome: 'invalid-value',
          strength: 'should-refuse',
          defect: inBody('format', 'email'),
        },
        succeed('getPerson'),
      ],
      relations: [{ kind: 'unchanged', refused: 1, before: 0, after: 2 }],
      target: { shared: true },
    },
    [
      exchanged('getPerson', answer(200, { id: 7 })),
      exchanged('updatePerson', answer(400, { error: { type: '', param: 'x' } }), { email: 'x' }),
      exchanged('getPerson', empty(410)),
    ],
  ],
  [
    {
      steps: [succeed('getPerson'), succeed('getPerson'), succeed('getPerson'), succeed('getPerson')],
      relations: [],
      target: dedicated,
    },
    [
      exchanged('getPerson', garbage(200, 'text/html')),
      failed(request('getPerson'), 'timeout'),
      undefined,
      exchanged('getPerson', empty(429)),
    ],
  ],
]

describe('judging', () => {
  it.each(groups)('changes nothing and says the same again (%#)', (expectation, exchanges) => {
    const first = judge(classic, expectation, exchanges)
    const copy = JSON.parse(JSON.stringify(first))
    deepFreeze(expectation)
    deepFreeze(exchanges)
    expect(judge(classic, expectation, exchanges)).toEqual(copy)
    expect(judge(structuredCopy(), JSON.parse(JSON.stringify(expectation)), structuredClone(exchanges))).toEqual(copy)
    expect(first).toEqual(copy)
  })

  it('looks at a request in the same way', () => {
    const sent = deepFreeze(request('createPerson', { body: text({ first_name: 5 }) }))
    expect(faultsOf(classic, sent)).toEqual(faultsOf(classic, structuredClone(sent)))
  })

  it('knows only operations of the edition', () => {
    const expectation: Expectation = {
      steps: [{ ...succeed('getPerson'), operation: 'flyToTheMoon' }],
      relations: [],
      target: dedicated,
    }
    expect(() => judge(classic, expectation, [exchanged('getPerson', empty(200))])).toThrow('no operation flyToTheMoon')
  })
})

/** An edition that nothing has been compiled for, and that may not be changed. */
const structuredCopy = () => ({ ...classic, schemas: deepFreeze(structuredClone(classic.schemas)) })
