import { isObject } from './body.ts'
import { inZone, isDate, timeOf } from './dates.ts'
import { both, type Dialect, dialect, unusual } from './dialect.ts'
import { facts } from './facts.ts'
import { isEmail } from './fields.ts'
import { isText, storing, without } from './hooking.ts'
import type { Hooks } from './hooks.ts'
import { personFields, writable } from './person-fields.ts'
import type { Members, Problem } from './types.ts'

const showingDates = (show: (text: string) => string): Hooks => ({
  shown: (shown, { place }) => {
    if (place?.kind !== 'people') return shown
    const { valid_from: from, valid_to: to } = shown
    return { ...shown, valid_from: isText(from) ? show(from) : from, valid_to: isText(to) ? show(to) : to }
  },
})

const midnight = (zone: string) => (text: string) => (isDate(text) ? inZone(timeOf(text, zone), zone) : text)

/** Looks into a wrapper, and no deeper. */
const trimmed = (members: Members, deep = true): Members =>
  Object.fromEntries(
    Object.entries(members).map(([name, value]) => {
      if (deep && isObject(value)) return [name, trimmed(value, false)]
      return [name, isText(value) ? value.trim() : value]
    }),
  )

const documented = new Set([
  ...writable,
  'credentials_number',
  'key_fob',
  'pin',
  'person_id',
  'credential_type_id',
  'value',
])

const unknownMembers = (members: Members): readonly Problem[] =>
  Object.keys(members)
    .filter((name) => !documented.has(name))
    .map((param) => ({ rule: 'unknown', param, message: `${param} is not known.` }))

const textual = new Set([
  'value',
  'credentials_number',
  'key_fob',
  'pin',
  ...personFields('classic')
    .filter(({ type }) => type === 'text')
    .map(({ name }) => name),
])
/** Members of a person that hold credentials, as the seed's types are called. */
const slugs = ['credentials_number', 'key_fob', 'pin']
const counted = new Set(['person_id', 'credential_type_id', 'organisation_id'])

const wouldBeCoerced = (name: string, value: unknown): boolean => {
  if (textual.has(name)) return typeof value === 'number' || typeof value === 'boolean'
  if (counted.has(name)) return isText(value) && value !== ''
  if (name === 'enabled') return typeof value !== 'boolean' && value !== null
  return Array.isArray(value) && value.some(isText)
}

const coercible = (members: Members): readonly Problem[] =>
  Object.entries(members)
    .filter(([name, value]) => wouldBeCoerced(name, value))
    .map(([param]) => ({ rule: 'type', param, message: `${param} is of the wrong type.` }))

const adding = (find: (members: Members) => readonly Problem[]): Hooks => ({
  problems: (problems, { members, place }) =>
    place?.kind === 'people' || place?.kind === 'credentials' ? [...problems, ...find(members ?? {})] : problems,
})

/** Credentials by themselves, in lists and with their person. */
const showingValues = (show: (text: string) => string): Hooks => ({
  shown: (shown) =>
    Object.fromEntries(
      Object.entries(shown).map(([name, value]) => [name, holdsValue(name) && isText(value) ? show(value) : value]),
    ),
})

const holdsValue = (name: string): boolean => name === 'value' || slugs.includes(name)

const lacksValue = ({ rule, param }: Problem): boolean =>
  param === 'value' && (rule === 'absent' || rule === 'null' || rule === 'blank')

