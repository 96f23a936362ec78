import type { CredentialType, Entity } from './entities.ts'
import type { Members } from './types.ts'

/** What somebody who describes the embedded endpoint as a target has to know. */
export const facts = {
  accountId: 20617,
  keys: {
    full: 'rk-full-5b8e1d07c2f94a63',
    restricted: 'rk-limited-91d2a7f03be84c65',
    expired: 'rk-expired-0c47e9b1586d42fa',
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
  channelIds: [710, 711, 712, 713],
  offlineChannelId: 713,
  cardTypeId: 81,
  keyfobTypeId: 82,
  pinTypeId: 83,
  mobileTypeId: 84,
} as const

/** Every instant of the seed is counted from here, so that two endpoints start alike. */
const beginning = Date.UTC(2026, 0, 5, 7, 30)
const minutes = (count: number): string => new Date(beginning + count * 60_000).toISOString()

const stamped = { created_at: minutes(0), updated_at: minutes(0) }

export const credentialTypes: readonly CredentialType[] = [
  { id: facts.cardTypeId, label: 'Card', slug: 'credentials_number', code: 200, simple: true },
  { id: facts.keyfobTypeId, label: 'Keyfob', slug: 'key_fob', code: 200, simple: true },
  { id: facts.pinTypeId, label: 'Pin', slug: 'pin', code: 10, simple: true },
  { id: facts.mobileTypeId, label: 'HID Mobile', slug: 'hid_mobile', code: 300, simple: false },
]

export const account: Members = {
  id: facts.accountId,
  name: 'Quayside Workshops',
  time_zone: 'London',
  monitored: false,
  sync: { status: 'complete', last_sync: minutes(-45), description: null },
  user: { id: 901, first_name: 'Integration', last_name: 'Robot', email: 'robot@example.com' },
  passport: { remote_unlock_enabled: false, hid_mobile_access: true },
}

const groupNames = ['Cleaning', 'Members', 'Staff', 'Visitors']
export const groups: readonly Entity[] = facts.groupIds.map((id, index) => ({
  id,
  name: groupNames[index] ?? '',
  notes: null,
  global_across_sites: index % 2 === 0,
  ...stamped,
}))

const roleNames = ['All hours', 'Office hours', 'Weekends']
export const roles: readonly Entity[] = facts.roleIds.map((id, index) => ({
  id,
  name: roleNames[index] ?? '',
  shift_id: index === 0 ? null : 330 + index,
  notes: null,
  ...stamped,
}))

export const sites: readonly Entity[] = [
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

const doors = ['Front door', 'Back door', 'Tool store', 'Car park gate']
export const channels: readonly Entity[] = facts.channelIds.map((id, index) => ({
  id,
  name: doors[index] ?? '',
  mac_address: `02:00:5E:10:00:0${index}`,
  status: id === facts.offlineChannelId ? 'offline' : 'online',
  unit: index + 1,
  model: 'SDC',
  model_long: 'Single door controller',
  serial_number: '',
  card_format: '',
  pin_format: '',
  encryption_key: '',
  site_id: index < 2 ? 610 : 611,
  sync: { status: 'sync_complete', last_sync_completed_at: minutes(-45) },
  mode: { description: 'normal', relock_at: null, change_stamp: null },
  lockdown: null,
  auto_unlock: null,
  ...stamped,
}))

export interface SeededPerson {
  readonly id: number
  readonly hidden: boolean
  readonly createdAt: string
  readonly members: Members
}

export const people: readonly SeededPerson[] = [
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

/** Newest first, as they are listed. */
export const events: readonly Entity[] = Array.from({ length: 60 }, (_, index) => {
  const [code, label] = labels[index % labels.length] ?? [10, 'Admitted (Card/fob)']
  const channel = index % facts.channelIds.length
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
    created_at: minutes(10 + index * 37),
    updated_at: minutes(10 + index * 37),
  }
}).reverse()
