/**
 * A text in every form in which it may travel: as it is, percent-encoded, escaped as JSON may be, in hexadecimal, in Base64
 * wherever it may begin there.
 */
export const disguises = (key: string): readonly string[] => {
  const encoded = [`${key}`, `${key}:`, `${key}:x`, `${key}:X`].flatMap((text) =>
    [0, 1, 2].map((before) => {
      const base64 = Buffer.from('x'.repeat(before) + text).toString('base64')
      // What stands before and after it decides the outermost characters.
      return base64.slice(before === 0 ? 0 : 4, -4)
    }),
  )
  const percent = [...Buffer.from(key)].map((byte) => `%${byte.toString(16)}`).join('')
  const escaped = [...key].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')
  return [
    key,
    encodeURIComponent(key),
    key.replaceAll('-', '%2D'),
    key.replaceAll('-', '%2d'),
    percent,
    escaped,
    Buffer.from(key).toString('hex'),
    ...encoded,
  ]
}
