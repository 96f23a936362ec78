import type { Lockdown } from './channels.ts'
import type { ByEdition, EditionName } from './edition.ts'
import type { CredentialType, Entity } from './entities.ts'
import { facts, minutes, stamped } from './facts.ts'
import { otherSeed } from './seed-other.ts'
import { firstRecords, type RecordsSeed } from './seed-records.ts'
import type { AccountName, Members } from './types.ts'

export { facts } from './facts.ts'

/** What an account begins with. */
export interface AccountSeed {
  readonly account: Members
  /** As IANA names it. */
  readonly timeZone: string
  readonly credentialTypes: readonly CredentialType[]
  readonly groups: readonly Entity[]
  readonly roles: readonly Entity[]
  readonly sites: readonly Entity[]
  readonly channels: readonly Entity[]
  /** Newest first, as they are listed. */
  readonly events: readonly Entity[]
  readonly people: readonly SeededPerson[]
  readonly records: RecordsSeed
  /** Credentials are numbered from here. */
  readonly credentialsFrom: number
}

const classicTypes: readonly CredentialType[] = [
  { id: facts.cardTypeId, label: 'Card', slug: 'credentials_number', code: 200, simple: true },
  { id: facts.keyfobTypeId, label: 'Keyfob', slug: 'key_fob', code: 200, simple: true },
  { id: facts.pinTypeId, label: 'Pin', slug: 'pin', code: 10, simple: true },
  { id: facts.mobileTypeId, label: 'HID Mobile', slug: 'hid_mobile', code: 300, simple: false },
]

const credentialTypes: ByEdition<readonly CredentialType[]> = {
  classic: classicTypes,
  // Only the current edition documents what becomes of a licence that is used up.
  current: [
    ...classicTypes,
    { id: facts.exhaustedTypeId, label: 'PassFlow', slug: 'passflow', code: 310, simple: false, licences: 0 },
  ],
}

const account = (edition: EditionName): Members => ({
  id: edition === 'classic' ? facts.accountId : facts.currentAccountId,
  name: 'Quayside Workshops',
  // The articles write a zone without its continent, the OpenAPI description as IANA does.
  time_zone: edition === 'classic' ? 'London' : facts.timeZone,
  monitored: false,
  sync: { status: 'complete', last_sync: minutes(-45), description: null },
  user: { id: 901, first_name: 'Integration', last_name: 'Robot', email: 'robot@example.com' },
  passport: { remote_unlock_enabled: false, hid_mobile_access: true },
})

const groupNames = ['Cleaning', 'Members', 'Staff', 'Visitors']
const groups: readonly Entity[] = facts.groupIds.map((id, index) => ({
  id,
  name: groupNames[index] ?? '',
  notes: null,
  global_across_sites: index % 2 === 0,
  ...stamped,
}))

const roleNames = ['All hours', 'Office hours', 'Weekends']
const roles: readonly Entity[] = facts.roleIds.map((id, index) => ({
  id,
  name: roleNames[index] ?? '',
  shift_id: index === 0 ? null : 330 + index,
  notes: null,
  ...stamped,
}))

const sites: readonly Entity[] = [
  {
    id: 610,
    name: 'Harbour',
    site_ips: [{ ip_address: '192.0.2.10' }],
    ip_address: null,
    time_zone: 'Europe/London',
    notes: null,
  },
  {
    id: 611,
    name: 'Mill',
    site_ips: [{ ip_address: '198.51.100.0/24' }],
    ip_address: null,
    time_zone: 'Europe/London',
    notes: null,
  },
]

const doors = ['Front door', 'Back door', 'Tool store', 'Car park gate', 'Boiler room']
/** What an article shows of a channel and the OpenAPI description writes otherwise. */
const channelForms: ByEdition<Members> = {
  classic: {
    serial_number: '',
    card_format: '',
    pin_format: '',
    encryption_key: '',
    sync: { status: 'sync_complete', last_sync_completed_at: minutes(-45) },
  },
  current: {
    serial_number: null,
    card_format: null,
    pin_format: null,
    sync: { status: 'ok', last_sync_completed_at: minutes(-45) },
  },
}

const lockedDown: Lockdown = {
  message: 'Locked down',
  card_lockdown: { state: true },
  rex_lockdown: { state: false },
  aux_lockdown: { state: true },
}

