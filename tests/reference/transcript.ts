import type { ReferenceOptions } from '../../reference/server.ts'
import { callReference } from './client.ts'
import { scenes } from './scenes.ts'

export type Transcript = ReadonlyMap<string, string>

const withoutClock = (text: string): string => text.replace(/"((?:creat|updat)ed_?at)":"[^"]*"/gi, '"$1":"now"')

/** What every request of a scene was answered, and what was stored in the end. */
export const transcriptOf = async (scene: string, options: ReferenceOptions): Promise<Transcript> => {
  const play = scenes[scene]
  if (play === undefined) throw new Error(`No scene ${scene}`)
  const caller = await callReference(options)
  const answers = new Map<string, string>()
  try {
    await play(async (name, method, path, sent) => {
      const received = await caller.call(method, path, sent)
      const { allow = '', location = '', 'content-type': type = '', 'x-page': page = '' } = received.headers
      const answer = `${received.status} ${allow} ${location} ${type} ${page} ${withoutClock(received.text)}`
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
