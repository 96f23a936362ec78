import type { Caller, Received, Sent } from './client.ts'

/** Sends a request under a name and keeps what came back. */
export type Send = (name: string, method: string, path: string, sent?: Sent) => Promise<Received>

export type Scene = (send: Send, caller: Caller) => Promise<void>

/** As the endpoint wrote it. */
export type Id = number | string

export const named = { first_name: 'Ada', last_name: 'Bell' }

/** The id of the record that came back, or of the first one, and 0 where none did. */
export const idOf = ({ json }: Received): Id => {
  const one: unknown = Array.isArray(json) ? json[0] : json
  return typeof one === 'object' && one !== null && 'id' in one ? (one.id as Id) : 0
}

export const person = async (send: Send, more: object = {}): Promise<Id> =>
  idOf(await send('create a person', 'POST', 'people', { body: { ...named, ...more } }))
