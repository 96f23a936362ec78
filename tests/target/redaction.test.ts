import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTag, readTag } from '../../oracle/tag.ts'
import { secretsOf } from '../../target/identities.ts'
import { createRedaction } from '../../target/redaction.ts'
import { uniqueValues } from '../../target/unique.ts'
import { vocabulary } from '../../target/vocabulary.ts'
import { describeTarget, fullKey, get, restrictedKey } from './support.ts'

const unique = uniqueValues('abcdefgh')
const redaction = createRedaction({
  secrets: secretsOf(describeTarget('http://127.0.0.1:1', { headers: { 'X-Bypass': 'bypass-4711-secret' } })),
  words: vocabulary('classic'),
  issued: unique.issued,
  limit: 1_000_000,
})

const respond = (body: string | Buffer | undefined, known: readonly string[] = [], status = 200, headers = {}) =>
  redaction.response({ status, headers, body: body === undefined ? undefined : Buffer.from(body) }, known)

/** What is recorded of a value that the target sent. */
const recorded = (value: unknown, known: readonly string[] = [], status = 200): unknown => {
  const { body } = respond(JSON.stringify(value), known, status)
  if (body.kind !== 'json') throw new Error(`recorded as ${body.kind}`)
  return body.value
}

const isRedacted = (value: unknown): boolean => typeof value === 'string' && isTag(value)

describe('what stays', () => {
  test('numbers, booleans, null, instants, dates, ids, blanks, masks and published words', () => {
    const value = {
      id: 4711,
      enabled: true,
      pin: '******',
      notes: '',
      custom_1: '  ',
      system_id: null,
      created_at: '2026-01-05T07:30:00.000Z',
      valid_from: '2026-01-05',
      person_id: 'R1sRdPO',
      nested: { id: 'cred_xyz-789' },
      groups: [1, 2.5],
      first_name: 'last_name',
    }
    expect(recorded(value)).toEqual(value)
  })

  test('what the suite generated, and what equals it but for blanks, case and Unicode form', () => {
    const known = ['Ada', 'José', 'ada@example.com']
    const value = ['Ada', ' ADA ', 'Jose\u0301', 'Ada@Example.com']
    expect(recorded(value, known)).toEqual(value)
    expect((recorded(['Ada2', 'Ad'], known) as unknown[]).every(isRedacted)).toBe(true)
  })

  test('what a mask leaves of a number that the suite generated, whichever case asked before', () => {
    for (const shown of ['******53', '••••6053', 'xxxxxx53', '0426****', '04****53']) {
      expect(recorded([shown], ['Mathematics', '99999999'])).toSatisfy(([one]: unknown[]) => isRedacted(one))
      expect(recorded([shown], ['04266053'])).toEqual([shown])
      expect(recorded([shown])).toSatisfy(([one]: unknown[]) => isRedacted(one))
    }
  })

  test('no name that looks like one', () => {
    const names = ['Max', 'xavier', 'x53', 'Roux-53', 'Mathxx']
    expect((recorded(names, ['Mathematics', '04266053', 'Xavier2']) as unknown[]).every(isRedacted)).toBe(true)
  })

  test('markers of the run, whichever case drew them', () => {
    const { systemId, email } = unique.marker()
    const value = [systemId, email, email.toUpperCase(), email.replace('@', '+tag@')]
    expect(recorded(value)).toEqual(value)
    expect(recorded(['dfc-abcdefgh-999', 'dfc-otherrun-1', `${systemId}x`].map(String))).toSatisfy((all: unknown[]) =>
      all.every(isRedacted),
    )
  })

  test('type, param and code of an error, and nothing else of it', () => {
    const error = { type: 'invalid_request', param: 'person[group_ids][0]', code: 'E-12', message: 'Mr Smith exists' }
    expect(recorded(error, [], 400)).toEqual({ ...error, message: expect.toSatisfy(isRedacted) })
    expect(recorded({ error }, [], 400)).toEqual({ error: { ...error, message: expect.toSatisfy(isRedacted) } })
    expect(recorded({ error }, [], 200)).toMatchObject({ error: { type: 'invalid_request' } })
    expect(recorded({ type: 'Smith' }, [], 200)).toEqual({ type: expect.toSatisfy(isRedacted) })
    expect(recorded({ person: { type: 'Smith' } }, [], 400)).toEqual({ person: { type: expect.toSatisfy(isRedacted) } })
    expect(recorded({ param: "Smith's e-mail" }, [], 400)).toEqual({ param: expect.toSatisfy(isRedacted) })
  })
})

