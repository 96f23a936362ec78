import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { endingOf } from '../../target/ending.ts'
import { describeTarget, doorflow, get, json, open, startEndpoint } from './support.ts'

const manyAt = async (session: Awaited<ReturnType<typeof open>>, path: string, count: number): Promise<void> => {
  for (let sent = 0; sent < count && !session.signal.aborted; sent += 4)
    await Promise.all(Array.from({ length: 4 }, () => session.send(get(path))))
}

test('a target that is gone ends the run, which says since when and why', async () => {
  const handler = doorflow((_, response) => json(response, 200, {}))
  const server = createServer((request, response) => {
    const { method = '', url = '', headers } = request
    handler({ method, url, headers, body: '' }, response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const session = await open(describeTarget(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  expect((await session.send(get('/api/3/people/1'))).response?.status).toBe(200)
  const before = new Date()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await manyAt(session, '/api/3/people/1', 100)
  await expect.poll(() => session.signal.aborted, { timeout: 5000 }).toBe(true)
  expect(session.ending?.kind).toBe('gone')
  const detail = session.ending?.detail ?? ''
  expect(detail).toMatch(/^The target is gone: nothing has been answered since \S+Z, and \d+ requests in a row failed/)
  expect(detail).toContain('the connection was refused (ECONNREFUSED)')
  const since = new Date(/since (\S+),/.exec(detail)?.[1] ?? '')
  expect(Math.abs(since.getTime() - before.getTime())).toBeLessThan(5000)
  // What comes later is not even tried.
  expect((await session.send(get('/api/3/people/1'))).failure?.kind).toBe('aborted')
})

test('a target that hangs up on some requests is there as long as it answers others', async () => {
  const { url, seen } = await startEndpoint(
    doorflow((one, response, request) => {
      if (one.url.startsWith('/api/3/people/')) request.socket.destroy()
      else json(response, 200, {})
    }),
  )
  const session = await open(describeTarget(url))
  await manyAt(session, '/api/3/people/1', 60)
  expect(endingOf(session.signal)).toBeUndefined()
  // It was asked whether it is still there.
  expect(seen.filter((one) => one.url === '/api/3/account').length).toBeGreaterThan(1)
})

test('a target that hangs on some requests is there as long as it answers others', async () => {
  const { url } = await startEndpoint(
    doorflow((one, response) => {
      if (!one.url.endsWith('/1')) json(response, 200, {})
    }),
  )
  const session = await open(describeTarget(url), { timeout: 100, concurrency: 4 })
  await manyAt(session, '/api/3/people/1', 60)
  expect(endingOf(session.signal)).toBeUndefined()
})
