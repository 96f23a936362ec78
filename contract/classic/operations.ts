import type { Action, Operation, ResourceName, Source } from '../types.ts'
import { articles } from './sources.ts'

const methodOf = { list: 'GET', read: 'GET', create: 'POST', update: 'PUT', delete: 'DELETE' } as const
const outcomeOf = { list: 'read', read: 'read', create: 'created', update: 'updated', delete: 'deleted' } as const

type More = Partial<Pick<Operation, 'body' | 'wrapper' | 'query' | 'opaqueId'>> & { readonly singular?: string }

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
  method: methodOf[action],
  path: `/api/3${path}`,
  variants: { suffix: `/api/3${path}.json`, ...(singular === undefined ? {} : { singular: `/api/3${singular}` }) },
  outcome: outcomeOf[action],
  schema,
  source,
  ...more,
})

const people = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(id, action, 'people', path, 'person', articles.people(methodOf[action]), more)

const credentials = (id: string, action: Action, path: string, more?: More): Operation =>
  operation(id, action, 'credentials', path, 'credential', articles.credentials(methodOf[action]), {
    opaqueId: true,
    ...more,
  })

/**
 * Operations of the classic edition. Credentials have two families of paths: flat ones, and those below their person,
 * whose bodies the articles show bare and below `person_credential`.
 */
export const operations: readonly Operation[] = [
  operation('getAccount', 'read', 'account', '/account', 'account', articles.account('GET')),

  people('listPeople', 'list', '/people', { query: 'people-query' }),
  people('createPerson', 'create', '/people', { body: 'person-input' }),
  people('getPerson', 'read', '/people/{id}', { singular: '/person/{id}' }),
  people('updatePerson', 'update', '/people/{id}', { body: 'person-update', singular: '/person/{id}' }),
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

  operation('listEvents', 'list', 'events', '/events', 'event', articles.events('GET'), { query: 'events-query' }),
  operation('getEvent', 'read', 'events', '/events/{id}', 'event', articles.events('GET')),
]