describe('what goes', () => {
  const canary = 'Cæsar "Augustus" \\ Smith\u2028'
  const places: readonly (readonly [string, (text: string) => unknown])[] = [
    ['a member', (text) => ({ first_name: text })],
    ['an array', (text) => [[text]]],
    ['the top', (text) => text],
    ['an id', (text) => ({ id: text })],
    ['an error', (text) => ({ error: { message: text, type: text, param: text } })],
    ['the name of a member', (text) => ({ a: { [text]: 1 } })],
    ['the depth', (text) => Array.from({ length: 200 }).reduce((inner) => [inner], [text] as unknown)],
  ]

  test.each(places)('a string in %s', (_, place) => {
    for (const status of [200, 400]) {
      const text = JSON.stringify(respond(JSON.stringify(place(canary)), ['Ada'], status))
      expect(text).not.toContain('Augustus')
      expect(text).not.toContain('Smith')
    }
  })

  test.each(places)('a key in %s', (_, place) => {
    const basic = Buffer.from(`${fullKey}:x`).toString('base64').replace(/=+$/, '')
    const keys = [
      fullKey,
      restrictedKey,
      fullKey.slice(0, -1),
      fullKey.toUpperCase(),
      basic,
      fullKey.slice(0, 12),
      'bypass-4711-secret',
    ]
    for (const key of keys) {
      const text = JSON.stringify(respond(JSON.stringify(place(key)), [], 400))
      expect(text.toLowerCase()).not.toContain(key.toLowerCase())
    }
  })

  test('a body that is not JSON, whatever its parser would have said', () => {
    const bodies = ['<html>Smith</html>', 'Smith', '{"a": Smith}', '["Smith"', '\u00ff\u00feSmith']
    for (const body of bodies) {
      const response = respond(body, [], 200, { 'content-type': 'application/json' })
      expect(response.body.kind).toBe('text')
      expect(JSON.stringify(response)).not.toContain('Smith')
    }
  })

  test('escaped JSON parses to the same tag as plain JSON', () => {
    const plain = recorded(['Smith'])
    const { body } = respond('["\\u0053mith"]')
    expect(body).toMatchObject({ value: plain })
  })

  test('tags that the target forges, also where the suite generated one', () => {
    const forged = '⟦aaaaaaaaaaaa.aaaaaaaaaaaa.5.a.email⟧'
    for (const known of [[], [forged]]) {
      const [tag] = recorded([forged], known) as [string]
      expect(tag).not.toBe(forged)
      expect(readTag(tag)?.length).toBe([...forged].length)
    }
  })

  test('headers of another form than the documented one', () => {
    const headers = {
      'content-type': 'application/json; charset=utf-8',
      'retry-after': 'ask Smith',
      allow: 'GET, POST',
      location: '/people/smith',
      'x-smith': '1',
      'set-cookie': ['s=1'],
    }
    const recordedHeaders = respond('{}', [], 200, headers).headers
    expect(recordedHeaders).toEqual({
      'content-type': 'application/json; charset=utf-8',
      'retry-after': expect.toSatisfy(isRedacted),
      allow: 'GET, POST',
      location: expect.toSatisfy(isRedacted),
    })
    const hostile = { 'content-type': `text/${fullKey}`, allow: 'Smith!' }
    expect(JSON.stringify(respond('{}', [], 200, hostile))).not.toMatch(/Smith|tk-full/)
  })

  test('any string at all that is not the suite’s own', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        const [value] = recorded([text]) as [string]
        return isTag(value) || /^[\s*]*$/.test(text) || /^\d{4}-\d\d-\d\d/.test(text) || vocabulary('classic').has(text)
      }),
    )
  })
})

describe('what tags tell', () => {
  test('equality, exact and folded, and nothing across runs', () => {
    const [a, b, c, d] = (recorded(['Smith', 'Smith', ' smith', 'Jones']) as string[]).map(readTag)
    expect(a?.exact).toBe(b?.exact)
    expect(c?.exact).not.toBe(a?.exact)
    expect(c?.folded).toBe(a?.folded)
    expect(d?.folded).not.toBe(a?.folded)
    expect([a?.length, a?.classes, a?.formats.includes('name')]).toEqual([5, 'a', true])
    const other = createRedaction({ secrets: [], words: new Set(), issued: () => false, limit: 1 })
    expect(other.response({ status: 200, headers: {}, body: Buffer.from('"Smith"') }, []).body).not.toEqual(
      respond('"Smith"').body,
    )
  })

  test('broken surrogates are not all the same', () => {
    const { body } = respond('["\\ud800", "\\ud801"]')
    if (body.kind !== 'json') throw new Error('not JSON')
    const [one, other] = (body.value as string[]).map(readTag)
    expect(one?.exact).not.toBe(other?.exact)
  })
})

describe('bodies', () => {
  test('a hundred thousand levels are recorded as a hundred', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`
    const response = respond(deep)
    expect(response.body.kind).toBe('json')
    expect(JSON.stringify(response).length).toBeLessThan(1000)
    expect(respond(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`).body.kind).toBe('json')
  })

  test('__proto__ is a name like any other that is not one', () => {
    const { body } = respond('{"__proto__": {"polluted": true}, "id": 1}')
    expect(JSON.stringify(body)).toContain('polluted')
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
  })

  test('no body, a blank one, a byte order mark, a number that is too large', () => {
    expect(respond(undefined).body).toEqual({ kind: 'none' })
    expect(respond('').body).toEqual({ kind: 'none' })
    expect(respond(' ').body).toMatchObject({ kind: 'text', error: 'the body is blank' })
    expect(respond('\uFEFF{"id":1}').body).toMatchObject({ kind: 'json', value: { id: 1 } })
    expect(respond('{"id":1e999}').body).toMatchObject({ value: { id: null } })
  })

  test('compressed though nobody asked for it', () => {
    const headers = { 'content-encoding': 'gzip' }
    expect(respond(gzipSync('{"id":1}'), [], 200, headers).body).toMatchObject({ kind: 'json', value: { id: 1 } })
    expect(respond(gzipSync('x'.repeat(2_000_000)), [], 200, headers).body.kind).toBe('text')
    expect(respond('Smith', [], 200, headers).body).toMatchObject({ error: 'the body is not in its Content-Encoding' })
  })

  test('a request keeps everything but the key', () => {
    const request = get('/api/3/people?q=1', { headers: [['accept', 'x']], body: '{"a":1}' })
    expect(redaction.request(request)).toEqual({ ...request, body: { text: '{"a":1}' } })
    expect(redaction.request({ ...request, body: Uint8Array.of(0xff) }).body).toEqual({ base64: '/w==' })
    expect(redaction.request({ ...request, body: Buffer.from('ä') }).body).toEqual({ text: 'ä' })
  })
})
