import type { Source } from '../clause.ts'
import type { Action, Operation, ResourceName } from '../operation.ts'
import { byAction } from '../rows.ts'
import { articles } from './sources.ts'

type More = Partial<
  Pick<
    Operation,
    'schema' | 'body' | 'wrapper' | 'query' | 'opaqueId' | 'least' | 'outcome' | 'acts' | 'effect' | 'success' | 'limit'
  >
> & {
  readonly singular?: string
}

/** One operation of a resource that the given article describes; any path may be written with `.json` (article 47854). */
const operation = (
  id: string,
  action: Action,
  resource: ResourceName,
  path: string,
  schema: string,
  source: Source,
  { singular, ...more }: More = {},
): Operation => ({
  id,
  action,
  resource,
  ...byAction[action],
  path: `/api/3${path}`,
  variants: { suffix: `/api/3${path}.json`, ...(singular === undefined ? {} : { singular: `/api/3${singular}` }) },
  schema,
  source,
  ...more,
})

const people = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(id, action, 'people', path, 'person', articles.people(byAction[action].method), more)

const credentials = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(id, action, 'credentials', path, 'credential', articles.credentials(byAction[action].method), {
    opaqueId: true,
    ...more,
  })

const admission = { outcome: 'admitted', schema: 'admission' } as const

/** What a door is told to do. Its answer shows the door. */
const command = (id: string, name: string, more: More = {}): Operation =>
  operation(id, 'command', 'channels', `/channels/{id}/${name}`, 'channel', articles.channels('Commands'), {
    acts: 'doors',
    ...more,
  })

const rules = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(
    id,
    action,
    'notification_rules',
    path,
    'notification-rule',
    articles.notificationRules(byAction[action].method),
    {
      ...(action === 'list' || action === 'read' ? {} : { acts: 'rules' }),
      ...more,
    },
  )

/**
 * Operations of the classic edition. Credentials have two families of paths: flat ones, and those below their person,
 * whose bodies the articles show bare and below `person_credential`.
 */
export const operations: readonly Operation[] = [
  operation('getAccount', 'read', 'account', '/account', 'account', articles.account('GET')),

  people('listPeople', 'list', '/people', { query: 'people-query' }),
  people('createPerson', 'create', '/people', { body: 'person-input' }),
  people('getPerson', 'read', '/people/{id}', { singular: '/person/{id}' }),
  people('updatePerson', 'update', '/people/{id}', {
    body: 'person-update',
    least: ['first_name', 'last_name'],
    singular: '/person/{id}',
  }),
  people('deletePerson', 'delete', '/people/{id}', { singular: '/person/{id}' }),

  credentials('listCredentials', 'list', '/credentials', { query: 'page-query' }),
  credentials('createCredential', 'create', '/credentials', { body: 'credential-input' }),
  credentials('getCredential', 'read', '/credentials/{id}'),

  credentials('listPersonCredentials', 'list', '/people/{person_id}/credentials', { query: 'page-query' }),
  credentials('createPersonCredential', 'create', '/people/{person_id}/credentials', {
    body: 'person-credential-input',
    wrapper: 'person_credential',
  }),
  credentials('getPersonCredential', 'read', '/people/{person_id}/credentials/{id}'),
  credentials('updatePersonCredential', 'update', '/people/{person_id}/credentials/{id}', {
    body: 'credential-update',
    wrapper: 'person_credential',
  }),
  credentials('deletePersonCredential', 'delete', '/people/{person_id}/credentials/{id}'),

  operation(
    'listCredentialTypes',
    'list',
    'credential_types',
    '/credential_types',
    'credential-type',
    articles.credentialTypes('GET'),
    {
      query: 'page-query',
    },
  ),
  operation('listGroups', 'list', 'groups', '/groups', 'group', articles.overview('Groups')),
  operation('listRoles', 'list', 'roles', '/roles', 'role', articles.overview('Roles')),
  operation('listSites', 'list', 'sites', '/sites', 'site', articles.overview('Sites'), { query: 'page-query' }),

  operation('listChannels', 'list', 'channels', '/channels', 'channel', articles.channels('GET'), {
    query: 'page-query',
  }),
  operation('getChannel', 'read', 'channels', '/channels/{id}', 'channel', articles.channels('GET')),

  command('admitChannel', 'admit', admission),
  command('admitPerson', 'admit_person', { ...admission, body: 'admit-person-input' }),
  command('lockdownChannel', 'lockdown', { body: 'lockdown-input', effect: 'locked-down' }),
  command('unlockdownChannel', 'unlockdown', { effect: 'not-locked-down' }),
  command('unlockChannel', 'unlock', { body: 'unlock-input', effect: 'unlocked' }),
  command('normalChannel', 'normal', { effect: 'normal' }),
  command('autoUnlockChannel', 'auto_unlock', { body: 'auto-unlock-input', effect: 'scheduled' }),
  command('regenerateEncryptionKey', 'regenerate_encryption_key'),
  command('removeEncryptionKey', 'remove_encryption_key'),
  operation(
    'getAdmissionRequest',
    'read',
    'admission_requests',
    '/admission_requests/{id}',
    'admission-request',
    articles.channels('Admission requests'),
    // There is none without a wish to be let in.
    { acts: 'doors' },
  ),

  operation('listEvents', 'list', 'events', '/events', 'event', articles.events('GET'), { query: 'events-query' }),
  operation('getEvent', 'read', 'events', '/events/{id}', 'event', articles.events('GET')),

  operation('listReservations', 'list', 'reservations', '/reservations', 'reservation', articles.reservations('GET'), {
    query: 'page-query',
  }),
  operation(
    'createReservation',
    'create',
    'reservations',
    '/reservations',
    'reservation',
    articles.reservations('POST'),
    { body: 'reservation-input', acts: 'reservations' },
  ),
  operation(
    'deleteReservation',
    'delete',
    'reservations',
    '/reservations/{id}',
    'reservation',
    articles.reservations('DELETE'),
    { acts: 'reservations' },
  ),

  rules('listNotificationRules', 'list', '/notification_rules'),
  // The article shows a rule that was made, not the status.
  rules('createNotificationRule', 'create', '/notification_rules', {
    body: 'notification-rule-input',
    success: { must: [200, 201], should: [200, 201] },
  }),
  rules('getNotificationRule', 'read', '/notification_rules/{id}'),
  rules('updateNotificationRule', 'update', '/notification_rules/{id}', { body: 'notification-rule-input' }),
  rules('deleteNotificationRule', 'delete', '/notification_rules/{id}'),

  operation('initiateSync', 'command', 'sync', '/sync', 'sync-result', articles.syncing('POST'), {
    acts: 'sync',
    limit: 30,
  }),
]