const channels = (edition: EditionName): readonly Entity[] =>
  facts.channelIds.map((id, index) => ({
    id,
    name: doors[index] ?? '',
    mac_address: `02:00:5E:10:00:0${index}`,
    status: id === facts.offlineChannelId ? 'offline' : 'online',
    unit: index + 1,
    model: 'SDC',
    model_long: 'Single door controller',
    ...channelForms[edition],
    site_id: index < 2 ? 610 : 611,
    mode: { description: 'normal', relock_at: null, change_stamp: null },
    lockdown: id === facts.lockedDownChannelId ? lockedDown : null,
    auto_unlock: null,
    ...stamped,
  }))

export interface SeededPerson {
  readonly id: number
  readonly hidden: boolean
  readonly createdAt: string
  readonly members: Members
}

const people: readonly SeededPerson[] = [
  {
    id: 3001,
    hidden: false,
    createdAt: minutes(1),
    members: {
      first_name: 'Wren',
      last_name: 'Applegarth',
      email: 'wren.applegarth@example.com',
      system_id: 'QW-0001',
      group_ids: [412],
      role_ids: [520],
      credentials_number: '00104417',
      pin: '0482',
    },
  },
  {
    id: 3002,
    hidden: false,
    createdAt: minutes(2),
    members: {
      first_name: 'Ferenc',
      last_name: 'Ódor',
      email: 'ferenc.odor@example.com',
      system_id: 'QW-0002',
      job_title: 'Joiner',
      group_ids: [411],
      role_ids: [],
      key_fob: '00990321',
    },
  },
  {
    id: 3003,
    hidden: false,
    createdAt: minutes(3),
    members: {
      first_name: 'Ngozi',
      last_name: 'Tarrant',
      email: 'ngozi.tarrant@example.com',
      enabled: false,
      valid_to: '2026-01-31',
      group_ids: [411, 413],
      role_ids: [521],
    },
  },
  {
    id: facts.hiddenPersonId,
    hidden: true,
    createdAt: minutes(4),
    members: {
      first_name: 'Ines',
      last_name: 'Quillfeather',
      email: 'ines.quillfeather@example.com',
      notes: 'For administrators only.',
      group_ids: [412],
      role_ids: [520],
      credentials_number: '00104420',
    },
  },
]

const labels: readonly (readonly [number, string])[] = [
  [10, 'Admitted (Card/fob)'],
  [11, 'Admitted (PIN)'],
  [20, 'Rejected (unknown card)'],
  [13, 'Admitted (request to exit)'],
  [21, 'Rejected (out of hours)'],
  [31, 'Door normal'],
  [32, 'Door forced open'],
  [33, 'Door open too long'],
  [3, 'Contact lost'],
  [1, 'Started'],
]

const day = 86_400_000

/**
 * When an event of the seed took place. The current edition lists the last ninety days, so there they count from a few
 * days ago: endpoints that are started on one day (UTC) still start alike.
 */
const eventTimes: ByEdition<(index: number) => string> = {
  classic: (index) => minutes(10 + index * 37),
  current: (index) => new Date((Math.floor(Date.now() / day) - 4) * day + (10 + index * 37) * 60_000).toISOString(),
}

/** More than one page of those that are listed without being asked for. */
const eventCounts: ByEdition<number> = { classic: 60, current: 140 }

const event = (index: number, edition: EditionName): Entity => {
  const [code, label] = labels[index % labels.length] ?? [10, 'Admitted (Card/fob)']
  // What is locked down has no visitors.
  const channel = index % (facts.channelIds.length - 1)
  const id = 900_100 + index
  const known = code === 10 || code === 11
  return {
    id,
    event_id: id,
    event_code: code,
    event_label: label,
    door_controller_id: facts.channelIds[channel] ?? null,
    door_controller_name: doors[channel] ?? null,
    channel_id: facts.channelIds[channel] ?? null,
    channel_name: doors[channel] ?? null,
    person_id: known ? 3001 : null,
    person_name: known ? 'Wren Applegarth' : null,
    credentials_number: code === 10 ? '00104417' : null,
    created_at: eventTimes[edition](index),
    updated_at: eventTimes[edition](index),
  }
}

/** Newest first, as they are listed. */
const events = (edition: EditionName): readonly Entity[] =>
  Array.from({ length: eventCounts[edition] }, (_, index) => event(index, edition)).reverse()

const firstSeed = (edition: EditionName): AccountSeed => ({
  account: account(edition),
  timeZone: facts.timeZone,
  credentialTypes: credentialTypes[edition],
  groups,
  roles,
  sites,
  channels: channels(edition),
  events: events(edition),
  people,
  records: firstRecords,
  credentialsFrom: 7000,
})

/** What an account begins with in an edition. */
export const seedOf = (name: AccountName, edition: EditionName): AccountSeed =>
  name === 'first' ? firstSeed(edition) : otherSeed(edition)
