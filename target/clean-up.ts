import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import { stillListed } from './clean-up-credentials.ts'
import { closeDoors } from './clean-up-doors.ts'
import { findPeople } from './clean-up-people.ts'
import { readThrough, unread } from './clean-up-world.ts'
import { actionOn, answered, type Cleaning, fill } from './cleaning.ts'
import type { WireRequest } from './client.ts'
import { readRequest } from './discovery.ts'
import { GuardError } from './errors.ts'
import type { Ledger, Living } from './ledger.ts'
import type { Id } from './ledger-entry.ts'
import { recordResources } from './ledger-records.ts'
import { pause } from './pacing.ts'

export interface CleanUpOptions {
  /** Requests in flight. */
  readonly concurrency: number
  /** Most milliseconds that it takes, a minute if not given; what is then left is named. */
  readonly patience?: number | undefined
  /** What people hold is not known, as after another process: it is asked for first. */
  readonly forgotten?: boolean | undefined
  /** Doors that may be commanded and were as commands leave them when the run began. */
  readonly calmDoors?: readonly Id[] | undefined
}

/**
 * Removes what the run left on the target: takes back what was done to doors, looks again at people whose ownership is
 * open, searches for markers whose create was never answered, then deletes what is ours, people last. What the
 * target has only promised to delete is looked at again; a reservation cannot be.
 *
 * @returns what could not be removed, as `people 4711: DELETE answered 500`
 */
export const cleanUp = async (
  edition: Edition,
  ledger: Ledger,
  send: Cleaning['send'],
  { concurrency, patience = 60_000, forgotten = false, calmDoors = [] }: CleanUpOptions,
): Promise<readonly string[]> => {
  const end = performance.now() + patience
  const last = new Map<string, string>()

  const goesOn = (): boolean => performance.now() < end
  const each: Cleaning['each'] = async (things, act) => {
    const left = things.values()
    const work = async (): Promise<void> => {
      for (const thing of left) if (goesOn()) await act(thing)
    }
    await Promise.all(Array.from({ length: concurrency }, work))
  }

  /** What the description does not allow any more is left and named: everything else can go all the same. */
  const outcomeOf = async (request: WireRequest): Promise<string> => {
    try {
      return answered(await send(request))
    } catch (error) {
      if (error instanceof GuardError) return `not sent: ${error.message}`
      throw error
    }
  }

  const cleaning: Cleaning = { edition, ledger, send, goesOn, each }
  // Doors first: whatever else is left can wait.
  const doors = await closeDoors(cleaning, calmDoors, outcomeOf)

  const left = [...(await findPeople(cleaning, forgotten))]
  // What was created without being shown since is found in the list of its kind.
  await each(ledger.unresolvedRecords(), async (resource) => {
    const why = await readThrough(actionOn(edition, resource, 'list'), send, goesOn)
    if (why !== undefined) left.push(unread(resource, why))
  })

  const remove = async (thing: Living): Promise<void> => {
    const operation = actionOn(edition, thing.resource, 'delete')
    const path =
      thing.person === undefined ? fill(operation.path, thing.id) : fill(operation.path, thing.person, thing.id)
    const request: WireRequest = {
      operation: operation.id,
      method: 'DELETE',
      path,
      headers: [['accept', 'application/json']],
      credentials: { kind: 'key', identity: 'full' },
    }
    last.set(nameOf(thing), `DELETE ${await outcomeOf(request)}`)
  }
  /** Looks a few times whether what was only promised to be deleted is gone. Returns what is not, with the last answer. */
  const awaitGone = async (promised: readonly Promised[]): Promise<readonly string[]> => {
    let awaited = promised
    for (const milliseconds of looks) {
      if (awaited.length === 0) return []
      await pause(milliseconds, [])
      await each(awaited, async ({ thing, reader }) => {
        last.set(nameOf(thing), `GET ${answered(await send(readRequest(reader, fill(reader.path, thing.id))))}`)
      })
      awaited = awaited.filter(({ thing: { resource, id } }) => !ledger.absent(resource, id))
    }
    return awaited.map(
      ({ thing }) =>
        `${nameOf(thing)}: its deletion was accepted, and nothing shows that it is gone (${last.get(nameOf(thing)) ?? 'there was no time to look'})`,
    )
  }

  // One refusal may have been a passing one, but not two in a row of all that is left.
  for (let idle = 0; idle < 2 && ledger.living().length > 0; ) {
    const before = ledger.living().length
    for (const resource of [...recordResources, 'credentials', 'people'] as const) {
      await each(
        ledger.living().filter((thing) => thing.resource === resource),
        remove,
      )
    }
    idle = ledger.living().length < before ? 0 : idle + 1
  }

  const promised = ledger.promised().flatMap((thing): Promised[] => {
    const reader = edition.operations.find((one) => one.resource === thing.resource && one.action === 'read')
    return reader === undefined ? [] : [{ thing, reader }]
  })
  const awaited = new Set(promised.map(({ thing }) => nameOf(thing)))
  const kept = await awaitGone(promised)

  const living = ledger.living().filter((thing) => !awaited.has(nameOf(thing)))
  // Last: what the list shows is not deleted again.
  const shown = await stillListed(cleaning)

  return [
    ...doors,
    ...left,
    ...kept,
    ...living.map((thing) => `${nameOf(thing)}: ${last.get(nameOf(thing)) ?? 'there was no time to delete it'}`),
    ...shown,
    ...ledger.nameless(),
    ...ledger
      .candidateRecords()
      .map((thing) => `${nameOf(thing)}: named by the answer to a create, but not shown to be this run's; left alone`),
  ]
}

/** Milliseconds before each look at what was promised to go. */
const looks = [0, 250, 500, 1000, 2000] as const

/** Something that the target has only promised to delete, and how it is looked at. */
interface Promised {
  readonly thing: Living
  readonly reader: Operation
}

const nameOf = ({ resource, id }: Living): string => `${resource} ${id}`
