import { instantOf } from './bookings.ts'
import type { Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import { Refusal } from './refusals.ts'

/** Who may open doors: somebody who is enabled, within their dates, and has something to show at the reader. */
export const hasAccess = (exchange: Exchange, { members, credentials }: Person): boolean => {
  const now = Date.now()
  const from = instantOrDate(exchange, members.valid_from)
  const to = instantOrDate(exchange, members.valid_to)
  return members.enabled !== false && credentials.length > 0 && (from ?? now) <= now && (to ?? now + 1) > now
}

const instantOrDate = (exchange: Exchange, value: unknown): number | null =>
  instantOf(exchange, typeof value === 'string' && value.length === 10 ? `${value}T00:00:00` : value)

/** The OpenAPI description has a form of its own for somebody who may not come in. */
export const denied = (exchange: Exchange, reason: string): Refusal =>
  exchange.edition === 'current'
    ? new Refusal('command-refused', reason, { status: 403, body: { error: 'Access denied', reason } })
    : new Refusal('command-refused', reason, { param: 'person_id' })
