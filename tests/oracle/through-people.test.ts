import { describe, expect, it } from 'vitest'
import type { Relation } from '../../oracle/expectation.ts'
import { contradiction, faultsOf } from '../../oracle/requests.ts'
import type { Judgement } from '../../oracle/results.ts'
import {
  accused,
  answer,
  classic,
  current,
  dedicated,
  exchanged,
  judgeSteps,
  operationOf,
  request,
  type Sent,
  step,
  text,
} from './support.ts'

const slugs = { credentials_number: 1, pin: 3 }

const judged = (steps: readonly Sent[], relations: readonly Relation[], chained = false): Judgement =>
  judgeSteps(steps, relations, { ...dedicated, slugs }, current, chained)

const seen = ({ observations }: Judgement): readonly string[] =>
  observations.map(({ what, detail }) => `${what} ${detail}`)

const headers = [
  ['accept', 'application/json'],
  ['content-type', 'application/json'],
] as const

const person = { id: 7, first_name: 'Ada', enabled: true, groups: [], roles: [] }
const credential = { id: 'R1sRdPO', credential_type_id: 1, person_id: 7, label: 'Card', value: '00112345' }

describe('a credential that is written with its person', () => {
  const written = { first_name: 'Ada', credentials_number: '00112345' }
  const steps = (answered: object, read: object): Sent[] => [
    step('createPerson', answer(201, { ...person, ...answered }), written),
    step('getPerson', answer(200, { ...person, ...read })),
  ]

  it.each<[what: string, answered: object, read: object, accused: string[], seen: string[]]>([
    ['as it was', {}, { credentials_number: '00112345' }, [], []],
    ['masked', {}, { credentials_number: '********' }, [], ['masked-value credentials_number']],
    ['without its zeros', {}, { credentials_number: '112345' }, ['CU-READ-BACK createPerson credentials_number'], []],
    ['as a number', {}, { credentials_number: 112345 }, ['CU-READ-BACK createPerson credentials_number'], []],
    ['nowhere', {}, {}, [], ['credential-not-shown-with-person credentials_number']],
    ['as null', {}, { credentials_number: null }, [], ['credential-not-shown-with-person credentials_number']],
    [
      'only in the first answer',
      { credentials_number: '00112345' },
      {},
      ['CU-READ-BACK createPerson credentials_number'],
      [],
    ],
  ])('is shown %s', (_, answered, read, wanted, noted) => {
    for (const relation of [
      { kind: 'read-back', write: 0, read: 1 },
      { kind: 'accumulated', writes: [0], read: 1 },
    ] as const) {
      const judgement = judged(steps(answered, read), [relation])
      expect(accused(judgement)).toEqual(wanted)
      expect(seen(judgement)).toEqual(noted)
    }
  })

  it.each<[what: string, list: object[], accused: string[], seen: string[]]>([
    ['as it was', [credential], [], []],
    ['masked', [{ ...credential, value: '***' }], [], []],
    ['without a value', [{ ...credential, value: null }], [], []],
    ['without its zeros', [{ ...credential, value: '112345' }], ['CU-READ-BACK createPerson credentials_number'], []],
    ['not at all', [], [], ['credential-of-person-not-listed credentials_number']],
    [
      'under another type alone',
      [{ ...credential, credential_type_id: 3, value: '9' }],
      [],
      ['credential-of-person-not-listed credentials_number'],
    ],
  ])('stands %s in the list of credentials', (_, list, wanted, noted) => {
    const sent = [...steps({}, { credentials_number: '00112345' }), step('listPersonCredentials', answer(200, list))]
    const judgement = judged(sent, [{ kind: 'held', write: 0, list: 2 }])
    expect(accused(judgement)).toEqual(wanted)
    expect(seen(judgement)).toEqual(noted)
  })

  it.each<[what: string, after: object, accused: string[]]>([
    ['is still there', { credentials_number: '1', pin: '0042' }, []],
    ['is masked', { credentials_number: '1', pin: '******' }, []],
    ['is gone', { credentials_number: '1', pin: null }, ['CU-PARTIAL updatePerson pin']],
  ])('beside another, which alone is written again: %s', (_, after, wanted) => {
    const both = { first_name: 'Ada', credentials_number: '0', pin: '0042' }
    const sent = [
      step('createPerson', answer(201, { ...person, ...both }), both),
      step('updatePerson', answer(200, person), { credentials_number: '1' }),
      step('getPerson', answer(200, { ...person, ...after })),
    ]
    expect(accused(judged(sent, [{ kind: 'accumulated', writes: [0, 1], read: 2 }], true))).toEqual(wanted)
  })

  it('is a member that the request may have, where the account has such a type', () => {
    const sent = request('createPerson', { headers, body: text(written) })
    expect(faultsOf(current, sent, slugs)).toEqual([])
    expect(contradiction(current, sent, undefined, slugs)).toBeUndefined()
    expect(faultsOf(current, sent).map(({ rule }) => rule)).toEqual(['unknown-member'])
  })
})

