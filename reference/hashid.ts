const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
const places = 5
const modulus = alphabet.length ** places
/** Shares no divisor with the modulus, so that no two numbers below it meet. */
const factor = 1_000_003

/** A short string in place of a number, as the current edition shows the ids of accounts and credentials. */
export const hashid = (number: number): string => {
  let rest = (number * factor) % modulus
  let text = ''
  for (let place = 0; place < places; place += 1) {
    text = alphabet.charAt(rest % alphabet.length) + text
    rest = Math.floor(rest / alphabet.length)
  }
  return `R${text}`
}
