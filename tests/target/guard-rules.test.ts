import { describe, expect, test } from 'vitest'
import { nothingAllowed } from '../../target/description-world.ts'
import { allowed, alone, callbackUrl, eachOf, everywhere, raw, refusal } from './guarding.ts'
import { send } from './support.ts'

const rules = '/api/3/notification_rules'
const rule = { name: 'dfc-abcdefgh-1', match_event_codes: [10] }
const told = (url: unknown) => send('POST', rules, { ...rule, call_back_url: url })

describe('a rule that calls nobody else', () => {
  eachOf([
    told(callbackUrl),
    told(`${callbackUrl}?run=dfc-abcdefgh-12`),
    send('POST', rules, rule),
    send('POST', rules, {}),
    send('POST', rules),
    told(null),
    told(''),
    told(' '),
    told('x'),
    told('not a url'),
    told(':'),
    told('/doorflow'),
    told('callback.example.com'),
    told(['x']),
    told([1, 2]),
    told({ value: { nested: 'x' } }),
    told(7),
    told(1.5),
    told(true),
    send('POST', rules, { ...rule, name: 'a\0b', call_back_url: callbackUrl }),
    send('POST', rules, { ...rule, name: 'Zoë "the door" O’Hara', call_back_url: callbackUrl }),
    send('POST', `${rules}?q=xxx`, { ...rule, call_back_url: callbackUrl }),
    raw('POST', rules, `{"call_back_url":"${callbackUrl}","name":"dfc-abc`),
    raw('POST', rules, `{"call_back_url""${callbackUrl}","name":"x"}}`),
    raw('POST', rules, `{'name':"x","call_back_url":"${callbackUrl}",}`),
    raw('POST', rules, `{"name":"a","name":"b","call_back_url":"${callbackUrl.replaceAll('/', '\\/')}"}`),
    raw(
      'POST',
      rules,
      Buffer.concat([
        Buffer.from(`{"call_back_url":"${callbackUrl}","name":"`),
        Buffer.of(0xc3, 0x28),
        Buffer.from('x"}'),
      ]),
    ),
    raw('POST', rules, `{call_back_url":"${callbackUrl}","match_event_codes":[10],"name":"dfc-abcdefgh-1"}`),
    send('POST', rules, {
      ...rule,
      call_back_url: callbackUrl,
      name: 'Smith, Jr. ../../etc/passwd <b>x</b> a@b.com 1.10',
    }),
    raw('POST', rules, '<person/>'),
    raw('POST', rules, 'not json'),
    raw('POST', rules, '-1.5'),
    send('PUT', `${rules}/71`, { ...rule, call_back_url: callbackUrl }),
    send('PUT', `${rules}/71`, { active: false }),
    send('DELETE', `${rules}/71`),
  ])('%s', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBeUndefined()
    for (const kind of everywhere) expect(refusal(request, kind, nothingAllowed)).toBe('forbidden')
  })
})

test('a rule about real channels is written where nobody else uses them', () => {
  const request = send('POST', rules, { ...rule, call_back_url: callbackUrl, match_controller_ids: [710] })
  expect(everywhere.map((kind) => [kind, refusal(request, kind)])).toEqual(
    everywhere.map((kind) => [kind, kind === 'shared' ? 'forbidden' : undefined]),
  )
})

