import { describe, expect, test } from 'vitest'
import { current } from '../../contract/current/index.ts'
import type { Edition } from '../../contract/edition.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Finding } from '../../oracle/results.ts'
import { comparison } from '../../reports/html/comparison.ts'
import { renderHtml } from '../../reports/html/index.tsx'
import { readableBody, shown } from '../../reports/html/text.ts'
import { asked, edition, exchange, finding, result } from './samples.ts'

const answer = (value: unknown, status = 200): NonNullable<Exchange['response']> => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: { kind: 'json', value, bytes: 1 },
})

const write = (body: unknown, more: Partial<Exchange> = {}): Exchange =>
  exchange({ request: asked({ body: { text: JSON.stringify(body) } }), response: answer({ id: 7 }, 201), ...more })

const read = (value: unknown, path = '/api/3/people/7'): Exchange =>
  exchange({
    request: { ...asked({ operation: 'getPerson', method: 'GET', path }), headers: [] },
    response: answer(value),
  })

const about = (clause: string, exchanges: readonly Exchange[], parameters: readonly string[], atFault = 0): Finding =>
  finding({ violation: { ...finding().violation, clause, parameters }, exchanges, atFault })

const differing = (its: Edition, of: Finding): readonly string[] =>
  comparison(its, of)?.pairs.flatMap(({ member, differs }) => (differs ? [member] : [])) ?? []

describe('what was written beside what was read back', () => {
  const sent = {
    first_name: 'Ada',
    last_name: ' Lovelace ',
    email: 'ADA@example.com',
    enabled: true,
    group_ids: [2, 1],
  }
  const same = {
    id: 7,
    first_name: 'Ada',
    last_name: 'Lovelace',
    email: 'ada@example.com',
    enabled: true,
    groups: [1, 2],
  }

  test('marks only what differs, by the equivalences of the contract', () => {
    const found = about('RE-READ-BACK', [write(sent), read({ ...same, enabled: false })], ['enabled'])
    expect(comparison(edition, found)?.titles).toEqual(['sent', 'read back'])
    expect(comparison(edition, found)?.pairs.map(({ member }) => member)).toEqual(
      Object.keys(sent).map((name) => (name === 'group_ids' ? 'groups' : name)),
    )
    expect(differing(edition, found)).toEqual(['enabled'])
  })

  test('marks what differs besides, which is a finding of its own', () => {
    const found = about('RE-READ-BACK', [write(sent), read({ ...same, enabled: false, groups: [1] })], ['enabled'])
    expect(differing(edition, found)).toEqual(['enabled', 'groups'])
  })

  test('marks what is lost, and what is accused though it looks alike', () => {
    const lost = about('RE-READ-BACK', [write(sent), read({ ...same, first_name: undefined })], ['first_name'])
    expect(differing(edition, lost)).toEqual(['first_name'])
    const time = { valid_from: '2030-01-01T00:00:00Z', valid_to: '2031-01-01' }
    const found = about(
      'RE-READ-BACK',
      [write(time), read({ id: 7, ...time, valid_from: '2030-01-01' })],
      ['valid_from'],
    )
    expect(differing(edition, found)).toEqual(['valid_from'])
  })

  test('finds the thing in a list by its id, and takes the first reading that shows a difference', () => {
    const list = [
      { ...same, id: 8, enabled: false },
      { ...same, first_name: 'Bea' },
    ]
    const found = about('RE-READ-BACK', [write(sent), read(same), read(list, '/api/3/people')], ['first_name'])
    expect(differing(edition, found)).toEqual(['first_name'])
  })

  test('shows what a refused request has changed, before and after', () => {
    const refused = write(sent, { response: answer({ type: 'x' }, 406) })
    const found = about('RE-NO-EFFECT', [read(same), refused, read({ ...same, last_name: 'King' })], ['last_name'], 1)
    expect(comparison(edition, found)?.titles).toEqual(['before', 'after'])
    expect(differing(edition, found)).toEqual(['last_name'])
  })

  test('shows what was not sent and is not as it is by default', () => {
    const rule = current.operations.find(({ id }) => id === 'updateNotificationRule')
    const [name = ''] =
      Object.entries(current.schemas[rule?.body ?? '']?.properties ?? {}).find(
        ([, schema]) => schema.default !== undefined,
      ) ?? []
    expect(name).not.toBe('')
    const update = write(
      {},
      { request: asked({ operation: 'updateNotificationRule', method: 'PUT', body: { text: '{}' } }) },
    )
    const found = about('CU-REPLACE', [update, read({ id: 7, [name]: false })], [name])
    expect(comparison(current, found)?.pairs).toEqual([
      { member: name, before: undefined, after: false, differs: true },
    ])
  })

  test('is nothing where a finding is about something else, or its readings show nothing', () => {
    expect(comparison(edition, about('RE-400', [write(sent), read({ ...same, enabled: false })], []))).toBeUndefined()
    expect(comparison(edition, about('RE-READ-BACK', [write(sent), read(same)], []))).toBeUndefined()
    expect(comparison(edition, about('RE-READ-BACK', [write(sent)], ['enabled']))).toBeUndefined()
    expect(comparison(edition, about('RE-READ-BACK', [], ['enabled']))).toBeUndefined()
  })

  test('stands in the report with a sign beside what differs', () => {
    const found = about('RE-READ-BACK', [write(sent), read({ ...same, enabled: false })], ['enabled'])
    const html = renderHtml(edition, result({ findings: [found] }))
    const rows = [...html.matchAll(/<tr( class="differs")?><th scope="row">(<span class="sign">≠<\/span>)?(\w+)/g)]
    expect(rows.filter(([, differs]) => differs !== undefined).map(([, , , name]) => name)).toEqual(['enabled'])
    expect(rows.filter(([, , sign]) => sign !== undefined)).toHaveLength(1)
  })
})

