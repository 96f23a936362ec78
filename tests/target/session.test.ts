import { describe, expect, test } from 'vitest'
import { TargetError } from '../../target/errors.ts'
import { openSession } from '../../target/session.ts'
import {
  describeTarget,
  doorflow,
  fullKey,
  get,
  type Handler,
  json,
  open,
  recordingRecorder,
  startEndpoint,
  startTcp,
} from './support.ts'

const failing = async (
  handler: Handler,
  more = {},
): Promise<{ error: TargetError; sent: number; methods: Set<string> }> => {
  const { url, seen } = await startEndpoint(handler)
  const error = await openSession(describeTarget(url, more), {
    concurrency: 2,
    recorder: recordingRecorder(),
    version: '0',
  }).then(
    (session) => session.close().then(() => undefined),
    (reason: unknown) => reason,
  )
  if (!(error instanceof TargetError)) throw new Error(`opened, or failed otherwise: ${String(error)}`)
  expect(error.message).not.toContain(fullKey)
  return { error, sent: seen.length, methods: new Set(seen.map(({ method }) => method)) }
}

describe('targets that cannot be judged', () => {
  test('nobody listens', async () => {
    const opening = openSession(describeTarget('http://127.0.0.1:1'), {
      concurrency: 1,
      recorder: recordingRecorder(),
      version: '0',
    })
    await expect(opening).rejects.toMatchObject({
      exitCode: 3,
      message: expect.stringContaining('cannot be reached: the connection was refused'),
    })
  })

  test('a name that nobody has', async () => {
    const opening = openSession(describeTarget('http://nothing.invalid'), {
      concurrency: 1,
      recorder: recordingRecorder(),
      version: '0',
    })
    await expect(opening).rejects.toMatchObject({ exitCode: 3 })
  })

  test('an endpoint that hangs up', async () => {
    const url = await startTcp((socket) => socket.on('data', () => socket.destroy()))
    const opening = openSession(describeTarget(url), { concurrency: 1, recorder: recordingRecorder(), version: '0' })
    await expect(opening).rejects.toMatchObject({ exitCode: 3, message: expect.stringContaining('does not answer') })
  })

  test('a page for people', async () => {
    const { error, sent } = await failing((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<h1>Hello Smith</h1>'),
    )
    expect([error.exitCode, sent]).toEqual([2, 2])
    expect(error.message).toContain('does not look like DoorFlow: account answered 200 text/html, people 200 text/html')
    expect(error.message).not.toContain('Smith')
  })

  test('another API', async () => {
    const { error } = await failing((_, response) => json(response, 404, { message: 'no such route' }))
    expect([error.exitCode, error.message]).toEqual([2, expect.stringContaining('check the base path')])
  })

  test('a wrong key costs two exchanges', async () => {
    const { error, sent, methods } = await failing((_, response) => json(response, 401, { type: 'unauthenticated' }))
    expect([error.exitCode, sent, [...methods]]).toEqual([2, 2, ['GET']])
    expect(error.message).toContain('check DOORFLOW_KEY')
  })

  test('maintenance', async () => {
    const { error } = await failing((_, response) => json(response, 503, {}, { 'retry-after': '60' }))
    expect(error.exitCode).toBe(3)
  })

  test('another account', async () => {
    const { error, sent } = await failing(
      doorflow(() => {}),
      { account: '999' },
    )
    expect([error.exitCode, sent]).toEqual([2, 2])
    expect(error.message).toContain('belongs to account 20617, but the description')
    expect(error.message).toContain('names account 999')
  })

  test('no account described', async () => {
    const { account: _, ...rest } = describeTarget('http://127.0.0.1:1')
    const { url } = await startEndpoint(doorflow(() => {}))
    const opening = openSession({ ...rest, url }, { concurrency: 1, recorder: recordingRecorder(), version: '0' })
    await expect(opening).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('add --account 20617'),
    })
  })
})

test('a recorded exchange holds no key, whoever echoes it', async () => {
  const { url } = await startEndpoint(
    doorflow(({ headers, url }, response) =>
      json(response, 200, { id: fullKey, echo: headers.authorization, [String(headers.authorization)]: url }),
    ),
  )
  const session = await open(describeTarget(url))
  for (const form of ['bearer', 'basic', 'query'] as const) {
    await session.send(
      get('/api/3/people/1', { credentials: { kind: 'key', identity: 'full', form, password: 'secret' } }),
    )
    for (const kind of ['truncated', 'lengthened', 'recased'] as const) {
      await session.send(get('/api/3/people/1', { credentials: { kind, form } }))
    }
  }
  await session.send(get('/api/3/people/1', { credentials: { kind: 'scheme', scheme: 'Digest' } }))
  expect(session.wrongKeys).toBe(10)
  const text = JSON.stringify(session.recorder.exchanges)
  expect(text.toLowerCase()).not.toContain(fullKey.slice(0, -1))
  for (const key of [fullKey, fullKey.toUpperCase()]) {
    expect(text).not.toContain(Buffer.from(`${key}:x`).toString('base64').slice(0, 20))
  }
})
