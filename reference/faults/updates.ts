import type { Exchange } from '../exchange.ts'
import { about, isText, without } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Members } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const partial = broken({ current: ['CU-PARTIAL'] })
const readBack = inBoth('READ-BACK')

const updatingPerson = about('people', 'update')
const updatingCredential = about('credentials', 'update')

const updating = (
  when: (exchange: Exchange) => boolean,
  change: (values: Members, exchange: Exchange) => Members,
): Hooks => ({
  values: (values, exchange) => (when(exchange) ? change(values, exchange) : values),
})

const unsigned = (text: string): string => (/^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text)

const emptied = { notes: null, telephone: null, mobile: null, department: null, job_title: null, custom_1: null }

/** Whether one of two members is given without the other. */
const alone = (values: Members, one: string, other: string): boolean => one in values && !(other in values)

/** By the store, what people were called before their last update. */
const formerNames = new WeakMap<object, Map<unknown, unknown>>()

const namesIn = ({ store }: Exchange): Map<unknown, unknown> => {
  const names = formerNames.get(store) ?? new Map<unknown, unknown>()
  formerNames.set(store, names)
  return names
}

export const updateFaults: readonly Fault[] = [
  fault('list-shows-former-names', readBack, 'Lists show what people were called before their last update.', {
    values(values, exchange) {
      const { place, store } = exchange
      const before = updatingPerson(exchange) ? store.people.get(place?.id ?? '') : undefined
      if (before !== undefined) namesIn(exchange).set(before.id, before.members.last_name)
      return values
    },
    shown(shown, exchange) {
      const former = about('people', 'list')(exchange) ? namesIn(exchange).get(shown.id) : undefined
      return former === undefined ? shown : { ...shown, last_name: former }
    },
  }),
  fault(
    'disabling-empties-the-rest',
    partial,
    'Disabling somebody empties what the update does not name.',
    updating(updatingPerson, (values) => (values.enabled === false ? { ...emptied, ...values } : values)),
  ),
  fault(
    'roles-alone-empty-the-groups',
    partial,
    'An update that names roles and no groups empties the groups.',
    updating(updatingPerson, (values) =>
      alone(values, 'role_ids', 'group_ids') ? { ...values, group_ids: [] } : values,
    ),
  ),
  fault(
    'update-enables-the-disabled',
    partial,
    'An update that does not say whether somebody is enabled enables them.',
    updating(updatingPerson, (values) => ({ enabled: true, ...values })),
  ),
  fault(
    'card-alone-removes-the-pin',
    partial,
    'An update that names a card and no PIN takes the PIN away.',
    updating(updatingPerson, (values) =>
      alone(values, 'credentials_number', 'pin') ? { ...values, pin: null } : values,
    ),
  ),
  fault(
    'valid-from-alone-removes-valid-to',
    partial,
    'An update that names valid_from alone empties valid_to.',
    updating(updatingPerson, (values) =>
      alone(values, 'valid_from', 'valid_to') ? { ...values, valid_to: null } : values,
    ),
  ),
  fault(
    'leading-zero-lost-on-update-of-value',
    readBack,
    'Only when it is updated, the value of a credential is stored as a number.',
    updating(updatingCredential, (values) =>
      isText(values.value) ? { ...values, value: unsigned(values.value) } : values,
    ),
  ),
  fault(
    'value-emptied-by-update',
    readBack,
    'An update of the value of a credential stores none.',
    updating(updatingCredential, (values) => ({ ...values, value: null })),
  ),
  fault(
    'leading-zero-lost-on-update-of-barcode',
    readBack,
    'Only when it is updated, a barcode is stored as a number.',
    updating(updatingPerson, (values) =>
      isText(values.barcode) ? { ...values, barcode: unsigned(values.barcode) } : values,
    ),
  ),
  fault(
    'leading-zero-lost-through-person',
    readBack,
    'A card that is given to somebody with a person is stored as a number.',
    {
      values: (values, { place }) =>
        place?.kind === 'people' && isText(values.credentials_number)
          ? { ...values, credentials_number: unsigned(values.credentials_number) }
          : values,
    },
  ),
  fault(
    'zero-stored-as-none-on-update',
    readBack,
    'The organisation 0 is taken for none when it is updated.',
    updating(updatingPerson, (values) =>
      values.organisation_id === 0 ? { ...values, organisation_id: null } : values,
    ),
  ),
  fault(
    'null-ignored-on-update',
    readBack,
    'An update to null is taken for nothing given.',
    updating(updatingPerson, (values) =>
      without(
        values,
        ...['notes', 'telephone', 'custom_2', 'department'].filter(
          (name) => values[name] === null || values[name] === '',
        ),
      ),
    ),
  ),
  fault('roles-lost-beside-groups', readBack, 'Roles are lost where groups are given, too.', {
    values: (values) =>
      Array.isArray(values.group_ids) && values.group_ids.length > 0 && 'role_ids' in values
        ? without(values, 'role_ids')
        : values,
  }),
  fault(
    'update-of-the-disabled-ignored',
    readBack,
    'An update of somebody who is disabled stores nothing but that they are enabled again.',
    updating(updatingPerson, (values, { place, store }) =>
      store.people.get(place?.id ?? '')?.members.enabled === false && values.enabled !== true ? {} : values,
    ),
  ),
  fault('empty-groups-shown-as-null', inBoth('RESOURCE'), 'Whoever is in no group any more has null for groups.', {
    shown: (shown, { place, store }) =>
      place?.kind === 'people' && 'group_ids' in (store.people.get(String(shown.id))?.members ?? {})
        ? { ...shown, groups: Array.isArray(shown.groups) && shown.groups.length === 0 ? null : shown.groups }
        : shown,
  }),
]
