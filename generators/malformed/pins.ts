import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { PinSpoiling } from '../draft.ts'
import { pinRequest } from '../valid.ts'
import type { MalformedVariant } from './variant.ts'
import { variant } from './variant.ts'

const spoilings: readonly PinSpoiling[] = ['short', 'long', 'letters', 'blank']

/** Whether a request may give somebody a PIN. */
export const takesPin = ({ body }: Operation): boolean =>
  body === 'person-credential-input' || body === 'credential-input' || body === 'credential-update'

/** Whether an edition says what a PIN looks like. */
const hasPinForm = (edition: Edition, operation: Operation): boolean =>
  takesPin(operation) && edition.ruleFor(operation, 'pin', 'value').strength !== 'may-accept'

/** Values of which an edition says that they are no PINs. */
export const malformedPins = (edition: Edition, operation: Operation): readonly MalformedVariant[] =>
  hasPinForm(edition, operation)
    ? spoilings.map((spoilt) =>
        variant(
          'pin',
          'body',
          ['value'],
          fc.constant({ twin: pinRequest(operation), request: pinRequest(operation, { spoilt }) }),
          { name: spoilt, distinct: 1 },
        ),
      )
    : []
