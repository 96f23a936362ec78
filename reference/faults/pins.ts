import type { Exchange } from '../exchange.ts'
import { about, overlooking } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Problem } from '../types.ts'
import { pinCode } from '../values.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const refused = broken({ current: ['CU-422-REFUSED'] })

/** The PIN that a request wants to set, if it does. */
const pinIn = ({ members = {}, place, store }: Exchange): unknown => {
  if (place?.kind === 'people') return members.pin
  const held = store.credentials.get(place?.id ?? '')?.type.id ?? members.credential_type_id
  const type = store.credentialTypes.find(({ id }) => id === held)
  return type?.code === pinCode ? members.value : undefined
}

/** Lets PINs of some form pass. */
const passing = (form: RegExp): Hooks =>
  overlooking(({ rule }, exchange) => {
    const pin = pinIn(exchange)
    return rule === 'format' && typeof pin === 'string' && form.test(pin)
  })

/** Rules of the guide "PINs" that are easily overlooked. */
export const pinFaults: readonly Fault[] = [
  fault('pin-of-three-digits-accepted', refused, 'A PIN of three digits is accepted.', passing(/^\d{3}$/)),
  fault('pin-of-nine-digits-accepted', refused, 'A PIN of nine digits and more is accepted.', passing(/^\d{9,}$/)),
  fault('pin-with-letters-accepted', refused, 'Letters are accepted in a PIN.', passing(/[a-z]/i)),
  fault('pin-with-blanks-accepted', refused, 'Blanks are accepted in and around a PIN.', passing(/\d\s|\s\d/)),
  fault(
    'pin-with-leading-zero-refused',
    broken({ current: ['CU-201', 'CU-200-UPDATE'] }),
    'A PIN may not begin with zero.',
    {
      problems(problems, exchange) {
        const pin = pinIn(exchange)
        const problem: Problem = { rule: 'format', param: 'value', message: 'A PIN may not begin with zero.' }
        return about('credentials')(exchange) && typeof pin === 'string' && pin.startsWith('0')
          ? [...problems, problem]
          : problems
      },
    },
  ),
  fault(
    'second-pin-accepted',
    broken({ classic: ['RE-402'], current: ['CU-409'] }),
    'Somebody may have two PINs, though of no other type two.',
    overlooking(
      ({ rule, param }, exchange) =>
        rule === 'unique' && param === 'credential_type_id' && typeof pinIn(exchange) === 'string',
    ),
  ),
  fault('pin-loses-its-zeros-on-update', inBoth('READ-BACK'), 'Zeros in front of a PIN are lost when it is changed.', {
    values: (values, exchange) =>
      about('credentials', 'update')(exchange) && typeof pinIn(exchange) === 'string'
        ? { ...values, value: String(values.value).replace(/^0+(?=\d)/, '') }
        : values,
  }),
]
