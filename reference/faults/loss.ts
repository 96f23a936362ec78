import { isText, storing, storingFreeText, succeeded, without } from '../hooking.ts'
import type { Members } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const code = inBoth('READ-BACK')

const unsigned = (text: string): string => (/^\d+$/.test(text) ? text.replace(/^0+(?=\d)/, '') : text)

const latin1 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

const ascii = (text: string): string => text.replace(/[^\0-\x7f]/gu, '?')

const marks = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').normalize('NFC')

const changing = (change: (values: Members) => Members, ...actions: readonly string[]) => ({
  values: (values: Members, { action }: { readonly action: string | undefined }) =>
    actions.length === 0 || actions.includes(action ?? '') ? change(values) : values,
})

const dayBefore = (text: string): string => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return text
  return new Date(Date.parse(text) - 86_400_000).toISOString().slice(0, 10)
}

/** As much of a day or a moment as 32 bits of seconds hold. */
const within32Bits = (text: string): string => {
  const last = 2 ** 31 - 1
  return Date.parse(text) / 1000 > last ? new Date(last * 1000).toISOString().slice(0, text.length) : text
}

/** Digits of Arabic and Persian, which lie in one row each. */
const westernDigits = (text: string): string =>
  text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf))

export const lossFaults: readonly Fault[] = [
  fault(
    'leading-zero-lost-in-value',
    code,
    'The value of a credential is stored as a number.',
    storing(unsigned, 'value'),
  ),
  fault(
    'leading-zero-lost-below-the-person',
    code,
    'Only below a person the value of a credential is stored as a number.',
    {
      values: (values, { place }) =>
        place?.nested && isText(values.value) ? { ...values, value: unsigned(values.value) } : values,
    },
  ),
  fault('leading-zero-lost-in-barcode', code, 'A barcode is stored as a number.', storing(unsigned, 'barcode')),
  fault(
    'number-like-text-normalised',
    code,
    'A custom field that looks like a number is stored as one.',
    storing(
      (text) => (text !== '' && text.trim() === text && Number.isFinite(Number(text)) ? String(Number(text)) : text),
      'custom_1',
      'custom_2',
      'custom_3',
      'custom_4',
      'custom_5',
    ),
  ),
  fault('umlauts-garbled', code, 'UTF-8 is read as Latin-1.', storingFreeText(latin1)),
  fault(
    'non-ascii-replaced',
    code,
    'What is not ASCII becomes a question mark in names.',
    storing(ascii, 'first_name', 'last_name'),
  ),
  fault(
    'astral-characters-lost',
    code,
    'Characters beyond the basic plane are dropped.',
    storingFreeText((text) => text.replace(/[\u{10000}-\u{10ffff}]/gu, '')),
  ),
  fault(
    'text-cut-at-astral-character',
    code,
    'Notes end at the first character beyond the basic plane.',
    storing((text) => text.replace(/[\u{10000}-\u{10ffff}].*$/su, ''), 'notes'),
  ),
  fault('marks-lost-on-update', code, 'An update strips accents from names.', {
    values: (values, { action }) =>
      action === 'update'
        ? Object.fromEntries(
            Object.entries(values).map(([name, value]) => [
              name,
              name.endsWith('_name') && isText(value) ? marks(value) : value,
            ]),
          )
        : values,
  }),
  fault(
    'text-cut-at-255',
    code,
    'Texts are cut at 255 characters.',
    storingFreeText((text) => text.slice(0, 255)),
  ),
  fault(
    'custom-field-cut-at-64',
    code,
    'Custom fields are cut at 64 characters.',
    storing((text) => text.slice(0, 64), 'custom_1', 'custom_2', 'custom_3', 'custom_4', 'custom_5'),
  ),
  fault(
    'long-text-loses-its-last',
    code,
    'Texts of more than 100 characters lose the last one.',
    storingFreeText((text) => (text.length > 100 ? text.slice(0, -1) : text)),
  ),
  fault(
    'line-breaks-lost',
    code,
    'Line breaks in notes become blanks.',
    storing((text) => text.replace(/\s*\n/g, ' '), 'notes'),
  ),
  fault(
    'control-characters-lost',
    code,
    'Control characters are dropped from texts.',
    storingFreeText((text) => text.replace(/\p{Cc}/gu, '')),
  ),
  fault(
    'inner-blanks-collapsed',
    code,
    'Several blanks inside a last name become one.',
    storing((text) => text.replace(/(\S)\s{2,}(?=\S)/g, '$1 '), 'last_name'),
  ),
  fault(
    'name-recased',
    code,
    'Names are written with one capital.',
    storing((text) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase(), 'first_name', 'last_name'),
  ),
  fault(
    'particle-capitalised',
    code,
    'A last name that begins with a particle gets a capital.',
    storing((text) => text.replace(/^d(?=(?:e|i|a) )/, 'D').replace(/^v(?=(?:an|on) )/, 'V'), 'last_name'),
  ),
  fault(
    'foreign-digits-rewritten',
    code,
    'Digits of other scripts become those of ASCII.',
    storingFreeText(westernDigits),
  ),
  fault(
    'false-text-stored-as-0',
    code,
    'The text "false" is taken for a boolean, and stored as one is.',
    storingFreeText((text) => (text === 'false' ? '0' : text)),
  ),
  fault(
    'system-id-folded',
    code,
    'system_id is stored in capitals.',
    storing((text) => text.toUpperCase(), 'system_id'),
  ),
  fault(
    'markup-escaped',
    code,
    'What means something in HTML is escaped before it is stored.',
    storingFreeText((text) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')),
  ),
  fault(
    'apostrophe-escaped',
    code,
    'An apostrophe in a name is stored as an entity.',
    storing((text) => text.replaceAll("'", '&#39;'), 'first_name', 'last_name'),
  ),
  fault(
    'apostrophe-doubled-in-notes',
    code,
    'An apostrophe in notes is quoted for SQL twice.',
    storing((text) => text.replaceAll("'", "''"), 'notes'),
  ),
  fault(
    'backslash-lost',
    code,
    'Backslashes are dropped.',
    storingFreeText((text) => text.replaceAll('\\', '')),
  ),
  fault(
    'percent-decoded',
    code,
    'Texts are percent-decoded once more.',
    storingFreeText((text) =>
      text.replace(/%([2-7][0-9a-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    ),
  ),
  fault(
    'plus-lost-in-telephone',
    code,
    'A plus in a telephone number becomes a blank.',
    storing((text) => text.replaceAll('+', ' '), 'telephone', 'mobile'),
  ),
  fault(
    'plus-lost-in-email',
    code,
    'What follows a plus in an e-mail address is dropped.',
    storing((text) => text.replace(/\+[^@]*@/, '@'), 'email'),
  ),
  fault(
    'name-null-lost',
    broken({ classic: ['RE-READ-BACK', 'RE-RESOURCE'], current: ['CU-READ-BACK'] }),
    'Whoever is called Null has no last name.',
    storing((text) => (/^null$/i.test(text) ? null : text), 'last_name'),
  ),
  fault('custom-3-lost', code, 'custom_3 is not stored.', {
    values: (values) => without(values, 'custom_3'),
  }),
  fault(
    'mobile-ignored-on-update',
    code,
    'An update does not store mobile.',
    changing((values) => without(values, 'mobile'), 'update'),
  ),
  fault(
    'telephone-lost-beside-mobile',
    code,
    'telephone is lost where mobile is given too.',
    changing((values) => (values.mobile && values.telephone ? { ...values, telephone: values.mobile } : values)),
  ),
  fault(
    'false-turned-true',
    code,
    'Nobody can be created disabled.',
    changing((values) => ('enabled' in values ? { ...values, enabled: values.enabled || true } : values), 'create'),
  ),
  fault(
    'false-ignored-on-update',
    code,
    'An update to false is taken for nothing given.',
    changing((values) => (values.enabled === false ? without(values, 'enabled') : values), 'update'),
  ),
  fault(
    'null-stored-as-text',
    code,
    'null is stored as the text "null".',
    changing((values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          value === null && (name.startsWith('custom_') || name === 'notes') ? 'null' : value,
        ]),
      ),
    ),
  ),
  fault('valid-to-a-day-early', code, 'valid_to is stored a day early.', storing(dayBefore, 'valid_to')),
  fault(
    'validity-ends-in-2038',
    broken({ current: ['CU-READ-BACK'] }),
    'A validity is stored as seconds in 32 bits, and none ends later than those do.',
    storing(within32Bits, 'valid_to'),
  ),
  fault(
    'validity-offset-dropped',
    broken({ current: ['CU-READ-BACK'] }),
    'The offset of a moment at which a validity begins or ends is dropped, and its digits are taken for local time.',
    storing((text) => text.replace(/(T.*)[+-]\d{2}:\d{2}$/, '$1'), 'valid_from', 'valid_to'),
  ),
  fault(
    'valid-from-lost-beside-valid-to',
    code,
    'valid_from is lost where valid_to is given too.',
    changing((values) => (values.valid_from && values.valid_to ? { ...values, valid_from: null } : values)),
  ),
  fault(
    'groups-cannot-be-emptied',
    code,
    'An empty list of groups is taken for nothing given.',
    changing(
      (values) =>
        Array.isArray(values.group_ids) && values.group_ids.length === 0 ? without(values, 'group_ids') : values,
      'update',
    ),
  ),
  fault(
    'only-the-first-group-stored',
    code,
    'Of several groups only the first is stored.',
    changing((values) =>
      Array.isArray(values.group_ids) ? { ...values, group_ids: values.group_ids.slice(0, 1) } : values,
    ),
  ),
  fault('groups-accumulate', code, 'An update adds groups and never takes one away.', {
    values: (values, { action, place, store }) => {
      const held = action === 'update' ? store.people.get(place?.id ?? '')?.members.group_ids : undefined
      return Array.isArray(held) && Array.isArray(values.group_ids)
        ? { ...values, group_ids: [...new Set([...held, ...values.group_ids])] }
        : values
    },
  }),
  fault('names-swapped-with-suffix', 'RE-READ-BACK', 'On paths with .json first and last name change places.', {
    values: (values, { place }) =>
      place?.suffix === 'json' && 'first_name' in values
        ? { ...values, first_name: values.last_name, last_name: values.first_name }
        : values,
  }),
  fault(
    'value-unchanged-by-update',
    code,
    'The update of a credential answers with the new value and keeps the old one.',
    {
      values: (values, { action, place, store }) => {
        const held =
          place?.kind === 'credentials' && action === 'update' ? store.credentials.get(place.id ?? '') : undefined
        return held === undefined ? values : { ...values, value: held.value }
      },
      answer: (answer, { action, place, members }) =>
        action === 'update' && place?.kind === 'credentials' && succeeded(answer)
          ? { ...answer, body: { ...(answer.body as Members), value: members?.value } }
          : answer,
    },
  ),
]
