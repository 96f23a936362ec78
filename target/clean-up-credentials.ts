import { itemsIn, readableId } from '../oracle/answers.ts'
import { readThrough } from './clean-up-world.ts'
import { actionOn, type Cleaning, nameOf } from './cleaning.ts'
import { hasEnded } from './end-states.ts'
import { pause } from './pacing.ts'

/** Milliseconds before each look: a list may be a little late. */
const looks = [0, 500, 1500] as const

/**
 * Looks whether the list of credentials still shows some that the run had and that are gone by all that the target has
 * said: a credential that a door may still know is for a person to see to.
 *
 * @returns each of them, as a line of the report
 */
export const stillListed = async ({ edition, ledger, send, goesOn }: Cleaning): Promise<readonly string[]> => {
  const promised = new Set(ledger.promised().map(nameOf))
  const removed = new Map(
    ledger
      .removedCredentials()
      .filter(({ person = '' }) => !promised.has(nameOf({ resource: 'people', id: person })))
      .map((one) => [String(one.id), one]),
  )
  if (removed.size === 0) return []
  const list = actionOn(edition, 'credentials', 'list')
  let lines = new Map<string, string>()
  for (const milliseconds of looks) {
    await pause(milliseconds, [])
    const shown = new Map<string, string>()
    const unread = await readThrough(
      list,
      async (request) => {
        const exchange = await send(request)
        if (exchange.response?.status !== 200) return exchange
        for (const item of itemsIn({ exchange })) {
          const id = readableId(item)
          const known = id === undefined ? undefined : removed.get(id)
          if (known === undefined || hasEnded('credentials', item.status)) continue
          const line = `credentials ${id} of person ${known.person}: deleted, and GET ${list.path} still shows it`
          shown.set(String(id), line)
        }
        return exchange
      },
      goesOn,
    )
    // What could not be read again shows nothing new.
    if (unread === undefined || milliseconds === 0) lines = shown
    if (unread === undefined) for (const { id } of removed.values()) if (!shown.has(String(id))) ledger.noteUnlisted(id)
    if (lines.size === 0 || unread !== undefined) break
  }
  return [...lines.values()]
}
