/** What the suite found on the target and may refer to. Ids of people who are not ours are not among it. */
export interface Fixtures {
  readonly account?: { readonly id: string; readonly timeZone?: string }
  /** The target's account is the one that was described: only then may anything be changed. */
  readonly accountVerified: boolean
  readonly groups: readonly number[]
  readonly roles: readonly number[]
  readonly sites: readonly number[]
  readonly channels: readonly (number | string)[]
  readonly events: readonly (number | string)[]
  /** Types of credential that a value can be written for; never the mobile ones, which invite people. */
  readonly credentialTypes: { readonly card: readonly number[]; readonly pin: readonly number[] }
  /** A person that the full key can read and the restricted key must not. */
  readonly hiddenPerson?: number | string
  /** Credentials below a person are written below `person_credential`. Whoever learns it fills it in. */
  nestedWrapper?: boolean
}
