import type { Action, Operation, ResourceName } from '../operation.ts'
import { byAction } from '../rows.ts'
import { openApi } from './sources.ts'

type More = Partial<
  Pick<
    Operation,
    | 'schema'
    | 'body'
    | 'wrapper'
    | 'query'
    | 'otherNames'
    | 'partialFilters'
    | 'opaqueId'
    | 'outcome'
    | 'success'
    | 'acts'
    | 'effect'
    | 'limit'
    | 'bodyForm'
    | 'anyText'
  >
>

const at = (
  id: string,
  action: Action,
  resource: ResourceName,
  path: string,
  schema: string,
  more: More = {},
): Operation => ({
  id,
  action,
  resource,
  ...byAction[action],
  path,
  variants: {},
  schema,
  source: openApi(id),
  ...more,
})

const operation = (
  id: string,
  action: Action,
  resource: ResourceName,
  path: string,
  schema: string,
  more?: More,
): Operation => at(id, action, resource, `/api/3${path}`, schema, more)

const people = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(id, action, 'people', path, 'person', more)

const credentials = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(id, action, 'credentials', path, 'credential', { opaqueId: true, ...more })

/** What a door is told to do. Its answer shows the door. */
const command = (id: string, name: string, more: More = {}): Operation =>
  operation(id, 'command', 'channels', `/channels/{id}/${name}`, 'channel', { acts: 'doors', ...more })

const admission = { outcome: 'admitted', schema: 'admission' } as const

const reservations = (
  id: string,
  action: Action,
  resource: 'reservations' | 'group_reservations',
  path: string,
  more?: More,
): Operation =>
  operation(id, action, resource, path, resource === 'reservations' ? 'reservation' : 'group-reservation', {
    ...(action === 'list' ? {} : { acts: 'reservations' }),
    ...more,
  })

/** A rule calls a URL whenever something happens: whoever writes one is felt elsewhere. */
const rules = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(id, action, 'notification_rules', path, 'notification-rule', {
    ...(action === 'list' || action === 'read' ? {} : { acts: 'rules' }),
    ...more,
  })

/**
 * Operations of the OpenAPI description. Ids are those of
 * the description, but for credentials below their person, whose ids say so here.
 */
export const operations: readonly Operation[] = [
  operation('getAccount', 'read', 'account', '/account', 'account'),

  people('listPeople', 'list', '/people', { query: 'people-query', partialFilters: ['email'] }),
  people('createPerson', 'create', '/people', { body: 'person-input' }),
  people('getPerson', 'read', '/people/{id}'),
  people('updatePerson', 'update', '/people/{id}', { body: 'person-update' }),
  people('deletePerson', 'delete', '/people/{id}'),

  credentials('listCredentials', 'list', '/credentials', { query: 'page-query' }),
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
  credentials('deletePersonCredential', 'delete', '/people/{person_id}/credentials/{id}', { anyText: true }),

  operation('listCredentialTypes', 'list', 'credential_types', '/credential_types', 'credential-type', {
    query: 'page-query',
  }),
  operation('listGroups', 'list', 'groups', '/groups', 'group'),
  operation('listRoles', 'list', 'roles', '/roles', 'role'),
  operation('listSites', 'list', 'sites', '/sites', 'site', { query: 'page-query' }),

  operation('listChannels', 'list', 'channels', '/channels', 'channel', { query: 'channels-query' }),
  operation('getChannel', 'read', 'channels', '/channels/{id}', 'channel'),
  command('admitChannel', 'admit', admission),
  command('admitPerson', 'admit_person', { ...admission, body: 'admit-person-input' }),
  command('lockdownChannel', 'lockdown', { body: 'lockdown-input', effect: 'locked-down' }),
  command('unlockdownChannel', 'unlockdown', { effect: 'not-locked-down' }),
  command('unlockChannel', 'unlock', { body: 'unlock-input', effect: 'unlocked' }),
  command('normalChannel', 'normal', { effect: 'normal' }),
  command('autoUnlockChannel', 'auto_unlock', { body: 'auto-unlock-input', effect: 'scheduled' }),
  command('regenerateEncryptionKey', 'regenerate_encryption_key'),
  command('removeEncryptionKey', 'remove_encryption_key'),
  operation('getAdmissionRequest', 'read', 'admission_requests', '/admission_requests/{id}', 'admission-request', {
    // There is none without a wish to be let in.
    acts: 'doors',
  }),

  operation('listEvents', 'list', 'events', '/events', 'event', { query: 'events-query' }),
  operation('getEvent', 'read', 'events', '/events/{id}', 'event'),

  reservations('listReservations', 'list', 'reservations', '/reservations', { query: 'reservations-query' }),
  reservations('createReservation', 'create', 'reservations', '/reservations', {
    body: 'reservation-input',
    otherNames: { door_controller_ids: 'channel_ids' },
  }),
  reservations('deleteReservation', 'delete', 'reservations', '/reservations/{id}'),
  reservations('listGroupReservations', 'list', 'group_reservations', '/group_reservations', {
    query: 'reservations-query',
  }),
  reservations('createGroupReservation', 'create', 'group_reservations', '/group_reservations', {
    body: 'group-reservation-input',
    wrapper: 'group_reservation',
  }),
  reservations('deleteGroupReservation', 'delete', 'group_reservations', '/group_reservations/{id}'),

  rules('listNotificationRules', 'list', '/notification_rules'),
  rules('createNotificationRule', 'create', '/notification_rules', {
    body: 'notification-rule-input',
    success: { must: [200, 201], should: [200, 201] },
  }),
  rules('getNotificationRule', 'read', '/notification_rules/{id}'),
  rules('updateNotificationRule', 'update', '/notification_rules/{id}', { body: 'notification-rule-input' }),
  rules('deleteNotificationRule', 'delete', '/notification_rules/{id}'),

  operation('initiateSync', 'command', 'sync', '/sync', 'sync-result', { acts: 'sync', limit: 60 }),

  // Made for a person in front of a browser: asked only for a client that the target approves by itself.
  at('authorizeOAuth', 'read', 'oauth', '/oauth/authorize', 'revocation', { acts: 'browser', outcome: 'authorised' }),
  at('getTokenInfo', 'read', 'oauth', '/oauth/token/info', 'token-info'),
  at('getAccessToken', 'command', 'oauth', '/oauth/token', 'token', {
    body: 'token-input',
    bodyForm: 'form',
    acts: 'tokens',
  }),
  at('revokeToken', 'command', 'oauth', '/oauth/revoke', 'revocation', {
    body: 'revocation-input',
    bodyForm: 'form',
    acts: 'tokens',
  }),
]
