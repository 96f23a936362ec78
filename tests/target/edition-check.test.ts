import type { ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import { editions } from '../../contract/index.ts'
import { signs } from '../../contract/signs.ts'
import { dialectsOf } from '../../reference/dialects.ts'
import { startReference } from '../../reference/server.ts'
import { accountId, describeTarget, doorflow, fullKey, json, open, startEndpoint } from './support.ts'

interface Manner {
  readonly id: number | string
  readonly headers: Readonly<Record<string, string>>
  readonly refusal: object
}

const manners = {
  classic: {
    id: accountId,
    headers: { 'x-page': '1', 'x-per-page': '1', 'x-total-results': '0' },
    refusal: { type: 'unauthenticated', message: 'Who are you?' },
  },
  current: {
    id: 'RQrqCe',
    headers: { total: '0', 'per-page': '1' },
    refusal: { error: 'unauthorized', error_description: 'The access token is invalid' },
  },
} as const satisfies Readonly<Record<string, Manner>>

/** An endpoint of these manners, and what becomes of a session with it that claims the given edition. */
const claim = async (edition: string, { id, headers, refusal }: Manner, readOnly?: true) => {
  const answer = (response: ServerResponse, value: unknown) => json(response, 200, value, headers)
  const endpoint = await startEndpoint((seen, response, request) => {
    if (seen.headers.authorization !== `Bearer ${fullKey}`) return json(response, 401, refusal)
    if (seen.url === '/api/3/account') return answer(response, { id })
    if (seen.url === '/api/3/people?per_page=1') return answer(response, [])
    return doorflow((_, last) => json(last, 404, refusal))(seen, response, request)
  })
  const description = describeTarget(endpoint.url, { edition, account: String(id) })
  const opened = await open(description, readOnly === undefined ? {} : { readOnly }).catch((error: Error) => error)
  return { said: opened instanceof Error ? opened.message : 'nothing', seen: endpoint.seen }
}

const others = { classic: 'current', current: 'classic' } as const

describe.each(['classic', 'current'] as const)('where %s is claimed', (edition) => {
  const [own, other] = [manners[edition], manners[others[edition]]]

  test('an endpoint that speaks it is asked nothing more', async () => {
    const { said, seen } = await claim(edition, own)
    expect(said).toBe('nothing')
    expect(seen.filter(({ headers }) => headers.authorization === undefined)).toEqual([])
  })

  test('an endpoint that evidently speaks the other one is turned away, with what was seen', async () => {
    const { said, seen } = await claim(edition, other)
    expect(said).toContain(`evidently speaks the edition ${others[edition]}, not ${edition} (id of the account: `)
    expect(said).toMatch(/; write edition: \w+, or ask doctor for more\.$/)
    expect(seen).toHaveLength(3)
    expect(seen.every(({ method }) => method === 'GET')).toBe(true)
  })

  test.each<[what: string, manner: Manner]>([
    ['the id of its account', { ...other, id: own.id }],
    ['the headers of its lists', { ...other, headers: own.headers }],
    ['the headers of both', { ...other, headers: { ...own.headers, ...other.headers } }],
    ['no headers', { ...other, headers: {} }],
    ['the body of its refusals', { ...other, refusal: own.refusal }],
    ['the members of both in its refusals', { ...other, refusal: { ...own.refusal, ...other.refusal } }],
    ['refusals that say nothing', { ...other, refusal: {} }],
    ['refusals that are no objects', { ...other, refusal: [] }],
  ])('an endpoint of the other manners but for %s is judged', async (_, manner) => {
    expect((await claim(edition, manner)).said).toBe('nothing')
  })

  test('a session that only reads goes on', async () => {
    expect((await claim(edition, other, true)).said).toBe('nothing')
  })
})

test('attributes of refusals inside `error` are those of the classic edition', async () => {
  const nested = { ...manners.classic, refusal: { error: manners.classic.refusal } }
  expect((await claim('classic', nested)).said).toBe('nothing')
  expect((await claim('current', nested)).said).toContain('evidently speaks the edition classic')
})

test('signs are known of every edition', () => {
  expect(Object.keys(signs).sort()).toEqual(Object.keys(editions).sort())
})

describe('no manner of answering that the documents allow is taken for another edition', () => {
  test.each(['classic', 'current'] as const)('%s', async (edition) => {
    const speaking = dialectsOf(edition).map(({ id }) => [id])
    expect(speaking.length).toBeGreaterThan(5)
    for (const one of [[], ...speaking]) {
      const reference = await startReference({ edition, dialects: one })
      try {
        const session = await open({ ...embeddedDescription(reference.url, edition), kind: 'shared' })
        expect(session.fixtures.accountVerified).toBe(true)
        await session.close()
      } finally {
        await reference.close()
      }
    }
  })
})
