import type { EditionName } from '../../reference/edition.ts'
import type { ReferenceOptions } from '../../reference/server.ts'
import { callReference, type Sent } from './client.ts'
import { scenes } from './scenes.ts'

const telling = ['allow', 'location', 'content-type', 'x-page', 'x-per-page', 'x-total-results', 'total', 'per-page']

export type Transcript = ReadonlyMap<string, string>

const withoutClock = (text: string): string =>
  text
    .replace(/"((?:creat|updat|request|complet)ed_?at|last_sync)":"[^"]*"/gi, '"$1":"now"')
    .replace(/"created_at":\d+/, '"created_at":"now"')
    .replace(/"retry_in":\d+/, '"retry_in":"soon"')

/** The scenes create credentials on the flat path, which the current edition does not have. */
const inEdition = (edition: EditionName, method: string, path: string, sent?: Sent): string => {
  const { person_id: person } = (sent?.body ?? {}) as { readonly person_id?: unknown }
  return edition === 'current' && method === 'POST' && path === 'credentials' && person !== undefined
    ? `people/${String(person)}/credentials`
    : path
}

/** Seconds that a scene has to let pass between two syncs. */
const syncSeconds = 1

/** What every request of a scene was answered, and what was stored in the end. */
export const transcriptOf = async (scene: string, options: ReferenceOptions): Promise<Transcript> => {
  const play = scenes[scene]
  if (play === undefined) throw new Error(`No scene ${scene}`)
  const caller = await callReference({ ...options, syncSeconds })
  const answers = new Map<string, string>()
  try {
    await play(async (name, method, path, sent) => {
      const received = await caller.call(method, inEdition(caller.edition, method, path, sent), sent)
      const shown = telling.map((name) => received.headers[name] ?? '').join(' ')
      const later = received.headers['retry-after'] === undefined ? '' : 'later'
      const answer = `${received.status} ${later} ${shown} ${withoutClock(received.text)}`
      answers.set(`${answers.size} ${name}`, answer)
      return received
    }, caller)
    answers.set('snapshot', withoutClock(JSON.stringify(caller.reference.snapshot())))
  } finally {
    await caller.close()
  }
  return answers
}

/** The names of the requests that were answered otherwise. */
export const differences = (one: Transcript, other: Transcript): readonly string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name))
