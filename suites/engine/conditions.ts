import type { Binding } from '../../generators/wire.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Step } from '../step.ts'
import { idIn, isAccepted, isRefused } from './answers.ts'

const isFilled = (exchange: Exchange | undefined): boolean => {
  const body = exchange?.response?.body
  return body?.kind === 'json' && Array.isArray(body.value) && body.value.length > 0
}

const isShown = (exchange: Exchange | undefined, member: string): boolean => {
  const body = exchange?.response?.body
  const shown: unknown = body?.kind === 'json' ? body.value : undefined
  const [person] = Array.isArray(shown) ? shown : [shown]
  const value: unknown = typeof person === 'object' && person !== null ? person[member] : undefined
  return typeof value === 'string' && value !== ''
}

/** Whether the condition of a step holds, by what came back for those before it. */
export const shouldSend = ({ when }: Step, exchanges: readonly (Exchange | undefined)[], bind: Binding): boolean => {
  if (when === undefined) return true
  const earlier = exchanges[when.step]
  if (when.is === 'refused') return isRefused(earlier)
  if (when.is === 'empty') return isAccepted(earlier) && !isFilled(earlier)
  if (when.is === 'done') return isAccepted(earlier) && earlier?.response?.status !== 202
  if (when.shows !== undefined && !isShown(earlier, String(bind(when.shows)))) return false
  const made = (exchange: Exchange | undefined) => (exchange === undefined ? undefined : idIn(exchange))
  if (when.unlike !== undefined && made(earlier) === made(exchanges[when.unlike])) return false
  return isAccepted(earlier) && (when.is === 'accepted' || isFilled(earlier))
}
