import { describe, expect, test } from 'vitest'
import { readRedirect } from '../../oracle/redirect.ts'
import { isTag } from '../../oracle/tag.ts'
import { createRedaction } from '../../target/redaction.ts'

const redactionTo = (uri: string) =>
  createRedaction({
    secrets: ['a-secret-key'],
    words: new Set<string>(),
    issued: () => false,
    redirect: { uri, base: 'https://doors.example.com' },
    limit: 1_000,
  })

const recordedBy = (uri: string, location: string | string[], known: readonly string[] = []): string => {
  const answer = { status: 302, headers: { location: location as string }, body: undefined }
  return redactionTo(uri).response(answer, known).headers.location ?? ''
}

const uri = 'https://client.example.com/callback'

describe('of an address to the redirect URI', () => {
  test('stays what the suite sent and how an error is called, and never the code', () => {
    const location = `${uri}?code=rc-4711-abcd&state=a%26b+c&error=access_denied&error_description=No%20way&iss=x`
    const shown = recordedBy(uri, location, ['a&b c'])
    expect(shown).not.toMatch(/rc-4711|No|client\.example/)
    const members = new Map(readRedirect(shown))
    expect([...members.keys()]).toEqual(['code', 'state', 'error', 'error_description', 'iss'])
    expect([members.get('state'), members.get('error')]).toEqual(['a&b c', 'access_denied'])
    for (const name of ['code', 'error_description', 'iss']) expect(isTag(members.get(name) ?? '')).toBe(true)
  })

  test('a code is a tag even if the suite has sent the same', () => {
    const [[, code] = []] = readRedirect(recordedBy(uri, `${uri}?code=abc`, ['abc'])) ?? []
    expect(isTag(code ?? '')).toBe(true)
  })

  test('stays no name that gives something away', () => {
    const shown = recordedBy(uri, `${uri}?a-secret-key=1&Rc-4711=2&a_secret=x&error=a-secret-key`)
    expect(shown).not.toMatch(/a-secret-key|Rc-4711/)
  })

  test('is only what leads to it', () => {
    for (const there of [uri, `${uri}?code=1`, `HTTPS://CLIENT.example.com:443/callback?code=1`])
      expect([there, readRedirect(recordedBy(uri, there)) !== undefined]).toEqual([there, true])
    for (const elsewhere of [
      'https://client.example.com/',
      'https://client.example.com/callback/?code=1',
      'https://client.example.com/Callback?code=1',
      'http://client.example.com/callback?code=1',
      'https://client.example.com:8443/callback?code=1',
      'https://user@client.example.com/callback?code=1',
      'https://client.example.com.evil.example/callback?code=1',
      '/callback?code=1',
      'https://[?code=1',
      'redirect-uri?code=1',
      `${uri}?code=${'x'.repeat(5_000)}`,
      `${uri}?${Array.from({ length: 21 }, (_, index) => `a=${index}`).join('&')}`,
    ])
      expect([elsewhere.slice(0, 60), isTag(recordedBy(uri, elsewhere))]).toEqual([elsewhere.slice(0, 60), true])
    expect(readRedirect(recordedBy(uri, ''))).toBeUndefined()
    expect(isTag(recordedBy(uri, [`${uri}?code=1`, uri]))).toBe(true)
  })

  test('is one that is written short, where the client lives on the target', () => {
    const own = 'https://doors.example.com/app/callback'
    expect(readRedirect(recordedBy(own, '/app/callback?code=1'))).toHaveLength(1)
  })

  test('is one of a scheme of its own', () => {
    const app = 'com.example.app:/callback'
    expect(readRedirect(recordedBy(app, `${app}?code=1`))).toHaveLength(1)
    expect(isTag(recordedBy(app, 'com.example.other:/callback?code=1'))).toBe(true)
  })
})

test('without a redirect URI every address is a tag', () => {
  const redaction = createRedaction({ secrets: [], words: new Set(), issued: () => false, limit: 1_000 })
  const { headers } = redaction.response({ status: 302, headers: { location: uri }, body: undefined }, [])
  expect(isTag(headers.location ?? '')).toBe(true)
})
