import { type Alteration, drop, exchangeOf, type Lines, malformed, sequence, subjectOf } from './recording-lines.ts'

/** Requests and answers that are left out, out of place, or others than they were. */
export const alteredExchanges: readonly Alteration[] = [
  [
    'an exchange is left out',
    (lines) => {
      const [id] = subjectOf(lines, malformed).exchanges
      drop(lines, (line) => 'exchange' in line && line.exchange.id === id)
    },
    2,
    /Exchange \w+-\d+ of case \d+ \(RE-400:createPerson \S+\) is missing/,
  ],
  [
    'a request is another one',
    (lines) => {
      exchangeOf(lines, subjectOf(lines, malformed)).request.body = { text: '{"first_name":"A"}' }
    },
    1,
    /the request of step \d \(POST createPerson\) is not the one that was drawn/,
  ],
  [
    'a request is sent by somebody else',
    (lines) => {
      exchangeOf(lines, subjectOf(lines, malformed)).request.credentials = { kind: 'key', identity: 'restricted' }
    },
    1,
    /the request of step \d \(POST createPerson\) is not the one that was drawn/,
  ],
  [
    'a header line is gone',
    (lines) => {
      exchangeOf(lines, subjectOf(lines, 'RE-401:listSites')).request.headers = []
    },
    1,
    /the request of step \d \(GET listSites\) is not the one that was drawn/,
  ],
  [
    'a step is left out',
    (lines) => {
      const one = subjectOf(lines, sequence)
      one.exchanges[one.exchanges.length - 1] = null
    },
    1,
    /step \d+ \(\w+\) is missing/,
  ],
  [
    'two exchanges have changed places',
    (lines) => {
      const one = subjectOf(lines, sequence)
      one.exchanges.reverse()
    },
    1,
    /(is not the one that was drawn|was sent before step)/,
  ],
  [
    'steps were not sent one after the other',
    (lines) => {
      const one = subjectOf(lines, sequence)
      const [first, second] = [exchangeOf(lines, one), exchangeOf(lines, one, 1)]
      first.ended = second.started + 1
    },
    1,
    /step 2 was sent before step 1 was answered/,
  ],
  [
    'an answer is another one',
    (lines) => {
      const { response } = exchangeOf(lines, subjectOf(lines, malformed))
      if (response !== undefined) response.status = 404
    },
    1,
    /another verdict than the run's on \d+ cell/,
  ],
  [
    'an answer never came',
    (lines) => {
      const exchange = exchangeOf(lines, subjectOf(lines, malformed))
      delete exchange.response
      exchange.failure = { kind: 'timeout', message: 'no complete response came within 10000 ms' }
    },
    1,
    /of 1 case these are missing/,
  ],
  [
    'an exchange is of another run',
    (lines) => {
      const exchange = exchangeOf(lines, subjectOf(lines, malformed))
      const one = subjectOf(lines, malformed)
      const id = `abcdefgh-${exchange.id.split('-')[1]}`
      one.exchanges = one.exchanges.map((given) => (given === exchange.id ? id : given))
      exchange.id = id
    },
    1,
    /Exchange abcdefgh-\d+ is of another run/,
  ],
  [
    'an exchange is there twice',
    (lines) => {
      const { exchanges } = subjectOf(lines, malformed)
      const at = lines.findIndex((line) => 'exchange' in line && line.exchange.id === exchanges[0])
      lines.splice(at, 0, structuredClone(lines[at] as Lines[number]))
    },
    2,
    /Exchange \w+-\d+ is there twice/,
  ],
  [
    'values are said to have been drawn anew, and the request is another one',
    (lines) => {
      const one = subjectOf(lines, malformed)
      one.bound.refused = [[]]
      exchangeOf(lines, one).request.body = { text: '{"first_name":"A"}' }
    },
    1,
    /the request of step \d \(POST createPerson\) is not the one that was drawn/,
  ],
]
