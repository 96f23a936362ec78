import { operationOf } from '../contract/lookup.ts'
import type { Exchange } from '../oracle/exchange.ts'
import { unread } from './clean-up-world.ts'
import { actionOn, answered, type Cleaning, fill } from './cleaning.ts'
import { readRequest } from './discovery.ts'
import type { Id } from './ledger-entry.ts'
import { pause } from './pacing.ts'

/** Milliseconds after which what nobody waited for any more is looked for again. */
const lateness = 2000

/**
 * Finds out who is left: looks at people whom an answer has named, and searches for the markers of those whose creation was
 * never answered. With `forgotten`, as after another process, it also asks what they hold.
 *
 * @returns what could not be found out, as lines of the report
 */
export const findPeople = async (cleaning: Cleaning, forgotten: boolean): Promise<readonly string[]> => {
  const { edition, ledger, send, each } = cleaning
  const getPerson = actionOn(edition, 'people', 'read')
  const listPeople = actionOn(edition, 'people', 'list')
  /** Whom their own reading does not show to be ours, and what was answered. */
  const others = new Map<Id, string>()
  // Markers that have not been searched for, and why.
  const unsearched = new Map(ledger.unresolved().map((marker) => [marker, 'there was no time to search for them']))

  const look = (): Promise<void> =>
    each(ledger.candidates(), async (id) => {
      const exchange = await send(readRequest(getPerson, fill(getPerson.path, id)))
      if (!ledger.owns('people', id) && !ledger.absent('people', id)) others.set(id, answered(exchange))
    })
  const search = async (): Promise<void> => {
    await each(ledger.unresolved(), async (marker) => {
      unsearched.delete(marker)
      for (const query of [`system_id=${marker}`, `email=${encodeURIComponent(`${marker}@example.com`)}`]) {
        const exchange = await send(readRequest(listPeople, listPeople.path, `?${query}`))
        if (!ledger.unresolved().includes(marker)) return
        if (!showsList(exchange)) unsearched.set(marker, `GET ${answered(exchange)}`)
      }
    })
    // Whoever was found that way is looked at, too.
    await look()
  }

  await look()
  await search()
  // What the process had under way when it ended may still be worked on, and a gateway answers for the target now and then.
  if (ledger.unresolved().some((marker) => forgotten || unsearched.has(marker))) {
    await pause(lateness, [])
    await search()
  }
  if (forgotten) await askWhatTheyHold(cleaning)

  const unfound = ledger.unresolved().flatMap((marker) => unsearched.get(marker) ?? [])
  return [
    ...[...new Set(unfound)].map((why) => unread('people', why)),
    ...ledger
      .candidates()
      .map((id) =>
        others.has(id)
          ? `people ${id}: named by an answer, but not shown to be this run's (GET ${others.get(id)}); left alone`
          : `people ${id}: named by an answer, and there was no time to look whose it is`,
      ),
  ]
}

const askWhatTheyHold = async ({ edition, ledger, send, each }: Cleaning): Promise<void> => {
  const list = operationOf(edition, 'listPersonCredentials')
  const people = ledger.living().filter(({ resource }) => resource === 'people')
  await each(people, async ({ id }) => {
    await send(readRequest(list, fill(list.path, id)))
  })
}

/** The list may be empty; anything else than a list is no answer to a search. */
const showsList = ({ response }: Exchange): boolean =>
  response?.status === 200 && response.body.kind === 'json' && Array.isArray(response.body.value)
