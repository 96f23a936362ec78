import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Finding } from '../../oracle/results.ts'
import { renderJunit } from '../../reports/junit/index.ts'
import { xmlText } from '../../reports/junit/xml-text.ts'
import { casesIn, type Element, faultsIn, nameOf, outcomeOf, readXml } from '../support/junit.ts'
import { hostileText } from './hostile-texts.ts'
import { asked, cell, edition, exchange, finding, result } from './samples.ts'

const read = (more: Parameters<typeof result>[0] = {}): Element => readXml(renderJunit(edition, result(more)))

const one = (root: Element, name: string): Element => {
  const found = casesIn(root).find((each) => nameOf(each) === `doorflow-conformance.classic.${name}`)
  if (found === undefined) throw new Error(`there is no ${name}`)
  return found
}

const failing = { cells: [cell('RE-400', 'createPerson', { verdict: 'fail' })], findings: [finding()] }

describe('the JUnit file', () => {
  test('has a suite for each clause, a case for each cell, and one for the run', () => {
    const root = read({
      cells: [cell('RE-410', 'getPerson'), cell('RE-200', 'getPerson'), cell('RE-200', 'listPeople')],
    })
    expect(root.children.map(({ attributes }) => attributes.name)).toEqual([
      'doorflow-conformance.classic.run',
      'doorflow-conformance.classic.RE-200',
      'doorflow-conformance.classic.RE-410',
    ])
    expect(casesIn(root).map(nameOf)).toEqual([
      'doorflow-conformance.classic.run verdict',
      'doorflow-conformance.classic.RE-200 getPerson',
      'doorflow-conformance.classic.RE-200 listPeople',
      'doorflow-conformance.classic.RE-410 getPerson',
    ])
    expect(faultsIn(root)).toEqual([])
  })

  test('a finding says what was expected, what came, and how to see it again', () => {
    const failure = one(read(failing), 'RE-400 createPerson').children[0]
    expect(failure?.name).toBe('failure')
    expect(failure?.attributes).toEqual({
      type: 'MUST',
      message:
        'required · last_name: expected 400, and `param` naming last_name if it is present; ' +
        'observed 201 Created  {"id":4711,"first_name":"A"} (reproducible 3/3)',
    })
    for (const part of [
      'A request that lacks a required parameter is refused with 400.',
      'expected  400',
      'observed  201 Created',
      `smallest  curl -i -X POST "$DOORFLOW_URL/api/3/people"`,
      'replay    doorflow-conformance replay RE-400:createPerson:required.last_name:1.1f3a9c2e:0',
    ])
      expect(failure?.text).toContain(part)
  })

  test('properties say what was run, and no name does', () => {
    const root = read(failing)
    const values = Object.fromEntries(
      (root.children[1]?.children[0]?.children ?? []).map(({ attributes }) => [attributes.name, attributes.value]),
    )
    expect(values).toMatchObject({
      level: 'MUST',
      source: 'Responses and Errors › HTTP status codes › 400',
      edition: 'classic',
      profile: 'gate',
      seed: '42',
      plan: 'a'.repeat(64),
      suite: '0.1.0',
      command: 'doorflow-conformance run --config staging.yaml --seed 42',
    })
    const other = read({
      ...failing,
      run: { ...result().run, seed: 43, id: 'other', url: 'http://elsewhere', duration: 1 },
    })
    expect(casesIn(other).map(nameOf)).toEqual(casesIn(root).map(nameOf))
    expect(casesIn(root).map(nameOf).join()).not.toMatch(/\b42\b/)
  })

  test('a SHOULD warns in the output, and fails where the run is strict', () => {
    const should: Finding = {
      ...finding(),
      level: 'SHOULD',
      violation: { ...finding().violation, clause: 'RE-201-USUAL', rule: 'required' },
    }
    const its = { cells: [cell('RE-201-USUAL', 'createPerson', { verdict: 'warn' })], findings: [should] }
    const lax = one(read(its), 'RE-201-USUAL createPerson')
    expect([outcomeOf(lax), lax.children.map(({ name }) => name)]).toEqual(['passed', ['system-out']])
    expect(lax.children[0]?.text).toContain('replay    doorflow-conformance replay')
    const strictly = one(read({ ...its, run: { ...result().run, strict: true } }), 'RE-201-USUAL createPerson')
    expect([outcomeOf(strictly), strictly.children[0]?.attributes.type]).toEqual(['failure', 'SHOULD'])
  })

  test('what was not exercised, not judged, or is excused says why', () => {
    const root = read({
      cells: [
        cell('RE-200', 'getPerson', {
          verdict: 'not-exercised',
          unexercised: { kind: 'withheld', detail: 'It opens doors.' },
        }),
        cell('RE-410', 'getPerson', { verdict: 'inconclusive', reasons: ['rate-limited: 429'] }),
        cell('RE-400', 'createPerson', { verdict: 'waived' }),
      ],
      findings: [finding()],
      waivers: [
        {
          waiver: {
            clause: 'RE-400',
            reason: 'mended soon',
            owner: 'Ada',
            expires: '2030-01-01',
            ticket: 'DOOR-1',
            flaky: false,
            where: 'w.yaml:1:1',
          },
          state: 'used',
          findings: [finding().key],
        },
      ],
    })
    const said = (name: string): unknown => {
      const { name: kind, attributes } = one(root, name).children[0] as Element
      return [kind, attributes.message]
    }
    expect(said('RE-200 getPerson')).toEqual(['skipped', 'withheld, since it could do harm: It opens doors.'])
    expect(said('RE-410 getPerson')).toEqual(['error', 'rate-limited: 429'])
    expect(said('RE-400 createPerson')).toEqual([
      'skipped',
      `${finding().key} is waived until 2030-01-01 by Ada: mended soon (DOOR-1)`,
    ])
    expect(one(root, 'RE-400 createPerson').children[1]?.text).toContain('replay')
    expect(faultsIn(root)).toEqual([])
  })

  test('a fault of the suite is an error of the run', () => {
    const verdict = one(read({ suiteFaults: ['it stumbled'] }), 'run verdict').children[0]
    expect([verdict?.name, verdict?.attributes.message]).toEqual(['error', 'NO VERDICT: the suite itself is at fault'])
    expect(verdict?.text).toContain('a fault of the suite: it stumbled')
  })

  test('is the same for the same result', () => {
    expect(renderJunit(edition, result(failing))).toBe(renderJunit(edition, result(failing)))
  })
})

