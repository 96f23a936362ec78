import { expect, test } from 'vitest'
import { clientOf, lastOf, okay } from './clients.ts'
import { get, send, startEndpoint, startTcp } from './support.ts'

test('a body larger than the cap is a failure, and its connection is closed', async () => {
  let closed = false
  const { url } = await startEndpoint((_, response, request) => {
    request.socket.on('close', () => {
      closed = true
    })
    response.writeHead(200)
    const pour = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000)));
      if (!response.destroyed) response.once('drain', pour)
    }
    pour()
  })
  const { client, attempts } = clientOf(url, { maxBodySize: 100_000 })
  await client.send(get('/'))
  expect(attempts[0]?.failure).toEqual({
    kind: 'too-large',
    message: 'the body of the response is larger than 100000 bytes',
  })
  await expect.poll(() => closed).toBe(true)
  await client.close()
})

test('a response that drips is given up in time', async () => {
  const url = await startTcp((socket) => {
    socket.write('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n')
    const drip = setInterval(() => socket.write('x'), 20)
    socket.on('close', () => clearInterval(drip))
  })
  const { client, attempts } = clientOf(url, { timeout: 200 })
  const begin = performance.now()
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.failure?.kind).toBe('timeout')
  expect(performance.now() - begin).toBeLessThan(1500)
})

test('a silent endpoint does not hold the next request up', async () => {
  let requests = 0
  const url = await startTcp((socket) => {
    socket.on('data', () => {
      requests += 1
      if (requests > 1) socket.write(okay)
    })
  })
  const { client, attempts } = clientOf(url, { timeout: 150, concurrency: 1 })
  await client.send(get('/'))
  await client.send(get('/'))
  await client.close()
  expect(attempts.map(({ failure, answer }) => failure?.kind ?? answer?.status)).toEqual(['timeout', 200])
})

const talks: readonly (readonly [string, string | undefined, string])[] = [
  ['nothing', undefined, 'reset'],
  ['half a head', 'HTTP/1.1 200 OK\r\ncontent-le', 'reset'],
  ['half a body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc', 'reset'],
  ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n', 'protocol'],
  ['a head without end', `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(100_000)}`, 'protocol'],
]

test.each(talks)('a connection that says %s and closes', async (_, text, kind) => {
  const url = await startTcp((socket) =>
    socket.once('data', () => (text === undefined ? socket.destroy() : socket.end(text))),
  )
  const { client, attempts } = clientOf(url)
  await client.send(send('POST', '/api/3/people', {}))
  await client.close()
  expect(attempts).toHaveLength(1)
  expect(attempts[0]?.failure?.kind).toBe(kind)
  expect(attempts[0]?.failure?.message).not.toContain('SSH')
})

test('an address where nobody listens', async () => {
  const { client, attempts } = clientOf('http://127.0.0.1:1')
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.failure).toEqual({ kind: 'unreachable', message: 'the connection was refused (ECONNREFUSED)' })
})

test('TLS with somebody who does not speak it', async () => {
  const url = await startTcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const { client, attempts } = clientOf(url.replace('http:', 'https:'))
  await client.send(get('/'))
  await client.close()
  expect(attempts[0]?.failure?.kind).toBe('tls')
})

test.each([
  ['GET', 2],
  ['POST', 1],
])('a kept connection closed between requests: %s takes %i attempts', async (method, attempt) => {
  let connections = 0
  const url = await startTcp((socket) => {
    connections += 1
    let requests = 0
    const first = connections === 1
    socket.on('data', () => {
      requests += 1
      if (first && requests === 2) socket.destroy()
      else socket.write(okay)
    })
  })
  const { client, attempts } = clientOf(url, { concurrency: 1 })
  await client.send(get('/'))
  await client.send(method === 'GET' ? get('/') : send('POST', '/', {}))
  await client.close()
  expect(lastOf(attempts).attempt).toBe(attempt)
  expect(lastOf(attempts).failure?.kind).toBe(method === 'GET' ? undefined : 'reset')
  // What was lost is recorded too: nothing that was sent is missing from a recording.
  expect(attempts.map(({ failure }) => failure?.kind)).toEqual(
    method === 'GET' ? [undefined, 'reset', undefined] : [undefined, 'reset'],
  )
})