/** Other ways to read, keep and show values. */
export const valueDialects: readonly Dialect[] = [
  unusual(
    'broken-email-accepted',
    { classic: ['RE-400-VALUE-REFUSED'], current: ['CU-422-REFUSED'] },
    'A text that is no e-mail address is stored as none.',
    {
      problems: (problems) => problems.filter(({ rule, param }) => !(rule === 'format' && param === 'email')),
      values: (values) =>
        isText(values.email) && values.email !== '' && !isEmail(values.email) ? { ...values, email: null } : values,
    },
    both,
  ),
  dialect('unknown-groups-ignored', 'Groups and roles that do not exist are left out.', {
    problems: (problems) =>
      problems.filter(({ rule, param }) => !(rule === 'reference' && (param === 'group_ids' || param === 'role_ids'))),
    values: (values, { store: { entities } }) => ({
      ...values,
      ...(Array.isArray(values.group_ids)
        ? { group_ids: values.group_ids.filter((id) => entities.groups.has(String(id))) }
        : {}),
      ...(Array.isArray(values.role_ids)
        ? { role_ids: values.role_ids.filter((id) => entities.roles.has(String(id))) }
        : {}),
    }),
  }),
  dialect(
    'email-in-small-letters',
    'E-mail addresses are stored in small letters.',
    storing((text) => text.toLowerCase(), 'email'),
    both,
  ),
  dialect(
    'texts-trimmed',
    'Blanks around texts are dropped.',
    {
      body: (parsed) => (parsed.ok && isObject(parsed.value) ? { ok: true, value: trimmed(parsed.value) } : parsed),
    },
    both,
  ),
  dialect(
    'texts-normalised',
    'Texts are stored in the normal form C of Unicode.',
    storing((text) => text.normalize('NFC')),
    both,
  ),
  dialect(
    'empty-stored-as-null',
    'Empty texts are stored as null.',
    storing((text) => (text === '' ? null : text)),
    both,
  ),
  dialect(
    'null-shown-as-empty',
    'Where there is no text, an empty one is shown.',
    {
      shown: (shown) =>
        Object.fromEntries(
          Object.entries(shown).map(([name, value]) => [
            name,
            value === null && (textual.has(name) || name === 'email') ? '' : value,
          ]),
        ),
    },
    both,
  ),
  dialect(
    'null-left-out',
    'Members that are null are left out.',
    {
      shown: (shown) => Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null)),
    },
    both,
  ),
  dialect(
    'date-as-midnight-in-zone',
    "Dates are shown as midnight in the account's zone.",
    showingDates(midnight(facts.timeZone)),
  ),
  dialect(
    'date-as-midnight-in-utc',
    'Dates are shown as midnight in UTC.',
    showingDates((text) => (isDate(text) ? `${text}T00:00:00.000Z` : text)),
  ),
  dialect(
    'instants-in-zone',
    "Instants are shown with the offset of the account's zone.",
    {
      shown: (shown) =>
        Object.fromEntries(
          Object.entries(shown).map(([name, value]) => [
            name,
            /_at$/.test(name) && isText(value) ? inZone(Date.parse(value), facts.timeZone) : value,
          ]),
        ),
    },
    both,
  ),
  dialect(
    'more-members',
    'Resources have members that no document names.',
    {
      shown: (shown) => ({ account_id: facts.accountId, links: { self: '/' }, tags: [], ...shown }),
    },
    both,
  ),
  dialect(
    'value-partly-masked',
    'All but the last two characters of the value of a credential are covered by stars.',
    showingValues((text) => '*'.repeat(Math.max(0, text.length - 2)) + text.slice(-2)),
    both,
  ),
  dialect(
    'value-behind-bullets',
    'The last four characters of the value of a credential are shown behind four bullets.',
    showingValues((text) => `••••${text.slice(-4)}`),
    both,
  ),
  dialect(
    'card-without-value',
    'A card may be created without a value.',
    {
      problems: (problems, { action, members }) =>
        action === 'create' && members?.credential_type_id !== facts.pinTypeId
          ? problems.filter((problem) => !lacksValue(problem))
          : problems,
    },
    both,
  ),
  dialect('credential-emptied-by-update', 'A credential may be updated to no value.', {
    problems: (problems, { action, place }) =>
      action === 'update' && place?.kind === 'credentials'
        ? problems.filter((problem) => !lacksValue(problem))
        : problems,
  }),
  dialect('coercible-types-refused', 'Numbers for texts and the like are refused.', adding(coercible), both),
  dialect('unknown-members-refused', 'Members that no document names are refused.', adding(unknownMembers), both),
  dialect(
    'credentials-apart-from-people',
    'Credentials are neither written nor shown with their person, whose other members are ignored.',
    {
      body: (parsed, { place }) =>
        place?.kind === 'people' && parsed.ok && isObject(parsed.value)
          ? { ok: true, value: without(parsed.value, ...slugs) }
          : parsed,
      shown: (shown, { place }) => (place?.kind === 'people' ? without(shown, ...slugs) : shown),
    },
    both,
  ),
  dialect('update-asks-for-names', 'An update is refused that does not name both names, as if it replaced the whole.', {
    problems: (problems, { action, place, members = {} }) =>
      action === 'update' && place?.kind === 'people'
        ? [
            ...['first_name', 'last_name']
              .filter((param) => members[param] === undefined)
              .map((param) => ({ rule: 'absent' as const, param, message: `${param} is required.` })),
            ...problems,
          ]
        : problems,
  }),
  unusual(
    'update-replaces',
    { current: ['CU-PARTIAL'] },
    'An update empties what it does not name.',
    {
      values: (values, { action, place }) =>
        action === 'update' && place?.kind === 'people'
          ? {
              ...Object.fromEntries(
                personFields('classic')
                  .filter(({ name, type }) => !/_name$/.test(name) && type !== 'ids' && type !== 'flag')
                  .map(({ name }) => [name, null]),
              ),
              ...values,
            }
          : values,
    },
    both,
  ),
]
