import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import type { Exchange } from '../oracle/exchange.ts'
import type { WireRequest } from './client.ts'
import { readRequest } from './discovery.ts'
import type { Undoing } from './doors.ts'
import type { RecordResource } from './ledger-records.ts'

/** The request that takes back what was done to a door; undefined where the edition has no such command. */
export const undoingRequest = (edition: Edition, { channel, command }: Undoing): WireRequest | undefined => {
  const operation = edition.operations.find(({ path }) => path.endsWith(`/channels/{id}/${command}`))
  if (operation === undefined) return undefined
  return {
    operation: operation.id,
    method: operation.method,
    path: operation.path.replace('{id}', encodeURIComponent(channel)),
    headers: [['accept', 'application/json']],
    credentials: { kind: 'key', identity: 'full' },
  }
}

/** More pages than any list has that tests may add to. */
const mostPages = 200

/**
 * Reads all of a list, so that the ledger sees what of it is ours.
 *
 * @param goesOn whether there is time for another page
 * @returns why the list could not be read; undefined where it was, to its end
 */
export const readThrough = async (
  list: Operation,
  send: (request: WireRequest) => Promise<Exchange>,
  goesOn: () => boolean,
): Promise<string | undefined> => {
  const known = new Set<string>()
  for (let page = 1; page <= mostPages; page += 1) {
    if (!goesOn()) return 'there was no time to read the list'
    const { response, failure } = await send(
      readRequest(list, list.path, list.query === undefined ? '' : `?per_page=100&page=${page}`),
    )
    if (response === undefined) return `GET failed: ${failure?.message ?? 'no response'}`
    const shown = response.body.kind === 'json' ? response.body.value : undefined
    if (response.status !== 200 || !Array.isArray(shown)) {
      // Behind the last page there need not be another.
      return page > 1 && response.status < 500 && response.status !== 429
        ? undefined
        : `GET answered ${response.status}`
    }
    const before = known.size
    for (const item of shown) known.add(JSON.stringify(item))
    // A target may give fewer than it is asked for; what repeats itself or is empty has come to its end.
    if (known.size === before || list.query === undefined) return undefined
  }
  return `it has more than ${mostPages} pages`
}

/** What is left where a list could not be read, as a line of the report. */
export const unread = (resource: RecordResource | 'people', why: string): string =>
  `${resource}: some that were created may be left, since the list could not be read (${why})`
