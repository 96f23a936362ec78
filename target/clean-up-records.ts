import { itemsIn, readableId } from '../oracle/answers.ts'
import { readThrough, unread } from './clean-up-world.ts'
import { actionOn, type Cleaning, looks, nameOf } from './cleaning.ts'
import { hasEnded } from './end-states.ts'
import type { Living } from './ledger.ts'
import { type RecordResource, recordResources } from './ledger-records.ts'
import { pause } from './pacing.ts'

/** What is only ever seen in the list of its kind: no operation reads one by itself. */
const onlyListed = ({ edition }: Cleaning, kind: Living['resource']): kind is RecordResource =>
  recordResources.some((resource) => resource === kind) &&
  !edition.operations.some(({ resource, action }) => resource === kind && action === 'read')

/**
 * Reads through the lists of what was created without being shown since, so that the ledger sees what of it is ours.
 *
 * @returns the lists that could not be read, and why
 */
export const findRecords = async ({
  edition,
  ledger,
  send,
  goesOn,
  each,
}: Cleaning): Promise<ReadonlyMap<RecordResource, string>> => {
  const unreadable = new Map(
    ledger.unresolvedRecords().map((resource) => [resource, 'there was no time to read the list']),
  )
  await each(ledger.unresolvedRecords(), async (resource) => {
    const why = await readThrough(actionOn(edition, resource, 'list'), send, goesOn)
    if (why === undefined) unreadable.delete(resource)
    else unreadable.set(resource, why)
  })
  return unreadable
}

/**
 * Records of the run that have been removed since their lists were read, by all that the target has said, and that only
 * these can show to be there all the same.
 *
 * @param deleted the names of what was deleted since
 */
export const removedUnseen = (cleaning: Cleaning, deleted: ReadonlyMap<string, string>): readonly Living[] =>
  cleaning.ledger.removedRecords().filter((thing) => onlyListed(cleaning, thing.resource) && deleted.has(nameOf(thing)))

/**
 * Looks whether lists still show what was removed, a few times, since what was promised to go may take a little.
 * What went with its person is not shown any more.
 *
 * @returns each that is, and each list that could not be read, as a line of the report
 */
export const stillShown = async (cleaning: Cleaning, removed: readonly Living[]): Promise<readonly string[]> => {
  const { edition, send, goesOn } = cleaning
  const left: string[] = []
  for (const resource of recordResources) {
    let awaited = removed.filter((thing) => thing.resource === resource)
    if (awaited.length === 0) continue
    const list = actionOn(edition, resource, 'list')
    let why: string | undefined
    for (const milliseconds of looks) {
      if (awaited.length === 0) break
      await pause(milliseconds, [])
      const shown = new Set<string>()
      why = await readThrough(
        list,
        async (request) => {
          const exchange = await send(request)
          if (exchange.response?.status !== 200) return exchange
          for (const item of itemsIn({ exchange }))
            if (!hasEnded(resource, item.state)) shown.add(String(readableId(item)))
          return exchange
        },
        goesOn,
      )
      if (why !== undefined) break
      awaited = awaited.filter(({ id }) => shown.has(String(id)))
    }
    if (awaited.length > 0 && why !== undefined) left.push(unread(resource, why))
    else left.push(...awaited.map((thing) => `${nameOf(thing)}: deleted, and GET ${list.path} still shows it`))
  }
  return left
}

/**
 * What the answer to a create named and its list, read through, does not show: nothing shows whose it is, so that it is
 * not deleted. A reservation that is over is listed nowhere.
 *
 * @param unreadable the lists that could not be read, of which that has been said
 */
export const neverShown = (cleaning: Cleaning, unreadable: ReadonlyMap<RecordResource, string>): readonly string[] =>
  cleaning.ledger
    .unseenRecords()
    .filter(({ resource }) => onlyListed(cleaning, resource) && !unreadable.has(resource))
    .map((thing) => {
      const { path } = actionOn(cleaning.edition, thing.resource, 'list')
      return `${nameOf(thing)}: named by the answer to a create, but GET ${path} does not show it; it may be there all the same, if it is over; left alone`
    })