describe('a rule that could call somebody else', () => {
  test.each([
    'https://evil.example.net/',
    'http://callback.example.com',
    'https://callback.example.com/',
    'https://callback.example.com.evil/',
    'https://callback.example.com:8443',
    'https://callback.example.com@evil.example.net/',
    'https://callback.example.com%40evil.example.net/',
    "https://callback.example.com'@evil.example.net/",
    'https://callback.example.com"@evil.example.net/',
    'https://callback.example.com @evil.example.net/',
    'https://callback.example.com\\@evil.example.net',
    'https://callback.example.com\t.evil.example.net',
    'https://callback.example.com\n.evil.example.net',
    'https://callback.example.com\u00ad.evil.example.net',
    'https://callback.example.com?run=x@evil',
    'https://callback.example.com?run=x&next=https://evil',
    'https://callback.example.com?run=x https://evil',
    'https://callback.example.com,https://evil',
    'HTTPS://EVIL.EXAMPLE.NET',
    'hTtPs:\\\\evil',
    'https:/evil',
    'https:evil',
    '//evil.example.net/x',
    '\\\\evil\\x',
    '/relative/of/somebody',
    '//',
    'www.evil.example.net',
    'evil.example',
    'evil:8080',
    'ftp://evil',
    'gopher://evil',
    'javascript:fetch("//evil")',
    'mailto:somebody@example.net',
    '127.0.0.1',
    '[::1]',
    ' https://evil',
    '\u0000https://evil',
    'https：／／evil',
    'evil。example。net',
    'ev\u200bil.example',
    'https%3A%2F%2Fevil',
  ])('%j', (url) => {
    const escaped = (text: string): string =>
      JSON.stringify(text).replace(/[^"\\]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`)
    const plain = { ...rule, call_back_url: callbackUrl }
    const requests = [
      told(url),
      told([url]),
      told({ url }),
      told([callbackUrl, url]),
      send('POST', rules, { ...plain, url }),
      send('POST', rules, { ...plain, actions: [{ type: 0, data: { url } }] }),
      send('POST', rules, { ...plain, [url]: 1 }),
      send('POST', rules, { notification_rule: { ...plain, call_back_url: url } }),
      send('PUT', `${rules}/71`, { ...plain, call_back_url: url }),
      raw('POST', rules, `{"call_back_url":"${callbackUrl}","call_back_url":${JSON.stringify(url)}}`),
      raw('POST', rules, `{"call_back_url":${JSON.stringify(url)},"call_back_url":"${callbackUrl}"}`),
      raw('POST', rules, `{"call_back_url":${JSON.stringify(url)}`),
      raw('POST', rules, `{"call_back_url":${JSON.stringify(url).replaceAll('/', '\\/')}}`),
      // Escapes of a text with escapes in it would be others.
      ...(/["\\\p{Cc}]/u.test(url) ? [] : [raw('POST', rules, `{"call_back_url":${escaped(url)}}`)]),
      raw('POST', rules, Buffer.from(`{"call_back_url":${JSON.stringify(url)}}`)),
    ]
    for (const request of requests)
      for (const kind of everywhere)
        expect([request.body, kind, refusal(request, kind)]).toEqual([request.body, kind, 'forbidden'])
  })

  eachOf([
    raw('POST', rules, 'call_back_url=https://evil'),
    raw('POST', rules, 'call_back_url=https%3A%2F%2Fevil'),
    raw('POST', rules, 'call_back_url=www.evil.example.net&name=x'),
    raw('POST', rules, "{'call_back_url':'https://evil'}"),
    raw('POST', rules, "{'call_back_url':'//evil'}"),
    raw('POST', rules, "{'call_back_url':'https:\\u002f\\u002fevil'}"),
    raw('POST', rules, '{call_back_url:https://evil}'),
    raw('POST', rules, '{"call_back_url":"https://evil'),
    raw('POST', rules, `{"call_back_url":"${callbackUrl}.evil`),
    raw('POST', rules, '<rule url="https://evil"/>'),
    raw('POST', rules, `"{"call_back_url":"https://evil"}`),
    raw('POST', rules, `{"call_back_url":"https://\\x65vil"}`),
    raw('POST', rules, Buffer.from('{"call_back_url":"https://evil"}', 'utf16le')),
    raw('POST', rules, Buffer.from('{"call_back_url":"https://evil"}', 'utf16le').swap16()),
    send('POST', `${rules}?call_back_url=https://evil`, rule),
    send('POST', `${rules}?callBackUrl=https://evil`, rule),
    send('POST', `${rules}?rule[url]=//evil`, rule),
  ])('%s', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBe('forbidden')
  })

  test('a name may speak of somebody, and not hold the URL of anybody', () => {
    const called = (name: unknown) => send('POST', rules, { ...rule, name, call_back_url: callbackUrl })
    for (const kind of everywhere) {
      for (const name of ['evil.example.net', 'a:b', 'ada@evil', 'and/or', 'C:\\doors'])
        expect([name, refusal(called(name), kind)]).toEqual([name, undefined])
      for (const name of [
        'https://evil',
        'see HTTPS:\\\\evil',
        '//evil',
        ['evil.example.net'],
        { url: 'evil.example.net' },
      ])
        expect([name, refusal(called(name), kind)]).toEqual([name, 'forbidden'])
    }
  })

  test('an allowed URL with a query has its marker behind that', () => {
    const withQuery = { ...allowed, callbackUrl: 'https://callback.example.com/hook?tenant=1' }
    const at = (url: string) => refusal(told(url), 'shared', withQuery)
    expect(at('https://callback.example.com/hook?tenant=1')).toBeUndefined()
    expect(at('https://callback.example.com/hook?tenant=1&run=dfc-abcdefgh-1')).toBeUndefined()
    expect(at('https://callback.example.com/hook?tenant=1?run=x')).toBe('forbidden')
    expect(at('https://callback.example.com/hook?tenant=12')).toBe('forbidden')
    expect(at('https://callback.example.com/hook')).toBe('forbidden')
  })
})

describe('rules that are not ours', () => {
  eachOf([
    send('PUT', `${rules}/1`, rule),
    send('DELETE', `${rules}/1`),
    send('DELETE', `${rules}/%31`),
    send('DELETE', `${rules}/1.json`),
    send('DELETE', `${rules}/1/`),
    send('DELETE', `${rules}/1;x=71`),
    send('DELETE', `${rules}/71/../1`),
    send('DELETE', `${rules}/71,1`),
    send('DELETE', '/api/3/NOTIFICATION_RULES/1'),
    send('DELETE', '/api/3/notification_rule/1'),
    send('DELETE', '/api/3//notification_rules//1'),
    send('PATCH', `${rules}/1`, rule),
    send('POST', `${rules}/1`, rule),
  ])('%s', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBe('not-ours')
  })

  test('missing ones and far ones, where nobody else creates', () => {
    for (const id of ['777', '2000000977', '9'.repeat(40)]) {
      for (const kind of alone) expect(refusal(send('DELETE', `${rules}/${id}`), kind)).toBeUndefined()
      expect(refusal(send('DELETE', `${rules}/${id}`), 'shared')).toBe('not-ours')
    }
    expect(refusal(send('PATCH', rules, rule), 'dedicated')).toBeUndefined()
    expect(refusal(send('PATCH', rules, rule), 'shared')).toBe('forbidden')
    expect(refusal(send('DELETE', rules), 'shared')).toBe('forbidden')
  })
})

describe('a tag of the evidence', () => {
  const tag = '⟦0a1b2c3d4e5f.0a1b2c3d4e5f.5.da.text,non-blank⟧'
  const person = { last_name: 'A' }

  eachOf([
    send('GET', `/api/3/people/${encodeURIComponent(tag)}`),
    send('GET', `/api/3/people?system_id=${encodeURIComponent(tag)}`),
    send('POST', '/api/3/credentials', { person_id: tag, credential_type_id: 3 }),
  ])('is not sent: %s', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBe('forbidden')
  })

  eachOf([
    send('GET', `/api/3/people/${encodeURIComponent('⟦7⟧')}`),
    send('GET', '/api/3/people/%E2%9F'),
    send('POST', '/api/3/people', { ...person, first_name: '⟦…⟧' }),
  ])('but what only looks a little like it is: %s', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBeUndefined()
  })
})
