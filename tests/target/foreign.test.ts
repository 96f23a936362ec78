import { describe, expect, test } from 'vitest'
import type { TargetDescription } from '../../target/description.ts'
import { describeTarget, doorflow, fullKey, json, open, startEndpoint } from './support.ts'

const otherKey = 'tk-other-0a9b8c7d6e5f'

/** An endpoint that serves a second account, and what a session finds of that. */
const foreignIn = async (more: Partial<TargetDescription>, theirs: unknown = { id: 30001 }) => {
  const { url, seen } = await startEndpoint((request, response, incoming) => {
    if (request.headers.authorization !== `Bearer ${otherKey}`)
      return doorflow((_, last) => json(last, 404, { type: 'not_found' }))(request, response, incoming)
    if (request.url === '/api/3/account') return json(response, theirs === null ? 401 : 200, theirs ?? {})
    if (request.url === '/api/3/people?per_page=1') return json(response, 200, [{ id: 9001, last_name: 'Foreign' }])
    if (request.url === '/api/3/credentials?per_page=1') return json(response, 200, [{ id: 'Rf1', value: '123' }])
    if (request.url === '/api/3/channels?per_page=1') return json(response, 200, [])
    return json(response, 404, { type: 'not_found' })
  })
  const identities = { full: fullKey, other: otherKey }
  const session = await open({ ...describeTarget(url), identities, ...more })
  return { foreign: session.fixtures.foreign, seen, exchanges: session.recorder.exchanges }
}

describe('what belongs to a second account', () => {
  test('is found with its key, by reading', async () => {
    const { foreign, seen, exchanges } = await foreignIn({})
    expect(foreign).toEqual({ person: 9001, credential: 'Rf1' })
    expect(seen.every(({ method }) => method === 'GET')).toBe(true)
    expect(JSON.stringify(exchanges)).not.toContain(otherKey)
    expect(JSON.stringify(exchanges)).not.toContain('Foreign')
  })

  test('is what its owner names, before what is found', async () => {
    const { foreign } = await foreignIn({ fixtures: { foreignPerson: 7, foreignChannel: 12 } })
    expect(foreign).toEqual({ person: 7, credential: 'Rf1', channel: 12 })
  })

  test('is not looked for among what is absent', async () => {
    const { foreign, seen } = await foreignIn({ absent: ['credentials', 'channels'] })
    expect(foreign).toEqual({ person: 9001 })
    expect(seen.filter(({ url }) => /credentials|channels/.test(url)).map(({ url }) => url)).toEqual([])
  })

  test('is unknown without its key and its ids', async () => {
    const { foreign } = await foreignIn({ identities: { full: fullKey } })
    expect(foreign).toBeUndefined()
  })

  test('is unknown where its key does not work', async () => {
    const { foreign } = await foreignIn({}, null)
    expect(foreign).toBeUndefined()
  })

  test('is nothing where its key belongs to the first account: that is said', async () => {
    await expect(foreignIn({}, { id: 20617 })).rejects.toThrow(
      /The other key belongs to account 20617 of \S+ too; describe the key of a second account\./,
    )
  })
})
