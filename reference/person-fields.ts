import type { ByEdition, EditionName } from './edition.ts'
import type { Field } from './fields.ts'

/** Texts that a person may have, in the order in which they are shown. */
export const optionalTexts = [
  'salutation',
  'job_title',
  'email',
  'system_id',
  'department',
  'telephone',
  'mobile',
  'notes',
  'barcode',
  'custom_1',
  'custom_2',
  'custom_3',
  'custom_4',
  'custom_5',
] as const

/** The article "People" asks for both names; a guide of the current edition creates somebody with a first name alone. */
const fieldsWith = (lastNameRequired: boolean): readonly Field[] => [
  { name: 'first_name', type: 'text', required: true },
  { name: 'last_name', type: 'text', required: lastNameRequired },
  ...optionalTexts.map((name): Field => ({ name, type: name === 'email' ? 'email' : 'text' })),
  { name: 'organisation_id', type: 'integer' },
  { name: 'enabled', type: 'flag' },
  { name: 'valid_from', type: 'date' },
  { name: 'valid_to', type: 'date' },
  { name: 'group_ids', type: 'ids' },
  { name: 'role_ids', type: 'ids' },
]

const fields: ByEdition<readonly Field[]> = { classic: fieldsWith(true), current: fieldsWith(false) }

/** What may be written to a person besides the credentials, and what of it has to be there. */
export const personFields = (edition: EditionName): readonly Field[] => fields[edition]

/** The names of everything that may be written to a person, besides the credentials. What becomes of pictures is nobody's concern here. */
export const writable: ReadonlySet<string> = new Set([
  ...fields.classic.map(({ name }) => name),
  'image_base64',
  'image_remote_url',
])
