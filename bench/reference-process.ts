import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startReference } from '../reference/server.ts'

/** An endpoint in a process of its own, so that client and server do not share a thread. */
export interface ReferenceProcess {
  readonly url: string
  stop(): Promise<void>
}

/** Starts a clean endpoint on a free port of this machine. It ends with the process that started it. */
export const startReferenceProcess = async (): Promise<ReferenceProcess> => {
  const child = fork(fileURLToPath(import.meta.url), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const [url] = (await once(child, 'message')) as [string]
  return {
    url,
    stop: async () => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  const reference = await startReference()
  process.once('disconnect', () => void reference.close())
  process.send(reference.url)
}
