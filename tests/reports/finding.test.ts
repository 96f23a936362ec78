import { describe, expect, it } from 'vitest'
import { renderFinding } from '../../reports/terminal/finding.ts'
import { colours, columns, isPlain } from '../../reports/terminal/text.ts'
import { asked, edition, exchange, finding } from './samples.ts'

const plain = { colours: colours(false), width: 120 }
const lines = (text: string): string[] => text.split('\n')
const one = finding()

describe('a finding', () => {
  it('says what was asked, what was due, what came, and how to see it again', () => {
    expect(lines(renderFinding(edition, one, plain))).toEqual([
      `RE-400  MUST  createPerson · required · last_name${' '.repeat(55)}reproducible 3/3`,
      `  A request that lacks a required parameter is refused with 400.${' '.repeat(10)}Responses and Errors › HTTP status codes › 400`,
      '  expected  400, and `param` naming last_name if it is present',
      '  observed  201 Created  {"id":4711,"first_name":"A"}',
      // biome-ignore lint/suspicious/noTemplateCurlyInString: a variable of the shell
      '  smallest  curl -i -X POST "$DOORFLOW_URL/api/3/people" -H "Authorization: Bearer ${DOORFLOW_KEY}" ' +
        "-H 'accept: application/json' -H 'content-type: application/json' --data-binary '{\"first_name\":\"A\"}'",
      '  key       RE-400:createPerson:required:last_name:201',
      '  replay    doorflow-conformance replay RE-400:createPerson:required.last_name:1.1f3a9c2e:0',
    ])
  })

  it('fits a narrow terminal, but for what is to be copied', () => {
    const text = renderFinding(edition, finding({ occurrences: 7 }), { ...plain, width: 40 })
    const others = lines(text).filter((line) => !/^ {2}(smallest|key|replay) /.test(line))
    for (const line of others) expect(columns(line)).toBeLessThanOrEqual(40)
    expect(text).toContain('(7 times)')
    expect(lines(text).filter((line) => line.includes('curl '))).toHaveLength(1)
  })

  it('says that it is flaky', () => {
    const flaky = finding({ confirmation: { reproduced: 1, of: 3 } })
    expect(renderFinding(edition, flaky, plain)).toContain('flaky 1/3')
  })

  it('says what was seen beyond the status, and describes tags', () => {
    const error = { type: '⟦a.b.14.a.⟧', param: 'email' }
    const text = renderFinding(
      edition,
      finding({
        violation: { ...one.violation, status: '400', actual: 'param is "email"' },
        exchanges: [
          exchange({ response: { status: 400, headers: {}, body: { kind: 'json', value: error, bytes: 9 } } }),
        ],
      }),
      plain,
    )
    expect(text).toContain(
      'observed  400 Bad Request  {"type":«14 characters: letters»,"param":"email"}  param is "email"',
    )
  })

  it('says why there was no answer', () => {
    const { response: _, ...lost } = exchange()
    const text = renderFinding(
      edition,
      finding({ exchanges: [{ ...lost, failure: { kind: 'reset', message: 'the connection was closed' } }] }),
      plain,
    )
    expect(text).toContain('observed  no answer: the connection was closed')
  })

  it('shows bodies that are no JSON as their tag, and none as none', () => {
    const html = exchange({
      response: {
        status: 500,
        headers: {},
        body: { kind: 'text', tag: '⟦a.b.900.ap.⟧', error: 'Unexpected token', bytes: 900 },
      },
    })
    expect(renderFinding(edition, finding({ exchanges: [html] }), plain)).toContain(
      '500 Internal Server Error  «900 characters: letters, other» (Unexpected token)',
    )
    const empty = exchange({ response: { status: 204, headers: {}, body: { kind: 'none' } } })
    expect(renderFinding(edition, finding({ exchanges: [empty] }), plain)).toContain('204 No Content  (no body)')
  })

  it('cuts long bodies at 200 characters', () => {
    const long = exchange({
      response: { status: 201, headers: {}, body: { kind: 'json', value: { a: 'x'.repeat(5000) }, bytes: 5008 } },
    })
    expect(renderFinding(edition, finding({ exchanges: [long] }), plain).length).toBeLessThan(1000)
  })

  it('numbers the steps of a sequence, and points at the one at fault', () => {
    const read = asked({ operation: 'getPerson', method: 'GET', path: '/api/3/people/4711' })
    const { body: _, ...bodiless } = read
    const ok = { status: 200, headers: {}, body: { kind: 'json', value: { id: 4711 }, bytes: 11 } } as const
    const gone = { status: 204, headers: {}, body: { kind: 'none' } } as const
    const text = renderFinding(
      edition,
      finding({
        violation: { ...one.violation, clause: 'RE-410', operation: 'getPerson', status: '200', step: 2 },
        exchanges: [
          exchange(),
          exchange({ request: { ...bodiless, operation: 'deletePerson', method: 'DELETE' }, response: gone }),
          exchange({ request: bodiless, response: ok, attempt: 2 }),
        ],
        atFault: 2,
      }),
      plain,
    )
    const shown = lines(text).slice(lines(text).findIndex((line) => line.startsWith('  smallest')))
    expect(shown[0]).toMatch(/^ {2}smallest {2}1 {2}curl -i -X POST /)
    expect(shown[1]).toBe('               201 Created  {"id":4711,"first_name":"A"}')
    expect(shown[2]).toMatch(/^ {12}2 {2}curl -i -X DELETE "\$DOORFLOW_URL\/api\/3\/people\/4711"/)
    expect(shown[3]).toBe('               204 No Content  (no body)')
    expect(shown[4]).toMatch(/^ {12}3 {2}curl -i "\$DOORFLOW_URL\/api\/3\/people\/4711"/)
    expect(shown[5]).toBe('               200 OK  {"id":4711}  ← here')
    expect(shown[6]).toBe('            # ids are those of this run; replay puts in the ones given anew')
  })

  it('names what it leaves out of a command', () => {
    const big = exchange({ request: asked({ body: { text: `"${'x'.repeat(1_000_000)}"` } }) })
    const text = renderFinding(edition, finding({ exchanges: [big] }), plain)
    expect(text).toContain('# the body, of 1,000,002 bytes left out here: replay sends all of it')
    expect(text.length).toBeLessThan(1500)
  })

  it('lets nothing through that acts on a terminal', () => {
    const evil = '\x1b]0;title\x07\u202e\u2028\r'
    const text = renderFinding(
      edition,
      finding({
        violation: { ...one.violation, parameters: [evil], expected: evil, actual: evil, operation: evil },
        exchanges: [
          exchange({
            request: asked({ path: `/a${evil}`, headers: [[`x${evil}`, evil]], body: { text: evil } }),
            response: { status: 201, headers: {}, body: { kind: 'json', value: { [evil]: evil }, bytes: 1 } },
          }),
        ],
        replay: evil,
      }),
      plain,
    )
    for (const line of lines(text)) expect(isPlain(line)).toBe(true)
  })
})
