import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { startReference } from '../reference/server.ts'

/** A process of its own for endpoints, so that client and server do not share a thread. */
export interface ReferenceProcess {
  /** Ends the endpoint before and starts another one, which has seen nothing yet. Returns its URL. */
  fresh(): Promise<string>
  stop(): Promise<void>
}

/** Starts the process. It ends with the one that started it. */
export const startReferenceProcess = (): ReferenceProcess => {
  const child = fork(fileURLToPath(import.meta.url), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    fresh: async () => {
      const answer = once(child, 'message')
      child.send('fresh')
      const [url] = (await answer) as [string]
      return url
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.disconnect()
      await ended
    },
  }
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  let reference: Awaited<ReturnType<typeof startReference>> | undefined
  process.on('message', async () => {
    await reference?.close()
    reference = await startReference()
    process.send?.(reference.url)
  })
  process.once('disconnect', () => void reference?.close())
}