describe('whatever the target sends', () => {
  test('the file is well-formed and nothing in it is markup', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const hostile = finding({
          key: `RE-400:createPerson:required:${text}:201`,
          violation: { ...finding().violation, actual: text, expected: text, parameters: [text] },
          exchanges: [
            exchange({
              request: asked({ path: `/${text}`, body: { text } }),
              response: { status: 201, headers: {}, body: { kind: 'json', value: { [text]: text }, bytes: 1 } },
            }),
          ],
        })
        const root = read({
          cells: [
            cell('RE-400', 'createPerson', { verdict: 'fail' }),
            cell('RE-410', 'getPerson', { verdict: 'inconclusive', reasons: [text] }),
          ],
          findings: [hostile],
          suiteFaults: [text],
          leftovers: [text],
          run: { ...result().run, url: text, command: text },
        })
        expect(faultsIn(root)).toEqual([])
        expect(casesIn(root)).toHaveLength(3)
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  test.each([
    ['\u0000', '\\u0000'],
    ['\u001b[2J', '\\u001b[2J'],
    ['\ufffe\uffff', '\\ufffe\\uffff'],
    ['\ud800', '\\ud800'],
    ['a\ud83d\ude00\t\r\né', 'a\ud83d\ude00\t\r\né'],
  ])('what XML cannot hold is spelled out: %j', (text, spelled) => {
    expect(xmlText(text)).toBe(spelled)
  })

  test('ten megabytes of error text leave a file of a few kilobytes', () => {
    const huge = 'x'.repeat(10 * 1024 * 1024)
    const long = finding({
      violation: { ...finding().violation, actual: huge, expected: huge },
      exchanges: [
        exchange({
          request: asked({ path: `/${huge}`, body: { text: huge } }),
          response: { status: 500, headers: {}, body: { kind: 'json', value: { [huge]: huge }, bytes: huge.length } },
        }),
      ],
    })
    const text = renderJunit(
      edition,
      result({
        cells: [
          cell('RE-400', 'createPerson', { verdict: 'fail' }),
          cell('RE-410', 'getPerson', { verdict: 'inconclusive', reasons: [huge] }),
        ],
        findings: [long],
        suiteFaults: [huge],
        leftovers: [huge],
      }),
    )
    expect(text.length).toBeLessThan(50_000)
    expect(faultsIn(readXml(text))).toEqual([])
  })

  test('thousands of findings leave a file that can be read', () => {
    const findings = Array.from({ length: 5000 }, (_, index) =>
      finding({
        key: `RE-400:createPerson:required:p${index}:201`,
        exchanges: [exchange({ request: asked({ body: { text: 'y'.repeat(1900) } }) })],
      }),
    )
    const text = renderJunit(edition, result({ cells: failing.cells, findings }))
    expect(text.length).toBeLessThan(5_000_000)
    expect(one(readXml(text), 'RE-400 createPerson').children[0]?.text).toContain(
      'RE-400:createPerson:required:p4999:201',
    )
  })
})
