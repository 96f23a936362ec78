import type { IncomingMessage, ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { request } from 'undici'

/** A request as a proxy sees it. */
export interface Passing {
  readonly method: string
  readonly path: string
  readonly body: string
}

const hopByHop = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'keep-alive'])

/**
 * Passes a request on to `target`, unless `intercept` answers it with a status of its own or hangs up. `seen` is shown what was
 * answered. For tests: bodies are text, nothing is streamed.
 */
export const passOn = async (
  target: string,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  intercept: (passing: Passing) => number | 'hang-up' | undefined,
  seen: (passing: Passing, answer: string) => void = () => {},
): Promise<void> => {
  const passing: Passing = { method: incoming.method ?? 'GET', path: incoming.url ?? '/', body: await text(incoming) }
  const status = intercept(passing)
  if (status === 'hang-up') {
    incoming.socket.destroy()
    return
  }
  if (status !== undefined) {
    outgoing.writeHead(status, { 'content-type': 'application/json' }).end('{"type":"intercepted"}')
    return
  }
  const headers = Object.entries(incoming.headers).flatMap(([name, value]): [string, string][] =>
    hopByHop.has(name) || value === undefined ? [] : [[name, String(value)]],
  )
  const answer = await request(target + passing.path, {
    method: passing.method as 'GET',
    headers: Object.fromEntries(headers),
    body: passing.body === '' ? null : passing.body,
  })
  const shown = await answer.body.text()
  seen(passing, shown)
  const type = answer.headers['content-type']
  outgoing.writeHead(answer.statusCode, type === undefined ? {} : { 'content-type': type }).end(shown)
}
