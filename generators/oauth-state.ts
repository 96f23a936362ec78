import fc from 'fast-check'

/** Printable ASCII without blanks (RFC 6749, appendix A.5), and without `+`, which some take for a blank in a query. */
const characters = Array.from({ length: 0x7e - 0x21 + 1 }, (_, index) => String.fromCharCode(0x21 + index)).filter(
  (character) => character !== '+',
)

/** The `state` of an authorisation: it comes back as it was sent (OpenAPI description, authorizeOAuth). */
export const oauthState: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...characters),
  minLength: 1,
  maxLength: 60,
})
