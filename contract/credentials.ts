/** How a key travels. */
export type KeyForm = 'bearer' | 'basic' | 'query'

/** Who a request claims to be; the key itself is never part of an exchange. */
export type Credentials =
  | {
      readonly kind: 'key'
      readonly identity: 'full' | 'restricted' | 'expired' | 'other'
      readonly form?: KeyForm
      /** What stands beside the key in HTTP Basic; any will do. */
      readonly password?: string
    }
  /** No credentials at all. */
  | { readonly kind: 'none' }
  /** The form's place for a key, with nothing in it. */
  | { readonly kind: 'empty'; readonly form?: KeyForm }
  /** A key of the usual length that nobody was given. */
  | { readonly kind: 'unknown'; readonly form?: KeyForm }
  /** The full key without its last character. */
  | { readonly kind: 'truncated'; readonly form?: KeyForm }
  /** The full key and one more character. */
  | { readonly kind: 'lengthened'; readonly form?: KeyForm }
  /** The full key with capitals for small letters and the reverse; one that nobody was given where it has no letters. */
  | { readonly kind: 'recased'; readonly form?: KeyForm }
  /** The full key behind a scheme that is none. */
  | { readonly kind: 'scheme'; readonly scheme: string }
  /**
   * The OAuth client of the target's description: with its secret in HTTP Basic or as members of a form, or by its id and
   * its redirect URI in the query.
   */
  | { readonly kind: 'client'; readonly in: 'header' | 'form' | 'query' }
  /** A literal Authorization header that holds no key. */
  | { readonly kind: 'header'; readonly value: string }
