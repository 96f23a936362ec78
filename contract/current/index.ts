import type { Edition } from '../edition.ts'
import { schemasById } from '../rows.ts'
import admitPersonInput from '../schemas/admit-person-input.json' with { type: 'json' }
import autoUnlockInput from '../schemas/auto-unlock-input.json' with { type: 'json' }
import credentialUpdate from '../schemas/credential-update.json' with { type: 'json' }
import groupReservationInput from '../schemas/group-reservation-input.json' with { type: 'json' }
import lockdownInput from '../schemas/lockdown-input.json' with { type: 'json' }
import pageQuery from '../schemas/page-query.json' with { type: 'json' }
import peopleQuery from '../schemas/people-query.json' with { type: 'json' }
import personCredentialInput from '../schemas/person-credential-input.json' with { type: 'json' }
import reservationInput from '../schemas/reservation-input.json' with { type: 'json' }
import reservationsQuery from '../schemas/reservations-query.json' with { type: 'json' }
import syncResult from '../schemas/sync-result.json' with { type: 'json' }
import unlockInput from '../schemas/unlock-input.json' with { type: 'json' }
import { clauses } from './clauses.ts'
import { operations } from './operations.ts'
import { outcomes, statuses } from './outcomes.ts'
import { ruleFor } from './rules.ts'
import account from './schemas/account.json' with { type: 'json' }
import admission from './schemas/admission.json' with { type: 'json' }
import admissionRequest from './schemas/admission-request.json' with { type: 'json' }
import channel from './schemas/channel.json' with { type: 'json' }
import channelsQuery from './schemas/channels-query.json' with { type: 'json' }
import credential from './schemas/credential.json' with { type: 'json' }
import credentialType from './schemas/credential-type.json' with { type: 'json' }
import error from './schemas/error.json' with { type: 'json' }
import event from './schemas/event.json' with { type: 'json' }
import eventsQuery from './schemas/events-query.json' with { type: 'json' }
import group from './schemas/group.json' with { type: 'json' }
import groupReservation from './schemas/group-reservation.json' with { type: 'json' }
import notificationRule from './schemas/notification-rule.json' with { type: 'json' }
import notificationRuleInput from './schemas/notification-rule-input.json' with { type: 'json' }
import person from './schemas/person.json' with { type: 'json' }
import personInput from './schemas/person-input.json' with { type: 'json' }
import personUpdate from './schemas/person-update.json' with { type: 'json' }
import reservation from './schemas/reservation.json' with { type: 'json' }
import revocation from './schemas/revocation.json' with { type: 'json' }
import revocationInput from './schemas/revocation-input.json' with { type: 'json' }
import role from './schemas/role.json' with { type: 'json' }
import site from './schemas/site.json' with { type: 'json' }
import token from './schemas/token.json' with { type: 'json' }
import tokenInfo from './schemas/token-info.json' with { type: 'json' }
import tokenInput from './schemas/token-input.json' with { type: 'json' }

const schemas = schemasById([
  account,
  admission,
  admissionRequest,
  admitPersonInput,
  autoUnlockInput,
  channel,
  channelsQuery,
  credential,
  credentialType,
  credentialUpdate,
  error,
  event,
  eventsQuery,
  group,
  groupReservation,
  groupReservationInput,
  lockdownInput,
  notificationRule,
  notificationRuleInput,
  pageQuery,
  peopleQuery,
  person,
  personCredentialInput,
  personInput,
  personUpdate,
  reservation,
  reservationInput,
  reservationsQuery,
  revocation,
  revocationInput,
  role,
  site,
  syncResult,
  token,
  tokenInfo,
  tokenInput,
  unlockInput,
])

/** The OpenAPI description and the guides. */
export const current: Edition = {
  name: 'current',
  clauses,
  outcomes,
  statuses,
  operations,
  schemas,
  ruleFor,
  // Documented output names, and names of the things that the parameters identify.
  aliases: {
    group_ids: ['groups', 'group', 'group_id'],
    role_ids: ['roles', 'role', 'role_id'],
    channel_ids: ['door_controller_ids', 'channels', 'channel', 'channel_id'],
    person_id: ['person', 'people', 'id'],
    credential_type_id: ['credential_type', 'type', 'type_id'],
    value: ['pin', 'card', 'card_number', 'credentials_number', 'key_fob', 'keyfob_number', 'credential'],
    match_event_codes: ['event_codes', 'events', 'event_code'],
    match_controller_ids: ['controller_ids', 'door_controller_ids', 'door_controller_id', 'channel_ids', 'conditions'],
    call_back_url: ['url', 'callback_url', 'actions'],
    start_time: ['start', 'starts_at', 'times'],
    end_time: ['end', 'ends_at', 'times'],
    id: ['person_id', 'person', 'credential_id', 'credential', 'channel_id', 'channel', 'event_id', 'event'],
  },
  refusal: {
    kind: 'errors',
    error: 'CU-ERROR',
    errorType: 'CU-ERROR-TYPE',
    description: 'CU-DESCRIPTION',
    errors: 'CU-ERRORS',
    errorsFaulty: 'CU-ERRORS-FAULTY',
    errorsSound: 'CU-ERRORS-SOUND',
    retryIn: 'CU-RETRY-IN',
  },
  // Unless asked for more, a list shows the access of people (listEvents). What is no such thing under any reading: doors
  // that start, stop or are lost, their synchronisation, and that of a directory.
  eventsOnRequest: [1, 2, 3, 100, 101, 102, 103, 104, 105, 106, 107, 220, 223, 224, 225],
  paging: { size: 'per-page', total: 'total', ambiguous: true },
  // A token travels as Bearer, and paths have one spelling.
  forms: { paths: {}, keys: {} },
  general: {
    status: 'CU-STATUS',
    class: 'CU-CLASS',
    serverError: 'CU-500',
    errorJson: 'CU-ERROR-JSON',
    errorObject: 'CU-ERROR-OBJECT',
    successJson: 'CU-JSON',
    resource: 'CU-RESOURCE',
    readBack: 'CU-READ-BACK',
    noEffect: 'CU-NO-EFFECT',
    accepted: 'CU-ACCEPTED',
    listed: 'CU-LISTED',
    unlisted: 'CU-UNLISTED',
    acceptsJson: 'CU-ACCEPT',
    existing: 'CU-409-BODY',
    paging: 'CU-PAGING',
    filter: 'CU-FILTER',
    partial: 'CU-PARTIAL',
    replaced: 'CU-REPLACE',
    commanded: 'CU-COMMAND-STATE',
    raceUnique: 'CU-RACE-UNIQUE',
    raceDelete: 'CU-RACE-DELETE',
    racePartial: 'CU-RACE-PARTIAL',
  },
}