describe('a race', () => {
  const raced = [
    exchange({ id: 'a', started: 10, ended: 11 }),
    exchange({ id: 'b', started: 20, ended: 40 }),
    exchange({ id: 'c', started: 30, ended: 50 }),
  ]
  const picture = (exchanges: readonly Exchange[]): readonly string[] =>
    [
      ...renderHtml(edition, result({ findings: [finding({ exchanges, atFault: 2 })] })).matchAll(
        /<rect x="([\d.]+)%" width="([\d.]+)%" y="2"/g,
      ),
    ].map(([, x, width]) => `${x}+${width}`)

  test('is drawn over the order of events, with bars that overlap where requests did', () => {
    expect(picture(raced)).toEqual(['0.00+20.00', '40.00+40.00', '60.00+40.00'])
    const html = renderHtml(edition, result({ findings: [finding({ exchanges: raced, atFault: 2 })] }))
    expect(html).toContain('sent as event 4, answered as event 6 of 6')
    expect(html).toContain('sent at the same time as 2')
  })

  test('is not drawn where one request waited for the other', () => {
    expect(picture([exchange({ id: 'a', started: 1, ended: 2 }), exchange({ id: 'b', started: 3, ended: 4 })])).toEqual(
      [],
    )
  })
})

describe('a sequence', () => {
  test('is shown step by step, each as a command, with the one at fault', () => {
    const html = renderHtml(
      edition,
      result({ findings: [finding({ exchanges: [write({ first_name: 'A' }), read({ id: 7 })], atFault: 1 })] }),
    )
    expect(html).toMatch(
      /<li value="1">[\s\S]*createPerson[\s\S]*201 Created[\s\S]*<li value="2" class="fault">[\s\S]*getPerson[\s\S]*200 OK[\s\S]*at fault/,
    )
    expect(html).toContain('ids are those of this run; replay puts in the ones given anew')
  })

  test('of very many steps keeps the one at fault', () => {
    const exchanges = Array.from({ length: 60 }, (_, index) =>
      exchange({ id: `run-${index}`, started: 2 * index, ended: 2 * index + 1 }),
    )
    const html = renderHtml(edition, result({ findings: [finding({ exchanges, atFault: 57 })] }))
    expect(html.match(/<li value="\d+"/g)).toHaveLength(24)
    expect(html).toContain('<li value="58" class="fault">')
    expect(html).toContain('36 steps left out here')
  })
})

describe('text on the page', () => {
  test('is as it is while it is short, and cut with a note where it is not', () => {
    expect(shown('plain')).toBe('plain')
    expect(shown('x'.repeat(501))).toBe(`${'x'.repeat(499)}… (cut: 501 characters)`)
    expect(shown('x'.repeat(5000), 10)).toBe('xxxxxxxxx… (cut: 5,000 characters)')
    expect(shown('⟦a.b.14.a.⟧')).toBe('«14 characters: letters»')
  })

  test('is JSON over several lines where it needs them', () => {
    expect(readableBody({ id: 1, name: 'A' })).toBe('{ "id": 1, "name": "A" }')
    expect(readableBody({ errors: [{ a: 1 }], none: [], empty: {} })).toBe(
      '{\n  "errors": [\n    { "a": 1 }\n  ],\n  "none": [],\n  "empty": {}\n}',
    )
    expect(readableBody([null, true, '\u202e'])).toBe('[null, true, "\\u202e"]')
    expect(readableBody(undefined)).toBe('undefined')
  })

  test('is JSON that stops where nobody would read on', () => {
    expect(
      readableBody(
        Array.from({ length: 10_000 }, (_, index) => index),
        20,
      ),
    ).toMatch(/… 9,9\d\d more\n]$/)
    expect(readableBody('y'.repeat(1e6)).length).toBeLessThan(400)
    expect(readableBody('y'.repeat(1e6))).toContain('(cut: 1,000,000 characters)')
  })
})
