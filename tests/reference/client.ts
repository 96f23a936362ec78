import { Client } from 'undici'
import type { EditionName } from '../../reference/edition.ts'
import { facts } from '../../reference/seed.ts'
import { type ReferenceOptions, type RunningReference, startReference } from '../../reference/server.ts'

export interface Sent {
  readonly body?: unknown
  /** Sent as it is. */
  readonly raw?: string | Buffer
  /** null leaves one out. */
  readonly headers?: Readonly<Record<string, string | null>>
  /** null sends none. */
  readonly key?: string | null
}

export interface Received {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
  readonly json: unknown
}

export interface Caller {
  readonly edition: EditionName
  readonly reference: RunningReference
  call(method: string, path: string, sent?: Sent): Promise<Received>
  close(): Promise<void>
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

/** An endpoint of its own and a client that changes nothing of what it is told to send. */
export const callReference = async (options: ReferenceOptions = {}): Promise<Caller> => {
  const reference = await startReference(options)
  const client = new Client(reference.url)
  return {
    edition: options.edition ?? 'classic',
    reference,
    async call(method, path, { body, raw, headers = {}, key = facts.keys.full } = {}) {
      const payload = raw ?? (body === undefined ? null : JSON.stringify(body))
      const response = await client.request({
        method: method as 'GET',
        path: path.startsWith('/') ? path : `/api/3/${path}`,
        headers: Object.entries({
          ...(key === null ? {} : { authorization: `Bearer ${key}` }),
          ...(payload === null ? {} : { 'content-type': 'application/json' }),
          ...headers,
        }).flatMap(([name, value]) => (value === null ? [] : [name, value])),
        body: payload,
      })
      const text = await response.body.text()
      return { status: response.statusCode, headers: response.headers, text, json: parsed(text) }
    },
    async close() {
      await client.destroy()
      await reference.close()
    },
  }
}
