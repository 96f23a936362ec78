import { type Attempt, type Client, type ClientOptions, createClient } from '../../target/client.ts'
import type { TargetDescription } from '../../target/description.ts'
import { describeTarget } from './support.ts'

/** A client and every attempt that it observed. The body, if any, stands where an exchange would have it. */
export const clientOf = (url: string, options: Partial<ClientOptions> = {}, more: Partial<TargetDescription> = {}) => {
  const attempts: Attempt[] = []
  const client: Client = createClient(describeTarget(url, more), {
    runId: 'testtest',
    version: '1.2.3',
    concurrency: 4,
    unknownKey: 'nobody-was-given-this',
    observe: (request, attempt) => {
      attempts.push(attempt)
      return { ...attempt, request: { ...request, body: { text: '' } } }
    },
    ...options,
  })
  return { client, attempts }
}

export const lastOf = (attempts: readonly Attempt[]): Attempt => {
  const last = attempts.at(-1)
  if (last === undefined) throw new Error('nothing was sent')
  return last
}

/** A whole answer, for those who speak HTTP by hand. */
export const okay = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok'
