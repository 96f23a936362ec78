// Asks an endpoint one thing after the other, each followed by something harmless, and says what came of it. A process of its
// own, so that what it takes of memory can be told. Arguments: the endpoint's description as JSON, and names as JSON.

import { discardingRecorder } from '../../dist/target/recorder.js'
import { openSession } from '../../dist/target/session.js'

const [description, names] = process.argv.slice(2).map((text) => JSON.parse(text))
const session = await openSession(description, {
  concurrency: 2,
  recorder: discardingRecorder(),
  version: '0.0.0',
  timeout: 1000,
})
const ask = (query) =>
  session.send({
    operation: 'listGroups',
    method: 'GET',
    path: `/api/3/groups${query}`,
    headers: [['accept', 'application/json']],
    credentials: { kind: 'key', identity: 'full' },
  })
for (const name of names) {
  const began = performance.now()
  const { response, failure } = await ask(`?hostile=${encodeURIComponent(name)}`)
  const took = performance.now() - began
  const next = await ask('')
  const shown = next.response?.body.kind === 'json' ? next.response.body.value : undefined
  const seen =
    response === undefined
      ? undefined
      : { status: response.status, body: response.body.kind, headers: response.headers }
  process.stdout.write(
    `${JSON.stringify({ name, seen, failure, took, text: JSON.stringify(response?.body ?? null).slice(0, 300), next: next.response?.status, groups: Array.isArray(shown) ? shown.map(({ id }) => id) : shown })}\n`,
  )
}
await session.close()
// Kibibytes.
process.stdout.write(`${JSON.stringify({ memory: process.resourceUsage().maxRSS })}\n`)
