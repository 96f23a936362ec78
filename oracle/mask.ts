import { readTag } from './tag.ts'

/**
 * How the value of a credential may be shown without giving it away. No document says that it is, or how, so that every
 * usual way will do; what has merely lost characters is covered nowhere and is no mask.
 */

const covers = '*•●∙·#xX'
const cover = new RegExp(`[${covers}]`, 'u')
/** An x alone is as likely a character as a cover. */
const coveredWhole = /^(?:[*•●∙·#]+|[xX]{2,})$/u
/** One cover several times over, and what shows before and behind it. */
const coveredAmid = new RegExp(`^(.*?)([${covers}])\\2+(.*)$`, 'u')

/** Groups of four, as on a bank card. */
const withoutGaps = (text: string): string => text.replace(/[ -]/g, '')

/** Whether a text is what is left of another one: some characters are covered, and those that show are the other's. */
export const isMaskOf = (shown: string, value: string): boolean =>
  coversPart(shown, value) || coversPart(withoutGaps(shown), value)

const coversPart = (shown: string, value: string): boolean => {
  if (value === '' || value.includes(shown)) return false
  if (coveredWhole.test(shown)) return true
  const [over, under] = [[...shown], [...value]]
  if (over.length === under.length) return over.every((one, index) => one === under[index] || cover.test(one))
  // How many are covered may itself be kept secret.
  const [, ahead = '', , behind = ''] = coveredAmid.exec(shown) ?? []
  if (ahead === '' && behind === '') return false
  const hidden = value.length - ahead.length - behind.length
  return value.startsWith(ahead) && value.endsWith(behind) && (hidden > 0 || ahead === '')
}

const digits = /^\d{4,64}$/
const partlyCovered = new RegExp(`^(?=.*[${covers}])[\\d${covers} -]{2,64}$`, 'u')

/** Whether a text is written like a number that is covered in part: names, even those with an x in them, are not. */
export const looksMasked = (shown: string): boolean => partlyCovered.test(shown)

/** Whether a text is what is left of one of these, as far as they are numbers, such as cards and PINs have. */
export const isMaskOfNumber = (shown: string, known: readonly string[]): boolean =>
  known.some((text) => digits.test(text) && isMaskOf(shown, text))

/** Whether a value is shown with all or some of it covered, or as a tag that cannot be anything else than punctuation. */
export const isMasked = (shown: string, value: string): boolean => {
  const tag = readTag(shown)
  if (tag !== undefined) return tag.length > 0 && (tag.classes === 'p' || tag.classes === 'u')
  return isMaskOf(shown, value)
}
