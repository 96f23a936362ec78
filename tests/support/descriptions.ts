import type { TargetDescription } from '../../target/description.ts'

/** A target that claims everything, so that every cell of an edition can be planned for it. Nothing listens there. */
export const fullyDescribed: TargetDescription = {
  url: 'http://127.0.0.1:9',
  account: '1',
  kind: 'dedicated',
  edition: 'classic',
  auth: 'bearer',
  identities: { full: 'full-key-of-nobody', restricted: 'restricted-key-of-nobody', expired: 'expired-key-of-nobody' },
  headers: {},
  forms: { paths: ['singular', 'suffix'], keys: ['bearer', 'basic', 'query'] },
  absent: [],
  fixtures: { hiddenPerson: 1 },
  settleTime: 0,
}

export const sharedTarget: TargetDescription = { ...fullyDescribed, kind: 'shared' }
