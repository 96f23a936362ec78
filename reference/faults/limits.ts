import type { Exchange } from '../exchange.ts'
import type { Gates } from '../gates.ts'
import { about, answered, complaining, complainingIn, overlooking, succeeding } from '../hooking.ts'
import { errorAnswer, Refusal } from '../refusals.ts'
import { broken, type Fault, fault, inBoth } from './fault.ts'

const synchronising = about('sync')

/** Endpoints that somebody has asked too often. */
const exceeded = new WeakSet<Gates>()

/** Requests that came during maintenance and were let in. */
const letIn = new WeakSet<Exchange>()

export const limitFaults: readonly Fault[] = [
  fault('sync-limit-never-ends', inBoth('429'), 'After the first sync there is never another one.', {
    wait: (seconds, exchange) =>
      synchronising(exchange) && exchange.store.records.syncs > 0 ? Math.max(seconds, 1) : seconds,
  }),
  fault(
    'sync-limit-grows-while-waiting',
    inBoth('429'),
    'Whoever asks too soon for a sync waits twice as long from then on.',
    {
      refusal(refusal, exchange) {
        if (refusal.outcome === 'too-many-requests' && synchronising(exchange))
          exchange.store.records.syncedAt = Date.now() + exchange.gates.syncSeconds * 1000
        return refusal
      },
    },
  ),
  fault(
    'limit-answers-500',
    inBoth('429'),
    'What comes too often is answered with 500.',
    answered(500, 'too-many-requests'),
  ),
  fault(
    'limit-answers-in-html',
    inBoth('ERROR-JSON'),
    'What comes too often is answered with a page of HTML.',
    complainingIn(
      'text/html; charset=utf-8',
      () => '<html><body><h1>429 Too Many Requests</h1></body></html>',
      ({ refusal }) => refusal?.outcome === 'too-many-requests',
    ),
  ),
  fault('sync-answers-in-text', inBoth('JSON'), 'A sync is answered in plain text.', {
    ...succeeding((answer) => ({ ...answer, contentType: 'text/plain; charset=utf-8', text: 'ok' }), synchronising),
  }),
  fault(
    'maintenance-answers-500',
    inBoth('503'),
    'During maintenance everything is answered with 500.',
    answered(500, 'maintenance'),
  ),
  fault('maintenance-lets-readers-in', inBoth('503'), 'During maintenance only writes are turned away.', {
    closed: (closed, { requested }) => closed && requested !== 'GET' && requested !== 'HEAD',
  }),
  fault(
    'maintenance-works-in-secret',
    inBoth('NO-EFFECT'),
    'What is created during maintenance is there afterwards, although it was refused.',
    {
      closed(closed, exchange) {
        if (!closed || exchange.requested !== 'POST') return closed
        letIn.add(exchange)
        return false
      },
      answer: (answer, exchange) =>
        letIn.has(exchange)
          ? errorAnswer(new Refusal('maintenance', 'The endpoint is down for maintenance.'), exchange.edition)
          : answer,
    },
  ),
  fault('limit-not-kept', inBoth('429'), 'However often somebody asks, everything but a sync is answered.', {
    wait: (seconds, exchange) => (synchronising(exchange) ? seconds : 0),
  }),
  fault('limit-never-lifted', inBoth('429'), 'Whoever has asked too often once is refused from then on.', {
    wait(seconds, { gates }) {
      if (seconds > 0) exceeded.add(gates)
      return exceeded.has(gates) && gates.limit !== undefined ? Math.max(seconds, 1) : seconds
    },
  }),
  fault(
    'wait-told-in-words',
    broken({ current: ['CU-RETRY-IN'] }),
    'How long to wait is told as a text.',
    complaining((body) => ('retry_in' in body ? { ...body, retry_in: `${body.retry_in} seconds` } : body)),
  ),
  fault(
    'licences-not-counted',
    broken({ current: ['CU-LICENCE'] }),
    'A credential is created of a type of which no licence is left.',
    overlooking(({ rule }) => rule === 'limit'),
  ),
]
