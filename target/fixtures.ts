/** The member of a person for a credential of one type. */
export interface Slug {
  readonly name: string
  readonly type: number
}

/** Things of a second account that are looked for. */
export const foreignKinds = ['person', 'credential', 'channel', 'event', 'rule'] as const
export type ForeignKind = (typeof foreignKinds)[number]

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
  /** Those that no wish to be let in can have left. */
  readonly otherEvents: readonly (number | string)[]
  /** Types of credential that a value can be written for; never the mobile ones, which invite people. */
  readonly credentialTypes: { readonly card: readonly number[]; readonly pin: readonly number[] }
  /** Members of a person that hold the value of a credential: each is called by the slug of its type. */
  readonly slugs: { readonly card: readonly Slug[]; readonly pin: readonly Slug[] }
  /** Doors that may be commanded, online and in no special state when they were listed. */
  readonly doors: readonly (number | string)[]
  /** Those whose encryption key may be changed. */
  readonly keyedDoors: readonly (number | string)[]
  readonly offlineDoor?: number | string
  readonly lockedDoor?: number | string
  /** A type of credential of which no licence is left, and which may be asked for all the same. */
  readonly exhaustedType?: number | string
  readonly reservable: {
    readonly channels: readonly (number | string)[]
    readonly groups: readonly (number | string)[]
  }
  /** May be written into notification rules. */
  readonly callbackUrl?: string
  /** A person that the full key can read and the restricted key must not. */
  readonly hiddenPerson?: number | string
  /** Things of a second account, which the full key must never reach. */
  readonly foreign?: Readonly<Partial<Record<ForeignKind, number | string>>>
  /** Credentials below a person are written below `person_credential`. Whoever learns it fills it in. */
  nestedWrapper?: boolean
}
