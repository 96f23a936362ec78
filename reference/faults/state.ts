import { isObject } from '../body.ts'
import { overlooking, succeeded, succeeding } from '../hooking.ts'
import type { Hooks } from '../hooks.ts'
import type { Outcome } from '../refusals.ts'
import type { Action, Members } from '../types.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

/** What a column can hold: without it, what is stored by mistake would make every list unreadable. */
const storable = (values: Members): Members =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => {
      if (Array.isArray(value)) return value.every((each) => typeof each === 'number')
      return typeof value !== 'object' || value === null
    }),
  )

/** Refuses, and does it all the same. */
const afterTheFact = (action: Action, ...outcomes: readonly Outcome[]): Hooks => ({
  values: storable,
  refusal: (refusal, exchange) => {
    if (exchange.action === action && outcomes.includes(refusal.outcome)) exchange.commit?.()
    return refusal
  },
})

export const stateFaults: readonly Fault[] = [
  fault('gone-person-readable', inBoth('410'), 'Who has been deleted is still served.', {
    foundPerson: (found, { requested, place }) =>
      found.state === 'gone' && requested === 'GET' && !place?.nested ? { ...found, state: 'live' } : found,
  }),
  fault('gone-credential-readable', inBoth('410'), 'A credential that has been deleted is still served.', {
    foundCredential: (found, { requested }) =>
      found.state === 'gone' && requested === 'GET' ? { ...found, state: 'live' } : found,
  }),
  fault('gone-person-updatable', inBoth('410'), 'Who has been deleted can still be changed.', {
    foundPerson: (found, { requested }) =>
      found.state === 'gone' && requested === 'PUT' ? { ...found, state: 'live' } : found,
  }),
  fault('gone-person-revived', inBoth('410'), 'Changing who has been deleted brings them back.', {
    foundPerson: (found, { requested, store }) => {
      if (found.state !== 'gone' || requested !== 'PUT' || found.record === undefined) return found
      store.restorePerson(found.record)
      return { ...found, state: 'live' }
    },
  }),
  fault('gone-credential-updatable', inBoth('410'), 'A credential that has been deleted can still be changed.', {
    foundCredential: (found, { requested }) =>
      found.state === 'gone' && requested === 'PUT' ? { ...found, state: 'live' } : found,
  }),
  fault('gone-person-listed', inBoth('UNLISTED'), 'Who has been deleted still stands in the list.', {
    listedPeople: (people, { store, query }) => [
      ...people,
      ...[...store.gonePeople.values()].filter(
        ({ members }) =>
          (query.system_id === undefined || members.system_id === query.system_id) &&
          (query.email === undefined || members.email === query.email),
      ),
    ],
  }),
  fault('gone-credential-listed', inBoth('UNLISTED'), 'A credential that has been deleted still stands in the lists.', {
    listedCredentials: (credentials, { store, place }) => [
      ...credentials,
      ...[...store.goneCredentials.values()].filter(
        ({ person }) => !place?.nested || String(person.id) === place.personId,
      ),
    ],
  }),
  fault(
    'credentials-of-the-deleted-listed',
    broken({ classic: ['RE-UNLISTED'] }),
    'The list of all credentials still shows those of people who have been deleted.',
    {
      listedCredentials: (credentials, { store, place }) => [
        ...credentials,
        ...[...(place?.nested === true ? [] : store.goneCredentials.values())].filter(({ person }) =>
          store.gonePeople.has(String(person.id)),
        ),
      ],
    },
  ),
  fault(
    'credentials-listed-below-anybody',
    inBoth('RESOURCE'),
    "The list of a person's credentials shows those of everybody.",
    {
      listedCredentials: (credentials, { store, place }) =>
        place?.nested === true ? [...store.credentials.values()] : credentials,
    },
  ),
  fault(
    'delete-of-person-does-nothing',
    inBoth('410', 'UNLISTED'),
    'The deletion of a person succeeds and does nothing.',
    {
      removes: (removes, { place }) => removes && place?.kind !== 'people',
    },
  ),
  fault(
    'delete-of-credential-does-nothing',
    inBoth('410', 'UNLISTED'),
    'The deletion of a credential succeeds and does nothing.',
    {
      removes: (removes, { place }) => removes && place?.kind !== 'credentials',
    },
  ),
  fault('delete-only-disables', inBoth('410', 'UNLISTED'), 'The deletion of a person only disables them.', {
    removes: (removes, { place, store }) => {
      const person = place?.kind === 'people' ? store.people.get(place.id ?? '') : undefined
      if (person !== undefined) store.write(person, { enabled: false })
      return removes && person === undefined
    },
  }),
  fault(
    'email-unchecked-on-create',
    broken({ classic: ['RE-402'], current: ['CU-UNIQUE'] }),
    'Two people may be created with one e-mail address.',
    overlooking(({ rule, param }, { action }) => rule === 'unique' && param === 'email' && action === 'create'),
  ),
  fault(
    'email-unchecked-on-update',
    broken({ classic: ['RE-402'], current: ['CU-UNIQUE'] }),
    'An update may take the e-mail address of somebody else.',
    overlooking(({ rule, param }, { action }) => rule === 'unique' && param === 'email' && action === 'update'),
  ),
  fault(
    'email-of-oneself-in-use',
    inBoth('200-UPDATE'),
    'An update that repeats the e-mail address is refused because it is in use.',
    {
      problems: (problems, { action, members, store, place }) =>
        action === 'update' &&
        members !== undefined &&
        [...store.withEmail(members.email)].some(({ id }) => String(id) === place?.id)
          ? [...problems, { rule: 'unique', param: 'email', message: 'email is already in use on this account.' }]
          : problems,
    },
  ),
  fault(
    'email-taken-over',
    broken({ classic: ['RE-402'], current: ['CU-UNIQUE'] }),
    'Creating somebody with an e-mail address in use changes who has it.',
    {
      ...overlooking(({ rule, param }, { action }) => rule === 'unique' && param === 'email' && action === 'create'),
      values: (values, { action, store }) => {
        const [other] = action === 'create' ? store.withEmail(values.email) : []
        if (other !== undefined) store.write(other, { email: null })
        return values
      },
    },
  ),
  fault(
    'second-credential-accepted',
    broken({ classic: ['RE-402'], current: ['CU-409'] }),
    'Somebody may have two credentials of one type.',
    overlooking(({ rule, param }) => rule === 'unique' && param === 'credential_type_id'),
  ),
  fault(
    'second-credential-accepted-below-the-person',
    broken({ classic: ['RE-402'], current: ['CU-409'] }),
    'Only below a person two credentials of one type are let through.',
    overlooking(
      ({ rule, param }, { place }) => rule === 'unique' && param === 'credential_type_id' && place?.nested === true,
    ),
  ),
  fault(
    'second-credential-replaces',
    broken({ classic: ['RE-402'], current: ['CU-409'] }),
    'A second credential of one type replaces the first.',
    {
      ...overlooking(({ rule, param }) => rule === 'unique' && param === 'credential_type_id'),
      values: (values, { action, place, store }) => {
        const person =
          action === 'create' && place?.kind === 'credentials'
            ? store.people.get(place.personId ?? String(values.person_id))
            : undefined
        const held = person === undefined ? undefined : store.held(person, Number(values.credential_type_id))
        if (held !== undefined) store.removeCredential(held)
        return values
      },
    },
  ),
  fault(
    'refused-create-stored',
    inBoth('NO-EFFECT'),
    'A creation with a missing parameter is refused after it has been stored.',
    afterTheFact('create', 'missing-parameter'),
  ),
  fault(
    'in-use-create-stored',
    inBoth('NO-EFFECT'),
    'A creation with a value in use is refused after it has been stored.',
    afterTheFact('create', 'request-failed'),
  ),
  fault(
    'invalid-update-stored',
    inBoth('NO-EFFECT'),
    'An update with an invalid value is refused after all of it has been stored.',
    afterTheFact('update', 'invalid-value', 'missing-parameter'),
  ),
  fault(
    'refused-update-half-stored',
    inBoth('NO-EFFECT'),
    'An update with an invalid value is refused, but what is valid has been stored.',
    {
      refusal: (refusal, { action, place, members, store }) => {
        const person = action === 'update' && place?.kind === 'people' ? store.people.get(place.id ?? '') : undefined
        if (person !== undefined && members !== undefined && refusal.param !== undefined) {
          const known = Object.entries(members).filter(
            ([name, value]) => name !== refusal.param && typeof value === 'string' && name in person.members,
          )
          store.write(person, Object.fromEntries([...known, ['notes', members.notes ?? 'touched']]))
        }
        return refusal
      },
    },
  ),
  fault('person-without-email-unlisted', inBoth('LISTED'), 'Who has no e-mail address does not stand in the list.', {
    listedPeople: (people) => people.filter(({ members }) => typeof members.email === 'string' && members.email !== ''),
  }),
  fault('disabled-person-unlisted', inBoth('LISTED'), 'Who is disabled does not stand in the list.', {
    listedPeople: (people) => people.filter(({ members }) => members.enabled !== false),
  }),
  fault(
    'person-listed-once-per-group',
    inBoth('LISTED'),
    'Who is in several groups stands in the list as many times.',
    {
      listedPeople: (people) =>
        people.flatMap((person) =>
          Array.isArray(person.members.group_ids) && person.members.group_ids.length > 1
            ? person.members.group_ids.map(() => person)
            : [person],
        ),
    },
  ),
  fault('newest-person-listed-twice', inBoth('LISTED'), 'The newest person stands in the list twice.', {
    listedPeople: (people) => [...people, ...people.slice(-1)],
  }),
  fault('page-loses-its-last', inBoth('LISTED'), 'The last of every full page of people is lost.', {
    page: (resources, { place, query }) =>
      place?.kind === 'people' && resources.length === Number(query.per_page ?? 50)
        ? resources.slice(0, -1)
        : resources,
  }),
  fault(
    'credential-unlisted-below-the-person',
    inBoth('LISTED'),
    "PINs do not stand in the list of a person's credentials.",
    {
      listedCredentials: (credentials, { place }) =>
        place?.nested ? credentials.filter(({ type }) => type.slug !== 'pin') : credentials,
    },
  ),
  fault('unknown-id-serves-the-newest', inBoth('404'), 'Reading an id that never existed serves the newest person.', {
    foundPerson: (found, { store, requested }) => {
      const record = found.state === 'never' && requested === 'GET' ? [...store.people.values()].at(-1) : undefined
      return record === undefined ? found : { state: 'live', record }
    },
  }),
  fault('unknown-id-created-by-update', inBoth('404'), 'Updating an id that never existed creates somebody.', {
    foundPerson: (found, { store, requested }) =>
      found.state === 'never' && requested === 'PUT'
        ? { state: 'live', record: store.addPerson(new Date().toISOString()) }
        : found,
  }),
  fault('unknown-id-deleted', inBoth('404'), 'Deleting an id that never existed succeeds.', {
    answer: (answer, { action, refusal }) =>
      action === 'delete' && refusal?.outcome === 'not-found'
        ? { ...answer, status: 200, body: { result: 'ok' } }
        : answer,
  }),
  fault('update-not-stored', inBoth('READ-BACK'), 'An update is answered as if it had been stored, and is not.', {
    values: (values, { action, place }) => (action === 'update' && place?.kind === 'people' ? {} : values),
    answer: (answer, { action, members }) =>
      action === 'update' && succeeded(answer) && isObject(answer.body)
        ? { ...answer, body: { ...answer.body, ...members } }
        : answer,
  }),
  fault(
    'success-with-error',
    'RE-CLASS',
    'A success carries an error besides what was asked for.',
    succeeding(
      (answer) =>
        isObject(answer.body)
          ? { ...answer, body: { ...answer.body, error: { type: 'warning', message: 'This version is outdated.' } } }
          : answer,
      ({ action }) => action === 'read',
    ),
  ),
]
