import { classic } from '../../contract/classic/index.ts'
import type { Exchange, RecordedRequest, RecordedResponse } from '../../oracle/exchange.ts'
import type { CellVerdict, Finding, RunResult } from '../../oracle/results.ts'

export const edition = classic

const request: RecordedRequest = {
  operation: 'createPerson',
  method: 'POST',
  path: '/api/3/people',
  headers: [
    ['accept', 'application/json'],
    ['content-type', 'application/json'],
  ],
  credentials: { kind: 'key', identity: 'full' },
  body: { text: '{"first_name":"A"}' },
}

const created: RecordedResponse = {
  status: 201,
  headers: {},
  body: { kind: 'json', value: { id: 4711, first_name: 'A' }, bytes: 28 },
}

export const exchange = (more: Partial<Exchange> = {}): Exchange => ({
  id: 'run-1',
  started: 1,
  ended: 2,
  attempt: 1,
  at: 0,
  duration: 3,
  request,
  response: created,
  ...more,
})

export const asked = (more: Partial<RecordedRequest>): RecordedRequest => ({ ...request, ...more })

export const finding = (more: Partial<Finding> = {}): Finding => ({
  key: 'RE-400:createPerson:required:last_name:201',
  level: 'MUST',
  violation: {
    clause: 'RE-400',
    operation: 'createPerson',
    rule: 'required',
    parameters: ['last_name'],
    status: '201',
    step: 0,
    expected: '400, and `param` naming last_name if it is present',
    actual: '',
  },
  occurrences: 1,
  exchanges: [exchange()],
  atFault: 0,
  confirmation: { reproduced: 3, of: 3 },
  replay: 'RE-400:createPerson:required.last_name:1.1f3a9c2e:0',
  cell: 'RE-400:createPerson',
  ...more,
})

export const cell = (clause: string, operation: string, more: Partial<CellVerdict> = {}): CellVerdict => ({
  cell: `${clause}:${operation}`,
  clause,
  operation,
  level: edition.clauses.find(({ id }) => id === clause)?.level ?? 'MUST',
  verdict: 'pass',
  evidence: 12,
  cases: 5,
  exchanges: 6,
  statuses: { 200: 6 },
  reasons: [],
  ...more,
})

export const result = (more: Partial<RunResult> = {}): RunResult => ({
  suite: { version: '0.1.0', generators: 1 },
  run: {
    id: 'run',
    edition: 'classic',
    profile: 'gate',
    plan: 'a'.repeat(64),
    seed: 42,
    url: 'https://staging.example.com/base',
    kind: 'dedicated',
    startedAt: '2026-01-01T00:00:00Z',
    duration: 12.34,
    budgets: {},
    interrupted: false,
    strict: false,
    command: 'doorflow-conformance run --config staging.yaml --seed 42',
    target: '',
  },
  cells: [cell('RE-200', 'getPerson'), cell('RE-410', 'getPerson'), cell('RE-200', 'listPeople')],
  findings: [],
  observations: [],
  statuses: { 'getPerson 200': 1000, 'listPeople 200': 500, 'getPerson 410': 3 },
  durations: { getPerson: { 2: 900, 4: 100, 10: 3 }, listPeople: { 4: 500 } },
  cases: 20,
  exchanges: 1503,
  digest: 'd'.repeat(64),
  leftovers: [],
  suiteFaults: [],
  ...more,
})
