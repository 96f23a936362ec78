import { expect, test } from 'vitest'
import { clientOf, okay } from './clients.ts'
import { get, send, startTcp } from './support.ts'

/** What answers to HEAD may look like: the length of a body that does not come, or a body that must not come. */
const answers: readonly (readonly [string, string, readonly (number | string)[]])[] = [
  ['the length that GET would have', 'HTTP/1.1 200 OK\r\ncontent-length: 5000\r\n\r\n', [200]],
  ['chunks announced', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', [200]],
  ['no length', 'HTTP/1.1 200 OK\r\n\r\n', [200]],
  ['no content', 'HTTP/1.1 204 No Content\r\n\r\n', [204]],
  ['a refusal with the length of its body', 'HTTP/1.1 405 Method Not Allowed\r\ncontent-length: 90\r\n\r\n', [405]],
  ['a body all the same', 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok', [200, 'protocol', 'reset']],
  [
    'a body that looks like an answer',
    `HTTP/1.1 405 No\r\ncontent-length: ${okay.length}\r\n\r\n${okay}`,
    [405, 'protocol', 'reset'],
  ],
  ['a head that is none', 'HELLO\r\n\r\n', ['protocol']],
]

test.each(answers)('HEAD answered with %s ends at once, and spoils nothing', async (_, answer, expected) => {
  let heads = 0
  const url = await startTcp((socket) => {
    socket.on('error', () => {})
    socket.on('data', (bytes) => {
      const isHead = bytes.toString('latin1').startsWith('HEAD')
      heads += Number(isHead)
      socket.write(isHead ? answer : 'HTTP/1.1 404 Not Found\r\ncontent-length: 4\r\n\r\nnone')
    })
  })
  const { client, attempts } = clientOf(url, { timeout: 2000, concurrency: 1 })
  const begin = performance.now()
  await client.send(send('HEAD', '/'))
  expect(performance.now() - begin).toBeLessThan(1500)
  for (let more = 0; more < 3; more += 1) await client.send(get('/'))
  await client.close()
  const [first, ...others] = attempts.map(({ answer: got, failure }) => got?.status ?? failure?.kind ?? '')
  expect(expected).toContain(first)
  expect(others).toEqual([404, 404, 404])
  expect(attempts.slice(1).map(({ answer: got }) => String(got?.body))).toEqual(['none', 'none', 'none'])
  expect(heads).toBeGreaterThan(0)
})
