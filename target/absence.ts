import type { Exchange } from '../oracle/exchange.ts'

const plainPath =
  /^\/api\/\d+\/(?:people|credentials|reservations|group_reservations|notification_rules)\/[\w-]+(?:\/credentials\/[\w-]+)?$/

/**
 * Whether an answer can be believed to say that there is no such thing: 404 or 410 to whoever holds the full key and asks
 * for JSON by the plain path. Another key may not be meant to see it, and another spelling or format may not be served.
 */
export const saysGone = ({ request: { path, credentials, headers }, response }: Exchange): boolean => {
  if (response?.status !== 404 && response?.status !== 410) return false
  const accept = headers.find(([name]) => name.toLowerCase() === 'accept')?.[1] ?? '*/*'
  const [plain = ''] = path.split('?')
  const isFull = credentials.kind === 'key' && credentials.identity === 'full'
  return isFull && plainPath.test(plain) && /\*\/\*|application\/(?:\*|json)/i.test(accept)
}
