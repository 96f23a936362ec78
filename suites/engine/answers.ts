import type { Draft } from '../../generators/draft.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { isUnusable } from '../../oracle/ids.ts'

export const isAccepted = (exchange: Exchange | undefined): boolean =>
  exchange?.response !== undefined && exchange.response.status >= 200 && exchange.response.status < 300

export const isReading = (method: string | undefined): boolean => method === 'GET' || method === 'HEAD'

export const isRead = (exchange: Exchange | undefined): boolean => isReading(exchange?.request.method)

export const isRefused = (exchange: Exchange | undefined): boolean =>
  exchange?.response !== undefined && exchange.response.status >= 400

/** A wish to be let in that no door has answered yet. */
export const isPending = (exchange: Exchange | undefined): boolean => {
  const body = exchange?.response?.body
  return (
    exchange?.request.operation === 'getAdmissionRequest' && body?.kind === 'json' && statusIn(body.value) === 'pending'
  )
}

const statusIn = (value: unknown): unknown =>
  typeof value === 'object' && value !== null && 'status' in value ? value.status : undefined

/**
 * The id in the answer to a create: of the resource, or of the only one in a list. One that is not known as the
 * target has written it names nothing there.
 */
export const idIn = (exchange: Exchange): number | string | undefined => {
  const body = exchange.response?.body
  const value = body?.kind === 'json' ? body.value : undefined
  const resource: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value
  if (typeof resource !== 'object' || resource === null) return undefined
  const { id = (resource as { admission_request_id?: unknown }).admission_request_id } = resource as { id?: unknown }
  // Ids of people are numbers wherever they are written, even if the answer puts one in quotes (which is judged there).
  if (typeof id === 'string' && exchange.request.operation === 'createPerson' && /^\d{1,15}$/.test(id))
    return Number(id)
  return (typeof id === 'number' || typeof id === 'string') && !isUnusable(id) ? id : undefined
}

/** Whether an answer refuses the value of a credential, by naming it in whatever form the edition has for that. */
export const refusesValue = ({ operation, body: sent }: Draft, { response }: Exchange): boolean => {
  const writesValue = /credential/i.test(operation) || sent?.named !== undefined
  if (!writesValue || response === undefined || response.status < 400 || response.status > 422) return false
  const body = response.body.kind === 'json' ? response.body.value : undefined
  if (typeof body !== 'object' || body === null) return false
  const { errors } = body as { readonly errors?: unknown }
  const fields = typeof errors === 'object' && errors !== null ? Object.keys(errors) : []
  return (
    fields.some((field) => valueNames.test(field)) ||
    /"param":"[^"]*(?:value|pin|card|number)/i.test(JSON.stringify(body))
  )
}

/** What a value may be called in a refusal. */
const valueNames = /value|pin|card|number/i
