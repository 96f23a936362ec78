import type { EditionName } from './edition.ts'
import { facts, minutes, stamped } from './facts.ts'
import type { AccountSeed } from './seed.ts'
import { otherRecords } from './seed-records.ts'

const { other } = facts

/** The current edition lists the last ninety days only. */
const lately = (edition: EditionName): string =>
  edition === 'classic' ? minutes(12) : new Date((Math.floor(Date.now() / 86_400_000) - 4) * 86_400_000).toISOString()

/** The second account: one of everything, so that each kind of id can be tried from outside. */
export const otherSeed = (edition: EditionName): AccountSeed => ({
  account: {
    id: edition === 'classic' ? other.accountId : other.currentAccountId,
    name: 'Hillside Archive',
    time_zone: edition === 'classic' ? 'Berlin' : 'Europe/Berlin',
    monitored: false,
    sync: { status: 'complete', last_sync: minutes(-90), description: null },
    user: { id: 902, first_name: 'Archive', last_name: 'Robot', email: 'archive.robot@example.com' },
    passport: { remote_unlock_enabled: false, hid_mobile_access: false },
  },
  timeZone: 'Europe/Berlin',
  credentialTypes: [{ id: other.credentialTypeId, label: 'Card', slug: 'credentials_number', code: 200, simple: true }],
  groups: [{ id: other.groupId, name: 'Archivists', notes: null, global_across_sites: false, ...stamped }],
  roles: [{ id: other.roleId, name: 'Reading hours', shift_id: null, notes: null, ...stamped }],
  sites: [
    {
      id: other.siteId,
      name: 'Hillside',
      site_ips: [{ ip_address: '203.0.113.7' }],
      ip_address: null,
      time_zone: 'Europe/Berlin',
      notes: null,
    },
  ],
  channels: [
    {
      id: other.channelId,
      name: 'Reading room',
      mac_address: '02:00:5E:10:01:00',
      status: 'online',
      unit: 1,
      model: 'SDC',
      model_long: 'Single door controller',
      ...(edition === 'classic' ? { encryption_key: '' } : {}),
      site_id: other.siteId,
      sync: { status: edition === 'classic' ? 'sync_complete' : 'ok', last_sync_completed_at: minutes(-90) },
      mode: { description: 'normal', relock_at: null, change_stamp: null },
      lockdown: null,
      auto_unlock: null,
      ...stamped,
    },
  ],
  events: [
    {
      id: other.eventId,
      event_id: other.eventId,
      event_code: 10,
      event_label: 'Admitted (Card/fob)',
      door_controller_id: other.channelId,
      door_controller_name: 'Reading room',
      channel_id: other.channelId,
      channel_name: 'Reading room',
      person_id: other.personId,
      person_name: 'Odile Marchbank',
      credentials_number: '00550011',
      created_at: lately(edition),
      updated_at: lately(edition),
    },
  ],
  people: [
    {
      id: other.personId,
      hidden: false,
      createdAt: minutes(5),
      members: {
        first_name: 'Odile',
        last_name: 'Marchbank',
        email: 'odile.marchbank@example.com',
        system_id: 'HA-0001',
        group_ids: [other.groupId],
        role_ids: [other.roleId],
        credentials_number: '00550011',
      },
    },
  ],
  records: otherRecords,
  credentialsFrom: 90_007_000,
})