describe('a second credential of one type', () => {
  const first = step('createPersonCredential', answer(201, credential), {
    person_credential: { credential_type_id: 1, value: '00112345' },
  })
  const second = (body: object, status = 409): Sent => [
    {
      operation: 'createPersonCredential',
      outcome: 'second-of-one-type',
      strength: 'must-refuse',
      defect: { rule: 'one-per-type', place: 'state', parameters: ['credential_type_id'] },
    },
    exchanged('createPersonCredential', answer(status, body), {
      person_credential: { credential_type_id: 1, value: '9' },
    }),
  ]
  const relation: Relation = { kind: 'existing', writes: [0], refused: 1 }

  it.each<[what: string, body: object, accused: string[]]>([
    ['the first', credential, []],
    ['the first, masked', { ...credential, value: '****' }, []],
    ['the first, without its value', { ...credential, value: null }, []],
    ['the first with the value of the second', { ...credential, value: '9' }, ['CU-409-BODY createPersonCredential']],
    ['another one', { ...credential, id: 'Zq9' }, ['CU-409-BODY createPersonCredential']],
    ['no credential', { error: 'conflict', error_description: 'x' }, ['CU-409-BODY createPersonCredential']],
  ])('is refused with %s', (_, body, wanted) => {
    expect(accused(judged([first, second(body)], [relation]))).toEqual(wanted)
  })

  it('may be refused with 422, which shows nothing', () => {
    const body = { error: 'validation_failed', error_description: 'x' }
    const all = accused(judged([first, second(body, 422)], [relation]))
    expect(all.filter((one) => !one.startsWith('CU-409-USUAL'))).toEqual([])
  })

  it('is held against what the last update left', () => {
    const update = step('updatePersonCredential', answer(200, {}), {
      person_credential: { value: '8' },
    })
    const steps = (value: string): Sent[] => [first, update, second({ ...credential, value })]
    const both: Relation = { kind: 'existing', writes: [0, 1], refused: 2 }
    expect(accused(judged(steps('8'), [both]))).toEqual([])
    expect(accused(judged(steps('00112345'), [both]))).toEqual(['CU-409-BODY createPersonCredential'])
  })
})

describe('a value that is no PIN', () => {
  const claim = { rule: 'pin', place: 'body', parameters: ['value'] } as const
  const sent = (value: unknown) =>
    request('createPersonCredential', {
      headers,
      body: text({ person_credential: { credential_type_id: 3, value } }),
    })

  it.each(['123', '123456789', '12a456', '123 456', '*****'])('%j is none', (value) => {
    expect(contradiction(current, sent(value), claim)).toBeUndefined()
  })

  it.each(['1234', '0000', '12345678', ' 1234 ', '******', 1234])('%j may be one', (value) => {
    expect(contradiction(current, sent(value), claim)).toMatch(/^claims to break pin value but/)
  })

  it('is refused in the one edition, and may be taken in the other', () => {
    for (const [edition, strength] of [
      [current, 'should-refuse'],
      [classic, 'may-accept'],
    ] as const) {
      const operation = operationOf('createPersonCredential', edition)
      expect(edition.ruleFor(operation, 'pin', 'value').strength).toBe(strength)
    }
  })
})
