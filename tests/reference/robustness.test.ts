import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Caller, callReference } from './client.ts'
import { oddRequests } from './odd-requests.ts'

let caller: Caller

beforeAll(async () => {
  caller = await callReference()
})

afterAll(() => caller.close())

/** What comes back for octets that no client would send. */
const spoken = (octets: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(caller.reference.url).port), '127.0.0.1', () => socket.end(octets))
    let heard = ''
    socket.setEncoding('utf8')
    socket.on('data', (text: string) => {
      heard += text
    })
    socket.on('close', () => resolve(heard))
    socket.on('error', reject)
  })

describe('odd requests', () => {
  test.each(oddRequests)('%s is answered without a failure', async (_, method, path, sent) => {
    const { status, json } = await caller.call(method, path, sent)
    expect(status).toBeGreaterThanOrEqual(200)
    expect(status).toBeLessThan(500)
    if (status >= 400)
      expect(json).toMatchObject({ type: expect.stringMatching(/./), message: expect.stringMatching(/./) })
  })

  test.each([
    ['no HTTP', 'hello\r\n\r\n'],
    ['an unknown method', 'FROB /api/3/people HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a negative length', 'POST /api/3/people HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n'],
    ['two lengths', 'POST /api/3/people HTTP/1.1\r\nhost: x\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab'],
    ['a blank in the path', 'GET /api/3/people and more HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['no host', 'GET /api/3/account HTTP/1.1\r\n\r\n'],
    ['OPTIONS for everything', 'OPTIONS * HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n'],
  ])('%s is refused', async (_, octets) => {
    expect(await spoken(octets)).toMatch(/^HTTP\/1\.1 4\d\d /)
  })

  test('leave everything in working order', async () => {
    expect((await caller.call('GET', 'people?skip_pagination=true')).status).toBe(200)
    expect(() => JSON.stringify(caller.reference.snapshot())).not.toThrow()
    expect(Object.hasOwn(Object.prototype, 'enabled')).toBe(false)
  })

  test('members that every object inherits are not taken for given', async () => {
    const { status } = await caller.call('POST', 'people', {
      raw: '{"__proto__":{"first_name":"A","last_name":"B"}}',
    })
    expect(status).toBe(400)
  })
})
