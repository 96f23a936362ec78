import { findingKey } from '../../oracle/findings.ts'
import type { CellReport, Finding, Violation } from '../../oracle/results.ts'
import type { Waiver } from '../../oracle/waiver.ts'
import { classic, empty, exchange, request } from './support.ts'

/** What cells report, and what was found there. */

export const violation = (clause: string, operation: string, more: Partial<Violation> = {}): Violation => ({
  clause,
  operation,
  parameters: [],
  status: '422',
  step: 0,
  expected: '400',
  actual: '',
  ...more,
})

/** A finding that was seen again `reproduced` times out of `of`. */
export const finding = (
  clause: string,
  operation: string,
  reproduced = 3,
  of = 3,
  more: Partial<Finding> = {},
): Finding => {
  const broken = violation(clause, operation)
  return {
    key: findingKey(broken),
    level: classic.clauses.find(({ id }) => id === clause)?.level ?? 'MUST',
    violation: broken,
    occurrences: 1,
    exchanges: [exchange(request(operation), empty(422))],
    atFault: 0,
    confirmation: { reproduced, of },
    replay: 'token',
    cell: `${clause}:${operation}`,
    ...more,
  }
}

export const report = (cell: string, more: Partial<CellReport> = {}): CellReport => {
  const [clause = '', operation = ''] = cell.split(':')
  return {
    cell,
    clause,
    operation,
    carrier: false,
    cases: 1,
    exchanges: 1,
    digest: '',
    examined: {},
    statuses: {},
    durations: {},
    findings: [],
    sightings: {},
    left: [],
    observations: [],
    inconclusive: [],
    ...more,
  }
}

/** A waiver that holds until the end of June 2030. */
export const waiver = (clause: string, more: Partial<Waiver> = {}): Waiver => ({
  clause,
  reason: 'known',
  owner: 'Ada',
  expires: '2030-06-30',
  flaky: false,
  where: 'waivers.yaml:2:5',
  ...more,
})

export const must = 'RE-400:createPerson'
export const should = 'RE-400-VALUE-REFUSED:createPerson'
export const other = 'RE-200:getPerson'
