import { test } from 'vitest'
import type { WireRequest } from '../../target/client.ts'
import { type Allowance, nothingAllowed } from '../../target/description-world.ts'
import { GuardError, type GuardReason } from '../../target/errors.ts'
import { check, type GuardFacts } from '../../target/guard.ts'
import { send } from './support.ts'

export type Kind = GuardFacts['kind']

export const everywhere: readonly Kind[] = ['embedded', 'dedicated', 'shared']
/** Where nobody else is. */
export const alone = ['embedded', 'dedicated'] as const

const ours: Readonly<Record<string, readonly string[]>> = {
  people: ['4711'],
  credentials: [],
  reservations: ['51'],
  group_reservations: ['61'],
  notification_rules: ['71'],
}

const ledger: GuardFacts['ledger'] = {
  owns: (resource, id) => (ours[resource] ?? []).includes(String(id)),
  absent: (resource, id) => (resource === 'people' || resource === 'notification_rules') && String(id) === '777',
}

export const callbackUrl = 'https://callback.example.com'

export const allowed: Allowance = {
  ...nothingAllowed,
  channels: [710],
  encryptionKeys: [711],
  callbackUrl,
  reservations: { channels: [710, 712], groups: [410] },
}

/** Why a request is refused; undefined if it may be sent. */
export const refusal = (
  request: WireRequest,
  kind: Kind,
  allow = allowed,
  edition = 'current',
): GuardReason | undefined => {
  try {
    check(request, { kind, edition, accountVerified: true, ledger, allow, wrongKeys: 0 })
    return undefined
  } catch (error) {
    if (error instanceof GuardError) return error.reason
    throw error
  }
}

export const raw = (method: string, path: string, body: string | Uint8Array): WireRequest => ({
  ...send(method, path),
  body,
})

/** A test for each of some requests, which is named by it. */
export const eachOf = (requests: readonly WireRequest[]) =>
  test.each(
    requests.map(
      (request) => [`${request.method} ${request.path} ${String(request.body ?? '')}`.slice(0, 150), request] as const,
    ),
  )
