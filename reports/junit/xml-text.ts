/** What the production `Char` of XML 1.0 leaves out: most controls, halves of surrogates, U+FFFE and U+FFFF. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Text that may stand in XML 1.0: what may not, not even as a reference, is spelled out as `\u0000`. */
export const xmlText = (text: string): string =>
  text.replace(forbidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
