import { hashid } from './hashid.ts'

/** What somebody who describes the embedded endpoint as a target has to know. */
export const facts = {
  accountId: 20617,
  /** The same account as the current edition calls it. */
  currentAccountId: hashid(20617),
  keys: {
    full: 'rk-full-5b8e1d07c2f94a63',
    restricted: 'rk-limited-91d2a7f03be84c65',
    expired: 'rk-expired-0c47e9b1586d42fa',
    /** Of the second account. */
    other: 'rk-other-e2a94c6d17b05f38',
  },
  /** An application that may ask for tokens, and another one. */
  oauth: {
    clientId: 'ca-quayside-7f3d10',
    clientSecret: 'cs-quayside-c05e6b92f1d84a37',
    redirectUri: 'https://quayside.example.com/callback',
    /** Exchanged for a new one whenever it is used. */
    refreshToken: 'rr-refresh-4d9b27e0a6c1f853',
    otherClientId: 'ca-hillside-2b8e44',
    otherClientSecret: 'cs-hillside-19d7c3a05be2f468',
  },
  hiddenPersonId: 3004,
  /** The account itself names its zone the classic way, without the continent. */
  timeZone: 'Europe/London',
  forms: ['singular', 'suffix'],
  keyForms: ['bearer', 'basic', 'query'],
  nestedCredentials: true,
  groupIds: [410, 411, 412, 413],
  roleIds: [520, 521, 522],
  siteIds: [610, 611],
  channelIds: [710, 711, 712, 713, 714],
  offlineChannelId: 713,
  lockedDownChannelId: 714,
  /** Online, not locked down, and free for anybody to command. */
  commandableChannelIds: [710, 711, 712],
  shiftIds: [331, 332],
  /** Holds a credential, and may open doors. */
  admittedPersonId: 3001,
  /** Is disabled, and may open none. */
  deniedPersonId: 3003,
  /** Events that a request to be admitted left, and one that none did. */
  admissionRequestIds: [900_000, 900_001, 900_002, 900_003, 900_004],
  otherEventId: 900_100,
  reservationId: 41_001,
  groupReservationId: 42_001,
  notificationRuleId: 43_001,
  controls: {
    maintenance: '/_control/maintenance',
    badGateway: '/_control/bad-gateway',
    gatewayTimeout: '/_control/gateway-timeout',
    rateLimit: '/_control/rate-limit',
  },
  cardTypeId: 81,
  keyfobTypeId: 82,
  pinTypeId: 83,
  mobileTypeId: 84,
  /** A mobile type of the current edition whose licence is used up. */
  exhaustedTypeId: 85,
  /** What belongs to the second account and must not exist for anybody else. */
  other: {
    accountId: 20618,
    currentAccountId: hashid(20618),
    personId: 90_003_001,
    credentialId: 90_007_001,
    currentCredentialId: hashid(90_007_001),
    channelId: 90_000_710,
    shiftId: 90_000_331,
    reservationId: 90_041_001,
    groupReservationId: 90_042_001,
    notificationRuleId: 90_043_001,
    admissionRequestId: 90_900_000,
    eventId: 90_900_100,
    groupId: 90_000_410,
    roleId: 90_000_520,
    siteId: 90_000_610,
    credentialTypeId: 90_000_081,
  },
} as const

/** Every instant of the seed is counted from here, so that two endpoints start alike. */
const beginning = Date.UTC(2026, 0, 5, 7, 30)
export const minutes = (count: number): string => new Date(beginning + count * 60_000).toISOString()

export const stamped = { created_at: minutes(0), updated_at: minutes(0) }
