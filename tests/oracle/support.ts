import { classic } from '../../contract/classic/index.ts'
import { current } from '../../contract/current/index.ts'
import type { Defect } from '../../contract/defect.ts'
import type { Edition } from '../../contract/edition.ts'
import type { Exchange, ObservedBody, RecordedBody, RecordedRequest } from '../../oracle/exchange.ts'
import type { Expectation, Expected, Relation, TargetFacts } from '../../oracle/expectation.ts'
import { judge } from '../../oracle/judge.ts'
import type { Judgement } from '../../oracle/results.ts'

export { classic, current }

export const json = 'application/json; charset=utf-8'

/** A text of three letters that the suite did not send. */
export const tag = '⟦abc.abc.3.a.non-blank,text⟧'

/** A person as it is read. */
export const ada = { id: 7, first_name: 'Ada', last_name: 'Lovelace', enabled: true, groups: [3, 4] }

export interface Answer {
  readonly status: number
  readonly type?: string | undefined
  readonly body?: ObservedBody
}

/** An answer with a JSON body. */
export const answer = (status: number, value: unknown, type: string | undefined = json): Answer => ({
  status,
  type,
  body: { kind: 'json', value, bytes: 10 },
})

/** A list of which only the ids matter. */
export const listOf = (ids: readonly (number | string)[]): Answer =>
  answer(
    200,
    ids.map((id) => ({ id })),
  )

/** An answer with a body that does not parse. */
export const garbage = (status: number, type: string | undefined): Answer => ({
  status,
  type,
  body: { kind: 'text', tag: '⟦a.a.5.p.⟧', error: 'the body looks like HTML or XML', bytes: 5 },
})

export const empty = (status: number): Answer => ({ status })

const paths: Readonly<Record<string, string>> = {
  getPerson: '/api/3/people/7',
  updatePerson: '/api/3/people/7',
  deletePerson: '/api/3/people/7',
  getCredential: '/api/3/credentials/R1sRdPO',
  getPersonCredential: '/api/3/people/7/credentials/R1sRdPO',
}

export const operationOf = (id: string, edition: Edition = classic) => {
  const operation = edition.operations.find((one) => one.id === id)
  if (operation === undefined) throw new Error(`no operation ${id}`)
  return operation
}

export const request = (
  operation: string,
  more: Partial<RecordedRequest> = {},
  edition: Edition = classic,
): RecordedRequest => ({
  operation,
  method: operationOf(operation, edition).method,
  path: paths[operation] ?? operationOf(operation, edition).path.replaceAll(/\{\w+\}/g, '7'),
  headers: [['accept', 'application/json']],
  credentials: { kind: 'key', identity: 'full' },
  ...more,
})

export const text = (value: unknown): RecordedBody => ({ text: JSON.stringify(value) })

export const exchange = (sent: RecordedRequest, { status, type, body }: Answer): Exchange => ({
  id: 'run-1',
  started: 0,
  ended: 1,
  attempt: 1,
  at: 0,
  duration: 5,
  request: sent,
  response: {
    status,
    headers: type === undefined ? {} : { 'content-type': type },
    body: body ?? { kind: 'none' },
  },
})

/** An exchange as it comes of an operation, with the body that was sent where there is one. */
export const exchanged = (operation: string, given: Answer, body?: unknown, edition: Edition = classic): Exchange =>
  exchange(request(operation, body === undefined ? {} : { body: text(body) }, edition), given)

export const failed = (sent: RecordedRequest, kind: 'reset' | 'timeout' | 'unreachable'): Exchange => {
  const { response: _, ...rest } = exchange(sent, empty(200))
  return { ...rest, failure: { kind, message: 'no answer' } }
}

export const dedicated: TargetFacts = { shared: false, timeZone: 'Europe/London' }

export const defect = (place: Defect['place'], rule: Defect['rule'], ...parameters: string[]): Defect => ({
  rule,
  place,
  parameters,
})

export const inBody = (rule: Defect['rule'], ...parameters: string[]): Defect => defect('body', rule, ...parameters)

/** A step that needs no defect to be read. */
export const succeed = (operation: string, edition: Edition = classic): Expected => ({
  operation,
  outcome: operationOf(operation, edition).outcome,
  strength: 'succeed',
})

/** What is expected of a step, and what came of it; nothing where it was not sent. */
export type Sent = readonly [expected: Expected, exchange: Exchange | undefined]

/** A step that should succeed, and what came of it. */
export const step = (operation: string, given: Answer, body?: unknown, edition: Edition = classic): Sent => [
  succeed(operation, edition),
  exchanged(operation, given, body, edition),
]

/** A list that was asked for with a query, and the headers that came with it. */
export const queried = (
  operation: string,
  query: string,
  given: Answer,
  headers: Readonly<Record<string, string>> = {},
): Sent => {
  const plain = request(operation)
  const sent = exchange({ ...plain, path: `${plain.path}${query}` }, given)
  const { response } = sent
  if (response === undefined) throw new Error('it was answered')
  return [succeed(operation), { ...sent, response: { ...response, headers: { ...response.headers, ...headers } } }]
}

export const judgeSteps = (
  steps: readonly Sent[],
  relations: readonly Relation[] = [],
  target: TargetFacts = dedicated,
  edition: Edition = classic,
  chained = false,
): Judgement => {
  const expectation: Expectation = { steps: steps.map(([expected]) => expected), relations, target, chained }
  return judge(
    edition,
    expectation,
    steps.map(([, sent]) => sent),
  )
}

/** Judges one answer to one request. */
export const judgeOne = (
  expected: Expected,
  given: Answer,
  {
    edition = classic,
    sent = request(expected.operation, {}, edition),
    target = dedicated,
  }: { sent?: RecordedRequest; target?: TargetFacts; edition?: Edition } = {},
): Judgement => judgeSteps([[expected, exchange(sent, given)]], [], target, edition)

/** Clauses broken, in order, each as `CLAUSE:operation`. */
export const broken = ({ violations }: Judgement): readonly string[] =>
  violations.map(({ clause, operation }) => `${clause}:${operation}`)

/** The same with the parameters at fault, each as `CLAUSE OPERATION PARAMETERS`. */
export const accused = ({ violations }: Judgement): readonly string[] =>
  violations.map(({ clause, operation, parameters }) => [clause, operation, ...parameters].join(' '))

export const clausesOf = ({ violations }: Judgement): readonly string[] => violations.map(({ clause }) => clause)
