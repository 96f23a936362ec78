import { describe, expect, test } from 'vitest'
import { GuardError } from '../../target/errors.ts'
import { describeTarget, doorflow, get, json, open, send, startEndpoint } from './support.ts'

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

describe('cleaning up after people', () => {
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
