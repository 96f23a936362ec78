import type { RecordedRequest } from '../../oracle/exchange.ts'
import { faultsOf } from '../../oracle/requests.ts'
import { classic, request, text } from './support.ts'

/** What the oracle sees in a request by itself, as short text. */

export const asJson = ['content-type', 'application/json'] as const

/** The least that a person is created with. */
export const least = { first_name: 'Ada', last_name: 'Lovelace' }

/** The rules that a request breaks, each as `RULE PLACE PARAMETERS`. */
export const faults = (sent: RecordedRequest): string[] =>
  faultsOf(classic, sent).map(({ rule, place, parameters }) => [rule, place, ...parameters].join(' '))

/** The rules that a creation of a person with this body breaks. */
export const creating = (body: unknown, more: Partial<RecordedRequest> = {}): string[] =>
  faults(request('createPerson', { headers: [asJson], body: text(body), ...more }))
