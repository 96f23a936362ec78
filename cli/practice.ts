import { controlBase } from '../reference/controls.ts'
import { facts } from '../reference/seed.ts'

/** How the endpoint is told what a client could not bring about. */
const control = (what: string, body: object) => ({ method: 'POST', path: `${controlBase}${what}`, body }) as const

const inAndOut = (what: string) => ({ enter: control(what, { on: true }), leave: control(what, { on: false }) })

/**
 * What the owner of the practice endpoint tells of it. `serve` writes it into a description, and the embedded endpoint is
 * described by it: nothing there can be harmed, so that everything is allowed.
 */
export const practice = (edition: string) => ({
  account: edition === 'current' ? facts.currentAccountId : facts.accountId,
  keys: facts.keys,
  forms:
    edition === 'current' ? { paths: [], keys: ['bearer'] as const } : { paths: facts.forms, keys: facts.keyForms },
  fixtures: {
    hiddenPerson: facts.hiddenPersonId,
    foreignPerson: facts.other.personId,
    foreignCredential: edition === 'current' ? facts.other.currentCredentialId : facts.other.credentialId,
    foreignChannel: facts.other.channelId,
    foreignEvent: facts.other.eventId,
    foreignRule: facts.other.notificationRuleId,
  },
  allow: {
    channels: facts.channelIds,
    encryptionKeys: facts.channelIds,
    groups: facts.groupIds,
    roles: facts.roleIds,
    callbackUrl: 'https://callback.example.com/doorflow',
    sync: true,
    reservations: { channels: facts.channelIds, groups: facts.groupIds },
    mobileCredentials: [facts.mobileTypeId, ...(edition === 'current' ? [facts.exhaustedTypeId] : [])],
    // Without a refresh token, which would be good for the first run alone.
    ...(edition === 'current'
      ? {
          oauth: {
            clientId: facts.oauth.clientId,
            clientSecret: facts.oauth.clientSecret,
            redirectUri: facts.oauth.redirectUri,
          },
        }
      : {}),
  },
  recipes: {
    offlineChannel: facts.offlineChannelId,
    lockedChannel: facts.lockedDownChannelId,
    ...(edition === 'current' ? { exhaustedType: facts.exhaustedTypeId } : {}),
    maintenance: inAndOut('maintenance'),
    // The other edition speaks of no gateways.
    ...(edition === 'current'
      ? { badGateway: inAndOut('bad-gateway'), gatewayTimeout: inAndOut('gateway-timeout') }
      : {}),
    rateLimit: {
      requests: 40,
      enter: control('rate-limit', { on: true, requests: 20, seconds: 1 }),
      leave: control('rate-limit', { on: false }),
    },
  },
})
