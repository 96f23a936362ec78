import type { Defect } from '../../contract/defect.ts'
import type { Expected } from '../../oracle/expectation.ts'
import { defect, inBody } from './support.ts'

/**
 * What each status means for each outcome and strength, written out by hand: nothing here is computed from the
 * contract's tables. `unclear` says that the status is no verdict; `rest` is any status that is not named.
 */
export interface Row {
  readonly name: string
  readonly expected: Expected
  readonly shared?: boolean
  /** Statuses by the clause that they break. */
  readonly breaks: Readonly<Record<string, readonly number[]>>
  readonly fine: readonly number[]
  readonly unclear?: readonly number[]
  readonly rest4xx: string
  /** 400 and above that is not 4xx; the same for 2xx and 3xx unless given. */
  readonly rest5xx: string
  readonly rest2xx: string
  readonly rest3xx: string
}

/** A row in which any status that is not named breaks one clause. */
export const row = (
  name: string,
  expected: Expected,
  fine: readonly number[],
  clause: string,
  breaks: Row['breaks'] = {},
): Row => ({
  name,
  expected,
  fine,
  breaks,
  rest2xx: clause,
  rest3xx: clause,
  rest4xx: clause,
  rest5xx: clause,
})

/** @param serverError the clause that any mistake of the server breaks */
export const rowsOf =
  (serverError: string) =>
  (...given: Parameters<typeof row>): Row => ({ ...row(...given), rest5xx: serverError })

export const usually = [429, 502, 503, 504]
export const success2xx = Array.from({ length: 100 }, (_, index) => 200 + index)

/** Whatever comes breaks nothing, and only what was to be provoked is evidence: a limit that is met there is none. */
export const permittedRow = (name: string, expected: Expected): Row => ({
  ...row(
    name,
    expected,
    Array.from({ length: 500 }, (_, index) => 100 + index),
    '',
  ),
  unclear: [429],
})

/** What a gateway says says nothing of a limit either. */
export const unclearOfLimit: readonly number[] = [502, 504]

export const step = (
  operation: string,
  outcome: Expected['outcome'],
  strength: Expected['strength'],
  broken?: Defect,
): Expected => ({
  operation,
  outcome,
  strength,
  ...(broken === undefined ? {} : { defect: broken }),
})

/** The steps that are the same in every edition. What their statuses mean is for each edition to say. */
export const steps = {
  exotic: step('listPeople', 'read', 'may-refuse'),
  malformedBody: step('createPerson', 'malformed-body', 'must-refuse', defect('wire', 'body-syntax')),
  unauthenticated: step('getAccount', 'unauthenticated', 'must-refuse', defect('key', 'key')),
  unauthenticatedHeader: step('getAccount', 'unauthenticated-header', 'must-refuse', defect('key', 'key-form')),
  requestFailed: step('createPerson', 'request-failed', 'must-refuse', defect('state', 'unique', 'email')),
  secondOfOneType: step(
    'createPersonCredential',
    'second-of-one-type',
    'must-refuse',
    defect('state', 'one-per-type', 'value'),
  ),
  commandRefused: step('admitChannel', 'command-refused', 'must-refuse', defect('state', 'commandable')),
  hidden: step('getPerson', 'hidden', 'must-refuse', defect('state', 'visible')),
  notFound: step('getPerson', 'not-found', 'must-refuse', defect('path', 'known-id', 'id')),
  unsupportedMethod: step('getPerson', 'unsupported-method', 'must-refuse', defect('method', 'method', 'PATCH')),
  notAcceptable: step('getPerson', 'not-acceptable', 'must-refuse', defect('accept', 'accept')),
  notAcceptableSuffix: step('getPerson', 'not-acceptable-suffix', 'must-refuse', defect('path', 'suffix')),
  gone: step('getPerson', 'gone', 'must-refuse', defect('state', 'alive')),
  goneAgain: step('deletePerson', 'gone-again', 'must-refuse', defect('state', 'alive-again')),
  absent: step('listRoles', 'absent', 'must-refuse'),
  maintenance: step('getAccount', 'maintenance', 'must-refuse'),
  badGateway: { ...step('getAccount', 'bad-gateway', 'succeed'), anyBody: true },
  gatewayTimeout: { ...step('getAccount', 'gateway-timeout', 'succeed'), anyBody: true },
  invalidValue: step('createPerson', 'invalid-value', 'should-refuse', inBody('format', 'email')),
  unknownCode: step('listEvents', 'unknown-code', 'must-refuse', defect('query', 'enum', 'event_codes')),
  oddValue: step('createPerson', 'invalid-value', 'may-accept', inBody('coercible-type', 'first_name')),
  oddOnTheWire: step('createPerson', 'malformed-body', 'may-accept', defect('wire', 'content-type')),
  oddPath: { ...step('getPerson', 'unroutable', 'may-accept', defect('path', 'known-path', 'id')), anyBody: true },
} as const satisfies Readonly<Record<string, Expected>>
