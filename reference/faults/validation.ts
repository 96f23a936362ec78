import { isObject } from '../body.ts'
import type { Exchange } from '../exchange.ts'
import { isText, overlooking } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Members, Problem } from '../types.ts'
import { broken, type Fault, fault } from './fault.ts'

/** Does not mind some problems, and stores something in place of what was given. */
const making = (
  when: (problem: Problem, value: unknown) => boolean,
  make: (value: unknown, values: Members) => unknown,
): Hooks => {
  const pardoned = new WeakMap<Exchange, readonly string[]>()
  return {
    problems: (problems, exchange) => {
      const concerned = problems.filter((problem) => when(problem, exchange.members?.[problem.param]))
      pardoned.set(
        exchange,
        concerned.map(({ param }) => param),
      )
      return problems.filter((problem) => !concerned.includes(problem))
    },
    values: (values, exchange) => {
      const names = pardoned.get(exchange) ?? []
      return { ...values, ...Object.fromEntries(names.map((name) => [name, make(values[name], values)])) }
    },
  }
}

const texts = new Set([
  'salutation',
  'job_title',
  'department',
  'telephone',
  'mobile',
  'notes',
  'barcode',
  'system_id',
  'custom_1',
  'custom_2',
  'custom_3',
  'custom_4',
  'custom_5',
])

/** What goes deeper could not be sent again. */
const shallow = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).every((each) => typeof each !== 'object')

const lateInMonth = /^(\d{4})-(0[1-9]|1[0-2])-(29|30|31)$/

const isDateName = (name: string): boolean => name.startsWith('valid_')

