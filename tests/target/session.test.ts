import { describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import { GuardError, TargetError } from '../../target/errors.ts'
import { openSession } from '../../target/session.ts'
import {
  accountId,
  describeTarget,
  doorflow,
  fullKey,
  get,
  type Handler,
  json,
  open,
  recordingRecorder,
  send,
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

describe('discovery', () => {
  test('finds what the suite may refer to', async () => {
    const lists: Record<string, unknown> = {
      account: [{ id: accountId, time_zone: 'London' }],
      'people?per_page=1': [],
      credential_types: [
        { id: 1, label: 'Card', slug: 'credentials_number', code: 200 },
        { id: 2, label: 'Key fob', slug: 'x', code: null },
        { id: 3, label: 'Pin', slug: 'pin', code: 10 },
        { id: 4, label: 'HID mobile card', slug: 'hid', code: null },
        { id: 5, label: 'Mobile card', slug: 'hid', code: 200 },
      ],
      groups: [{ id: 410 }, { id: 'odd' }, 7],
      roles: { error: 'x' },
      sites: [{ id: 610 }],
      channels: [{ id: 710 }, { id: 'c_1' }],
      events: [{ id: 1 }],
      // As some articles show a single person.
      'people/3004': [{ id: 3004, first_name: 'Ines' }],
    }
    const { url } = await startEndpoint(({ url }, response) =>
      json(response, 200, lists[url.replace('/base/api/3/', '')] ?? null),
    )
    const session = await open(describeTarget(`${url}/base`, { fixtures: { hiddenPerson: 3004 } }))
    expect(session.fixtures).toEqual({
      account: { id: '20617', timeZone: 'Europe/London' },
      accountVerified: true,
      groups: [410],
      roles: [],
      sites: [610],
      channels: [710, 'c_1'],
      events: [1],
      credentialTypes: { card: [1, 2], pin: [3] },
      hiddenPerson: 3004,
      // Doors move only where the description says so; on a dedicated target whatever is found may be reserved.
      doors: [],
      keyedDoors: [],
      reservable: { channels: [710], groups: [410] },
      otherEvents: [],
      slugs: {
        card: [
          { type: 1, name: 'credentials_number' },
          { type: 2, name: 'x' },
        ],
        pin: [{ type: 3, name: 'pin' }],
      },
    })
    expect(session.discovered).toHaveLength(9)
    expect(session.recorder.exchanges).toEqual(session.discovered.toSorted((a, b) => a.ended - b.ended))
    expect(JSON.stringify(session.recorder.exchanges)).not.toMatch(/Ines|London|tk-full/)
    const operations = new Set(editions.classic?.operations.map(({ id }) => id))
    for (const { request } of session.discovered) expect(operations).toContain(request.operation)
  })

  test('leaves alone what is declared absent', async () => {
    const { url, seen } = await startEndpoint(doorflow(() => {}))
    await open(describeTarget(url, { absent: ['events', 'channels'] }))
    expect(seen.map((one) => one.url).filter((path) => /events|channels/.test(path))).toEqual([])
  })

  test('goes on where only the account is faulty, and withholds what is unsafe', async () => {
    const { url, seen } = await startEndpoint((one, response) =>
      json(response, one.url.endsWith('/account') ? 500 : 200, []),
    )
    const session = await open(describeTarget(url))
    expect(session.fixtures.accountVerified).toBe(false)
    await expect(session.send(send('POST', '/api/3/people', {}))).rejects.toMatchObject({ reason: 'unverified' })
    await expect(session.send(get('/api/3/people/1'))).resolves.toMatchObject({ response: { status: 200 } })
    expect(new Set(seen.map(({ method }) => method))).toEqual(new Set(['GET']))
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

/** People in memory, with the two filters that a search for a marker uses. */
const peopleEndpoint = (
  faults: {
    answerId?: number
    failDelete?: boolean
    /** All deletions fail but every so manieth. */
    deletesOneIn?: number
    hangUpOnce?: boolean
    /** Lists everybody, with whatever was searched for written into them. */
    liesInLists?: boolean
  } = {},
) => {
  type Person = { id: number; system_id?: string; email?: string }
  const people = new Map<number, Person>([[1, { id: 1, system_id: 'QW-1' }]])
  const credentials = new Map<string, { id: string; person_id: number }>()
  let next = 100
  let hungUp = false
  let deletions = 0
  const handler = doorflow(({ method, url, body }, response, request) => {
    const [path = '', query = ''] = url.split('?')
    const filter = new URLSearchParams(query)
    const [, , , , id, below, credential] = path.split('/')
    const person = people.get(Number(id))
    if (method === 'POST' && id === undefined) {
      next += 1
      const created = { ...JSON.parse(body), id: next }
      people.set(next, created)
      if (faults.hangUpOnce && !hungUp) {
        hungUp = true
        return request.socket.destroy()
      }
      return json(response, 201, { ...created, id: faults.answerId ?? next })
    }
    if (id === undefined && faults.liesInLists)
      return json(
        response,
        200,
        [...people.values()].map((one) => ({ ...one, ...Object.fromEntries(filter) })),
      )
    if (id === undefined) {
      const found = [...people.values()].filter((one) =>
        [...filter].every(([name, value]) => Object.entries(one).some(([key, has]) => key === name && has === value)),
      )
      return json(response, 200, found)
    }
    if (person === undefined) return json(response, 404, { type: 'not_found' })
    if (below !== undefined) {
      if (method === 'POST') {
        credentials.set('R1', { id: 'R1', person_id: person.id })
        return json(response, 201, credentials.get('R1'))
      }
      return json(response, credentials.delete(String(credential)) ? 200 : 404, {})
    }
    if (method === 'DELETE') {
      if (faults.failDelete) return json(response, 500, {})
      if (faults.deletesOneIn !== undefined && deletions++ % faults.deletesOneIn > 0) return json(response, 503, {})
      people.delete(person.id)
      return response.writeHead(204).end()
    }
    return json(response, 200, person)
  })
  return { handler, people, credentials }
}

describe('cleaning up', () => {
  test('removes credentials and people of ours and nothing else', async () => {
    const { handler, people, credentials } = peopleEndpoint()
    const { url, seen } = await startEndpoint(handler)
    const session = await open(describeTarget(url, { kind: 'shared' }))
    const { systemId } = session.ledger.issue()
    await session.send(send('POST', '/api/3/people', { system_id: systemId }), { known: [systemId] })
    await session.send(get('/api/3/people/101'))
    await session.send(send('POST', '/api/3/people/101/credentials', {}))
    expect(credentials.size).toBe(1)
    expect(await session.cleanUp()).toEqual([])
    expect([...people.keys()]).toEqual([1])
    expect(seen.filter(({ method }) => method === 'DELETE').map((one) => one.url)).toEqual([
      '/api/3/people/101/credentials/R1',
      '/api/3/people/101',
    ])
    const sent = seen.length
    expect(await session.cleanUp()).toEqual([])
    expect(seen).toHaveLength(sent)
  })

  test('reads again what was created and never read', async () => {
    const { handler, people } = peopleEndpoint()
    const { url } = await startEndpoint(handler)
    const session = await open(describeTarget(url))
    await session.send(send('POST', '/api/3/people', { email: session.ledger.issue().email }))
    expect(await session.cleanUp()).toEqual([])
    expect([...people.keys()]).toEqual([1])
  })

  test('searches for what was created without an answer, even after an interruption', async () => {
    const { handler, people } = peopleEndpoint({ hangUpOnce: true })
    const { url } = await startEndpoint(handler)
    const run = new AbortController()
    const session = await open(describeTarget(url), { signal: run.signal })
    for (const body of [{ email: session.ledger.issue().email }, { system_id: session.ledger.issue().systemId }]) {
      await session.send(send('POST', '/api/3/people', body))
    }
    run.abort()
    expect((await session.send(get('/api/3/people/1'))).failure?.kind).toBe('aborted')
    expect(people.size).toBe(3)
    expect(await session.cleanUp()).toEqual([])
    expect([...people.keys()]).toEqual([1])
  })

  test('never touches a stranger whose id answers a create', async () => {
    const { handler, people } = peopleEndpoint({ answerId: 1 })
    const { url, seen } = await startEndpoint(handler)
    const session = await open(describeTarget(url))
    await session.send(send('POST', '/api/3/people', { system_id: session.ledger.issue().systemId }))
    expect(session.ledger.owns('people', 1)).toBe(false)
    await expect(session.send(send('DELETE', '/api/3/people/1'))).rejects.toThrow(GuardError)
    await session.send(get('/api/3/people/1'))
    await expect(session.send(send('PUT', '/api/3/people/1', {}))).rejects.toMatchObject({ reason: 'not-ours' })
    expect(await session.cleanUp()).toEqual([
      "people 1: named by an answer, but not shown to be this run's (GET answered 200); left alone",
    ])
    // The real one was found by its marker.
    expect([...people.keys()]).toEqual([1])
    expect(seen.filter(({ method }) => method === 'DELETE').map((one) => one.url)).toEqual(['/api/3/people/101'])
  })

  test('never touches a stranger whom a list shows under a marker of the run', async () => {
    const { handler, people } = peopleEndpoint({ liesInLists: true, hangUpOnce: true })
    const { url, seen } = await startEndpoint(handler)
    const session = await open(describeTarget(url))
    await session.send(send('POST', '/api/3/people', { system_id: session.ledger.issue().systemId }))
    expect(await session.cleanUp()).toEqual([
      "people 1: named by an answer, but not shown to be this run's (GET answered 200); left alone",
    ])
    expect([...people.keys()]).toEqual([1])
    expect(seen.filter(({ method }) => method === 'DELETE').map((one) => one.url)).toEqual(['/api/3/people/101'])
  })

  test('goes on for as long as anything goes', async () => {
    const { handler, people } = peopleEndpoint({ deletesOneIn: 2 })
    const { url } = await startEndpoint(handler)
    const session = await open(describeTarget(url))
    for (let count = 0; count < 5; count += 1)
      await session.send(send('POST', '/api/3/people', { system_id: session.ledger.issue().systemId }))
    expect(await session.cleanUp()).toEqual([])
    expect([...people.keys()]).toEqual([1])
  })

  test('names what is left', async () => {
    const { handler } = peopleEndpoint({ failDelete: true })
    const { url } = await startEndpoint(handler)
    const session = await open(describeTarget(url))
    await session.send(send('POST', '/api/3/people', { system_id: session.ledger.issue().systemId }))
    expect(await session.cleanUp()).toEqual(['people 101: DELETE answered 500'])
  })
})
