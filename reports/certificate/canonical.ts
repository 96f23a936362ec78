import { createHash } from 'node:crypto'
import { json } from '@sigstore/core'

/** JSON in the one form that has a digest worth comparing: members sorted, no blanks (RFC 8785). */
export const canonicalJson = (value: unknown): string => json.canonicalize(value)

/** SHA-256 in hexadecimal digits. */
export const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')

/** SHA-256 of a value's canonical JSON. */
export const digestOfJson = (value: unknown): string => sha256(canonicalJson(value))