export const validationFaults: readonly Fault[] = [
  fault(
    'absent-accepted',
    broken({ classic: ['RE-400'], current: ['CU-422'] }),
    'A person may be created without any name.',
    overlooking(({ rule, param }) => rule === 'absent' && param.endsWith('_name')),
  ),
  fault(
    'null-accepted',
    broken({ classic: ['RE-400', 'RE-ACCEPTED'], current: ['CU-422'] }),
    'What is required has to be there, but may be null.',
    overlooking(({ rule }) => rule === 'null'),
  ),
  fault('last-name-not-required', 'RE-400', 'Only the first name is required.', {
    ...overlooking(({ rule, param }) => (rule === 'absent' || rule === 'null') && param === 'last_name'),
    values: (values, { action, place }) =>
      action === 'create' && place?.kind === 'people' ? { ...values, last_name: values.last_name ?? '' } : values,
  }),
  fault(
    'credential-type-guessed',
    broken({ classic: ['RE-400'], current: ['CU-422'] }),
    'A credential without a type becomes a card.',
    {
      ...overlooking(({ rule, param }) => (rule === 'absent' || rule === 'null') && param === 'credential_type_id'),
      values: (values, { action, place, store }) =>
        action === 'create' && place?.kind === 'credentials'
          ? { ...values, credential_type_id: values.credential_type_id ?? store.credentialTypes[0]?.id }
          : values,
    },
  ),
  fault('credential-person-not-required', 'RE-400', 'A credential may belong to nobody.', {
    ...overlooking(({ rule, param }) => (rule === 'absent' || rule === 'null') && param === 'person_id'),
    values: (values, { place, action }) =>
      action === 'create' && place?.kind === 'credentials' && !place.nested
        ? { ...values, person_id: values.person_id ?? 0 }
        : values,
  }),
  fault(
    'update-of-credential-without-value',
    broken({ current: ['CU-422'] }),
    'A credential may be updated to no value.',
    overlooking(
      ({ param, rule }, { action }) =>
        param === 'value' && action === 'update' && (rule === 'absent' || rule === 'null'),
    ),
  ),
  fault(
    'blank-accepted',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'Something that consists of blanks counts as given.',
    overlooking(({ rule, param }, { members }) => rule === 'blank' && members?.[param] !== ''),
  ),
  fault(
    'empty-accepted',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'An empty string counts as given.',
    overlooking(({ rule, param }, { members }) => rule === 'blank' && members?.[param] === ''),
  ),
  fault(
    'blank-accepted-on-update',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'An update may blank a name.',
    overlooking(({ rule }, { action }) => rule === 'blank' && action === 'update'),
  ),
  fault(
    'email-form-unchecked',
    broken({ classic: ['RE-400-VALUE-REFUSED', 'RE-ACCEPTED'], current: ['CU-422-REFUSED', 'CU-ACCEPTED'] }),
    'Any text passes for an e-mail address.',
    overlooking(({ rule, param }) => rule === 'format' && param === 'email'),
  ),
  fault(
    'email-needs-only-an-at',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'Any text with an @ in it passes for an e-mail address.',
    overlooking(
      ({ rule, param }, { members }) => rule === 'format' && param === 'email' && String(members?.email).includes('@'),
    ),
  ),
  fault(
    'dates-unchecked',
    broken({ classic: ['RE-400-VALUE-REFUSED', 'RE-ACCEPTED'], current: ['CU-422-REFUSED', 'CU-ACCEPTED'] }),
    'Any text passes for a date, and is stored.',
    overlooking(({ rule, param }) => rule === 'format' && isDateName(param)),
  ),
  fault(
    'broken-date-ignored',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'A broken date is stored as none.',
    making(
      ({ rule, param }) => rule === 'format' && isDateName(param),
      () => null,
    ),
  ),
  fault(
    'date-rolls-over',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'The 30th of February is the 2nd of March.',
    making(
      ({ rule, param }, value) =>
        rule === 'format' && isDateName(param) && typeof value === 'string' && lateInMonth.test(value),
      (value) => {
        const [, year, month, day] = lateInMonth.exec(String(value)) ?? []
        return new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).toISOString().slice(0, 10)
      },
    ),
  ),
  fault(
    'list-for-text-stored',
    broken({ classic: ['RE-ACCEPTED', 'RE-400-VALUE-REFUSED'], current: ['CU-ACCEPTED', 'CU-422-REFUSED'] }),
    'A list where a text is due is stored as it is.',
    overlooking(
      ({ rule, param }, { members }) =>
        rule === 'type' && texts.has(param) && Array.isArray(members?.[param]) && shallow(members?.[param]),
    ),
  ),
  fault(
    'object-for-text-stored',
    broken({ classic: ['RE-ACCEPTED', 'RE-400-VALUE-REFUSED'], current: ['CU-ACCEPTED', 'CU-422-REFUSED'] }),
    'An object as custom field is stored as it is.',
    overlooking(
      ({ rule, param }, { members }) =>
        rule === 'type' && param.startsWith('custom_') && isObject(members?.[param]) && shallow(members?.[param]),
    ),
  ),
  fault(
    'object-stored-as-its-name',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'An object where a text is due is stored as "[object Object]".',
    making(
      ({ rule, param }, value) =>
        rule === 'type' &&
        isObject(value) &&
        !isDateName(param) &&
        param !== 'email' &&
        (texts.has(param) || param.endsWith('_name')),
      () => '[object Object]',
    ),
  ),
  fault(
    'list-joined',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'A list as name is stored with commas between its entries.',
    making(
      ({ rule, param }, value) =>
        rule === 'type' && param.endsWith('_name') && Array.isArray(value) && value.length > 0 && value.every(isText),
      (value) => (Array.isArray(value) ? value.join(', ') : value),
    ),
  ),
  fault(
    'flag-unchecked',
    broken({ classic: ['RE-ACCEPTED', 'RE-400-VALUE-REFUSED'], current: ['CU-ACCEPTED', 'CU-422-REFUSED'] }),
    'Whatever is given as enabled is stored.',
    overlooking(
      ({ rule, param }, { members }) => rule === 'type' && param === 'enabled' && typeof members?.enabled === 'string',
    ),
  ),
  fault(
    'text-as-group-ignored',
    broken({ classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] }),
    'Groups that are no list of ids are taken for none.',
    making(
      ({ rule, param }) => rule === 'type' && param === 'group_ids',
      () => [],
    ),
  ),
  fault(
    'value-of-any-type-stored',
    broken({ classic: ['RE-ACCEPTED', 'RE-400-VALUE-REFUSED'], current: ['CU-ACCEPTED', 'CU-422-REFUSED'] }),
    'A list as the value of a credential is stored as it is.',
    overlooking(
      ({ rule, param }, { members }) =>
        rule === 'type' && param === 'value' && Array.isArray(members?.value) && shallow(members?.value),
    ),
  ),
  fault(
    'unknown-type-accepted',
    broken({ classic: ['RE-404-REFERENCE'], current: ['CU-REFERENCE'] }),
    'A credential may have a type that does not exist.',
    overlooking(({ rule, param }) => rule === 'reference' && param === 'credential_type_id'),
  ),
  fault(
    'unknown-person-accepted',
    'RE-404-REFERENCE',
    'A credential may belong to somebody who does not exist.',
    overlooking(({ rule, param }) => rule === 'reference' && param === 'person_id'),
  ),
]
