import { describe, expect, test } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Expected } from '../../oracle/expectation.ts'
import { readRedirect, writeRedirect } from '../../oracle/redirect.ts'
import { current, dedicated, empty, exchanged, judgeSteps, tag } from './support.ts'

const expected: Expected = {
  operation: 'authorizeOAuth',
  outcome: 'authorised',
  strength: 'succeed',
  clause: 'CU-OAUTH',
}

const asked = '/oauth/authorize?response_type=code&scope=account.person.readonly'

/** An answer that sends on; `location` is what was recorded of the header. */
const sentOn = (location: string | undefined, path = `${asked}&state=a%26b`, status = 302): Exchange => {
  const { request, ...rest } = exchanged('authorizeOAuth', empty(status), undefined, current)
  const { response } = rest
  if (response === undefined) throw new Error('no response')
  return {
    ...rest,
    request: { ...request, path },
    response: { ...response, headers: location === undefined ? {} : { location } },
  }
}

const judged = (one: Exchange) => judgeSteps([[expected, one]], [], dedicated, current)

const nothing = '⟦a.a.0..⟧'

describe('where an authorisation leads', () => {
  test('is right with a code and the state, in any order and with more beside them', () => {
    for (const location of [
      writeRedirect([
        ['code', tag],
        ['state', 'a&b'],
      ]),
      writeRedirect([
        ['state', 'a&b'],
        ['iss', tag],
        ['code', tag],
      ]),
    ]) {
      const { violations, examined, observations } = judged(sentOn(location))
      expect([violations, observations]).toEqual([[], []])
      expect(examined).toEqual(expect.arrayContaining(['CU-OAUTH:authorizeOAuth', 'CU-302:authorizeOAuth']))
    }
  })

  test('needs no state where none was sent, and may have one', () => {
    expect(judged(sentOn(writeRedirect([['code', tag]]), asked)).violations).toEqual([])
    expect(
      judged(
        sentOn(
          writeRedirect([
            ['code', tag],
            ['state', tag],
          ]),
          asked,
        ),
      ).violations,
    ).toEqual([])
  })

  test('may be an error in place of the code, which is noted', () => {
    for (const [error, detail] of [
      ['access_denied', '`error` is access_denied'],
      [tag, ''],
    ] as const) {
      const { violations, observations } = judged(
        sentOn(
          writeRedirect([
            ['error', error],
            ['state', 'a&b'],
          ]),
        ),
      )
      expect(violations).toEqual([])
      expect(observations).toEqual([{ operation: 'authorizeOAuth', what: 'authorisation-denied', detail }])
    }
  })

  test.each<[what: string, location: string | undefined, actual: string]>([
    ['no address', undefined, 'no `Location`'],
    ['another address', tag, 'it leads elsewhere'],
    ['no code', writeRedirect([['state', 'a&b']]), 'no `code`'],
    ['nothing at all', writeRedirect([]), 'no `code`'],
    [
      'an empty code',
      writeRedirect([
        ['code', nothing],
        ['state', 'a&b'],
      ]),
      '`code` is empty',
    ],
    ['no state', writeRedirect([['code', tag]]), 'no `state`'],
    [
      'another state',
      writeRedirect([
        ['code', tag],
        ['state', tag],
      ]),
      '`state` is another one',
    ],
    [
      'a state that was sent elsewhere',
      writeRedirect([
        ['code', tag],
        ['state', 'a'],
      ]),
      '`state` is another one',
    ],
    ['an error without the state', writeRedirect([['error', 'access_denied']]), 'no `state`'],
  ])('is wrong with %s', (_, location, actual) => {
    expect(judged(sentOn(location)).violations).toMatchObject([{ clause: 'CU-OAUTH', status: '302', actual }])
  })

  test.each([200, 303, 400, 401, 500])('is told with 302, and not with %i', (status) => {
    const right = writeRedirect([
      ['code', tag],
      ['state', 'a&b'],
    ])
    const { violations } = judged(sentOn(right, undefined, status))
    expect(violations).toMatchObject([{ clause: 'CU-OAUTH', status: String(status), expected: '302' }])
  })
})

test('what is written of an address is read as it was', () => {
  for (const members of [
    [],
    [['code', tag]],
    [
      ['state', 'a=b&c%20d'],
      ['', ''],
      ['code', tag],
    ],
  ] as const)
    expect(readRedirect(writeRedirect(members.map(([name, value]) => [name, value])))).toEqual(members)
  for (const elsewhere of [tag, '', 'https://client.example.com/?code=1'])
    expect(readRedirect(elsewhere)).toBeUndefined()
})
