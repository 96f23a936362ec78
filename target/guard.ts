import { editions } from '../contract/index.ts'
import { holdsTag } from '../oracle/tag.ts'
import type { WireRequest } from './client.ts'
import type { Allowance } from './description-world.ts'
import { GuardError, type GuardReason } from './errors.ts'
import { actsOnWorld, checkWorld, isBooking } from './guard-world.ts'
import type { Ledger, LedgerResource } from './ledger.ts'
import { isSafe } from './methods.ts'
import { credentialNames, from, type Place, placeOf } from './place.ts'
import { membersIn, peopleIn } from './request-body.ts'

/** What the run knows when a request is about to be sent. */
export interface GuardFacts {
  readonly kind: 'embedded' | 'shared' | 'dedicated'
  readonly edition: string
  readonly accountVerified: boolean
  readonly ledger: Pick<Ledger, 'owns' | 'absent'>
  /** What may be felt outside the records of the account. */
  readonly allow: Allowance
  /** Requests with a wrong key sent so far. */
  readonly wrongKeys: number
}

/** Most requests with a wrong key that a run sends to a target that other people use: some lock out whoever guesses. */
export const wrongKeyLimit = 60

const neverMembers = ['deleted', '_method', 'image_remote_url']
const neverParameters = new Set(['ack_token', 'callback', ...neverMembers])
const neverHeaders = /^x-(?:http-)?method(?:-override)?$/i
const groupMembers = ['group_ids', 'role_ids', 'channel_ids', 'door_controller_ids', 'match_controller_ids']

const harmlessKinds = new Set(['key', 'none', 'empty', 'client'])

/** Whether a request offers a key that is wrong: it may count towards a lock-out. */
export const triesWrongKey = ({ credentials }: WireRequest): boolean => !harmlessKinds.has(credentials.kind)

/**
 * The last look at a request before it is sent: whether it could touch anything that is not this run's own.
 *
 * @throws GuardError, which is a fault of the suite: the plan must not get here.
 */
export const check = (request: WireRequest, facts: GuardFacts): void => {
  if (namesTag(request)) refuse(request, 'it holds what stands in the evidence for a text of the target')
  const place = placeOf(request.path)
  const parameter = place.parameters.find((name) => neverParameters.has(name))
  if (parameter !== undefined) refuse(request, `the query parameter ${parameter} is never sent`)
  for (const [name] of request.headers) if (neverHeaders.test(name)) refuse(request, `the header ${name} is never sent`)
  const [member] = request.body === undefined ? [] : membersIn(request.body, neverMembers)
  if (member !== undefined) refuse(request, `the member ${member} is never sent`)
  if (facts.kind === 'shared' && triesWrongKey(request) && facts.wrongKeys >= wrongKeyLimit) {
    refuse(request, `${wrongKeyLimit} wrong keys are enough for a target that other people use`)
  }
  if (!isSafe(request.method)) checkUnsafe(request, place, facts)
}

/** Whether a request would hand the target a tag, in its path or its body. */
const namesTag = ({ path, body }: WireRequest): boolean => {
  if (typeof body === 'string' && holdsTag(body)) return true
  if (!path.includes('%E2%9F%A6')) return false
  const bytes = path.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return holdsTag(Buffer.from(bytes, 'latin1').toString('utf8'))
}

const checkUnsafe = (request: WireRequest, place: Place, facts: GuardFacts): void => {
  const { segments, person, credential } = place
  if (facts.kind !== 'embedded' && !facts.accountVerified)
    refuse(request, 'the account has not been verified', 'unverified')
  if (actsOnWorld(place)) {
    checkWorld(request, place, {
      ...facts,
      documented: isDocumented(request, facts.edition),
      namesNobody: (id) => namesNobody(id, facts),
    })
  }
  if (facts.kind === 'shared') checkShared(request, place, facts.edition)
  if (person !== undefined) {
    if (!permitted('people', person, facts)) refuse(request, `person ${person} is not this run's`, 'not-ours')
  } else if (from(segments, credentialNames).length > 0) {
    if (credential !== undefined && !permitted('credentials', credential, facts)) {
      refuse(request, `credential ${credential} is not this run's`, 'not-ours')
    }
    for (const id of peopleIn(request.body)) {
      if (!facts.ledger.owns('people', id) && !namesNobody(id, facts)) {
        refuse(request, `person ${id} is not this run's`, 'not-ours')
      }
    }
  }
}

/**
 * Whether a thing may be changed: because it is ours, or because there is nothing of that id. The latter is believed of
 * embedded and dedicated targets only, where nobody creates meanwhile what has just been missing.
 */
const permitted = (resource: LedgerResource, id: string, facts: GuardFacts): boolean => {
  if (facts.ledger.owns(resource, id)) return true
  if (facts.kind === 'shared') return false
  return resource === 'people' ? namesNobody(id, facts) : facts.ledger.absent(resource, id)
}

/**
 * Whether no server could take an id for that of a person who is not ours: read to its end or as far as it is a number,
 * whole or in parts, it must come out as ours, missing, not positive, or higher than any counter has reached.
 */
const namesNobody = (id: string, { ledger }: GuardFacts): boolean =>
  ledger.absent('people', id) ||
  id
    .split(/[^\w.+-]+/)
    .flatMap(readings)
    .every((number) => {
      const text = String(number)
      return number <= 0 || number >= 2e9 || ledger.owns('people', text) || ledger.absent('people', text)
    })

/** The numbers that a text may be taken for; none if it does not begin with one. */
const readings = (text: string): number[] => {
  if (text === '') return []
  const numbers = /^[+-]?[\d.]+e[+-]?\d+$/i.test(text) ? [Number(text)] : [Number(text), Number.parseInt(text, 10)]
  return numbers.filter((number) => !Number.isNaN(number)).map(Math.trunc)
}

const checkShared = (request: WireRequest, place: Place, edition: string): void => {
  if (!isDocumented(request, edition)) {
    refuse(request, 'only documented methods on plain paths may change a target that other people use')
  }
  const [member] = isBooking(place) ? [] : membersIn(request.body, groupMembers)
  if (member !== undefined) refuse(request, `${member} could open doors on a target that other people use`)
}

const isDocumented = (request: WireRequest, edition: string): boolean => {
  const [path = ''] = request.path.split('?')
  return documented(edition).some(({ method, form }) => method === request.method && form.test(path))
}

interface Documented {
  readonly method: string
  readonly form: RegExp
}

const cache = new Map<string, readonly Documented[]>()

/** Methods and spellings of the paths that an edition publishes. */
const documented = (edition: string): readonly Documented[] => {
  let found = cache.get(edition)
  if (found === undefined) {
    found = (editions[edition]?.operations ?? []).flatMap(({ method, path, variants }) =>
      [path, ...Object.values(variants)].map((template) => ({
        method,
        form: new RegExp(`^${template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[A-Za-z0-9_-]+')}$`),
      })),
    )
    cache.set(edition, found)
  }
  return found
}

const refuse = ({ method, path }: WireRequest, why: string, reason: GuardReason = 'forbidden'): never => {
  throw new GuardError(`${method} ${path.slice(0, 200)} must not be sent: ${why}.`, reason)
}
