import type { Members } from './types.ts'

/** Something that can only be read. */
export interface Entity {
  readonly id: number
  readonly [member: string]: unknown
}

export interface CredentialType {
  readonly id: number
  readonly label: string
  readonly slug: string
  readonly code: number
  /** Has a value that is written, and may be set through the person by its slug. */
  readonly simple: boolean
  /** How many of them the account may have; without it, as many as are wanted. */
  readonly licences?: number
}

export interface HeldCredential {
  readonly id: number | string
  readonly person: Person
  readonly type: CredentialType
  value: unknown
}

export interface Person {
  readonly id: number
  readonly hidden: boolean
  readonly createdAt: string
  updatedAt: string
  /** What was written, under the names it was written with, without the credentials. */
  readonly members: Members
  /** More than one of a type only where a fault lets it happen. */
  readonly credentials: HeldCredential[]
}
