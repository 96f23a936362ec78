import { tooSoon } from './gates.ts'
import { json, type Operation } from './operations.ts'

/** Pushes what has changed to the controllers, which are not there, and says so at once; not twice within the window. */
export const initiateSync: Operation = (exchange, hooks) => {
  const { gates, store } = exchange
  const now = Date.now()
  const remaining = store.records.syncedAt / 1000 + gates.syncSeconds - now / 1000
  const seconds = hooks.wait(Math.max(0, remaining), exchange)
  if (seconds > 0) throw tooSoon(exchange, seconds, 'The account was synchronised a moment ago.')
  const commit = () => {
    store.records.syncedAt = now
    store.records.syncs += 1
    store.account.sync = { status: 'complete', last_sync: new Date(now).toISOString(), description: null }
    return json(200, { result: 'ok' })
  }
  exchange.commit = commit
  return commit
}
