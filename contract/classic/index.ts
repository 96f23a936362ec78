import type { Edition } from '../edition.ts'
import { schemasById } from '../rows.ts'
import account from '../schemas/account.json' with { type: 'json' }
import admission from '../schemas/admission.json' with { type: 'json' }
import admissionRequest from '../schemas/admission-request.json' with { type: 'json' }
import admitPersonInput from '../schemas/admit-person-input.json' with { type: 'json' }
import autoUnlockInput from '../schemas/auto-unlock-input.json' with { type: 'json' }
import channel from '../schemas/channel.json' with { type: 'json' }
import credential from '../schemas/credential.json' with { type: 'json' }
import credentialInput from '../schemas/credential-input.json' with { type: 'json' }
import credentialType from '../schemas/credential-type.json' with { type: 'json' }
import credentialUpdate from '../schemas/credential-update.json' with { type: 'json' }
import event from '../schemas/event.json' with { type: 'json' }
import eventsQuery from '../schemas/events-query.json' with { type: 'json' }
import group from '../schemas/group.json' with { type: 'json' }
import lockdownInput from '../schemas/lockdown-input.json' with { type: 'json' }
import notificationRule from '../schemas/notification-rule.json' with { type: 'json' }
import notificationRuleInput from '../schemas/notification-rule-input.json' with { type: 'json' }
import pageQuery from '../schemas/page-query.json' with { type: 'json' }
import peopleQuery from '../schemas/people-query.json' with { type: 'json' }
import person from '../schemas/person.json' with { type: 'json' }
import personCredentialInput from '../schemas/person-credential-input.json' with { type: 'json' }
import personInput from '../schemas/person-input.json' with { type: 'json' }
import personUpdate from '../schemas/person-update.json' with { type: 'json' }
import reservation from '../schemas/reservation.json' with { type: 'json' }
import reservationInput from '../schemas/reservation-input.json' with { type: 'json' }
import reservationsQuery from '../schemas/reservations-query.json' with { type: 'json' }
import role from '../schemas/role.json' with { type: 'json' }
import site from '../schemas/site.json' with { type: 'json' }
import syncResult from '../schemas/sync-result.json' with { type: 'json' }
import unlockInput from '../schemas/unlock-input.json' with { type: 'json' }
import { clauses } from './clauses.ts'
import { operations } from './operations.ts'
import { outcomes, statuses } from './outcomes.ts'
import { ruleFor } from './rules.ts'

const schemas = schemasById([
  account,
  channel,
  credential,
  credentialInput,
  credentialType,
  credentialUpdate,
  event,
  eventsQuery,
  group,
  pageQuery,
  peopleQuery,
  person,
  personCredentialInput,
  personInput,
  personUpdate,
  role,
  site,
  admission,
  admissionRequest,
  admitPersonInput,
  autoUnlockInput,
  lockdownInput,
  notificationRule,
  notificationRuleInput,
  reservation,
  reservationInput,
  reservationsQuery,
  syncResult,
  unlockInput,
])

/** The document "Responses and Errors" and the developer articles around it. */
export const classic: Edition = {
  name: 'classic',
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
    channel_ids: ['door_controller_ids', 'channels', 'channel_id'],
    person_id: ['person', 'people', 'id'],
    credential_type_id: ['credential_type', 'type', 'type_id'],
    value: ['pin', 'card', 'card_number', 'credentials_number', 'key_fob', 'keyfob_number', 'credential'],
    id: ['person_id', 'person', 'credential_id', 'credential', 'channel_id', 'channel', 'event_id', 'event'],
  },
  refusal: {
    kind: 'attributes',
    type: 'RE-TYPE',
    typeValue: 'RE-TYPE-VALUE',
    message: 'RE-MESSAGE',
    messageText: 'RE-MESSAGE-TEXT',
    param: 'RE-PARAM',
    paramFaulty: 'RE-PARAM-FAULTY',
    paramSound: 'RE-PARAM-SOUND',
  },
  // Article 47856; the other articles say that lists might be paginated.
  paging: { page: 'x-page', size: 'x-per-page', total: 'x-total-results', optional: true },
  forms: {
    paths: { singular: 'AD-SINGULAR', suffix: 'AD-SUFFIX' },
    keys: { basic: 'AU-BASIC', query: 'AU-QUERY' },
  },
  // Article 47854: the data of the person are removed.
  deletesWhole: true,
  general: {
    status: 'RE-STATUS',
    class: 'RE-CLASS',
    serverError: 'RE-500',
    errorJson: 'RE-ERROR-JSON',
    errorObject: 'RE-ERROR-OBJECT',
    successJson: 'RE-JSON',
    resource: 'RE-RESOURCE',
    readBack: 'RE-READ-BACK',
    noEffect: 'RE-NO-EFFECT',
    accepted: 'RE-ACCEPTED',
    listed: 'RE-LISTED',
    unlisted: 'RE-UNLISTED',
    filter: 'RE-FILTER',
    paging: 'RE-PAGING',
    raceUnique: 'RE-RACE-UNIQUE',
    raceDelete: 'RE-RACE-DELETE',
    acceptsJson: 'RE-ACCEPT',
    commanded: 'RE-COMMAND-STATE',
  },
}
