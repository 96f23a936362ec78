import { fork } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { fileURLToPath } from 'node:url'
import { startReference } from '../reference/server.ts'

/** A process of its own for endpoints, so that client and server do not share a thread. */
export interface ReferenceProcess {
  /**
   * Ends the endpoint before and starts another one, which has seen nothing yet and takes so many milliseconds more for
   * each answer. Returns its URL.
   */
  fresh(delay?: number): Promise<string>
  stop(): Promise<void>
}

/** Starts the process. It ends with the one that started it. */
export const startReferenceProcess = (): ReferenceProcess => {
  const child = fork(fileURLToPath(import.meta.url), [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    fresh: async (delay = 0) => {
      const answer = once(child, 'message')
      child.send(delay)
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

/** Passes bytes on to an endpoint, each request a little later than it came. */
const delayed = async (url: string, delay: number): Promise<Server> => {
  const { hostname, port } = new URL(url)
  const server = createServer({ noDelay: true }, (client) => {
    const endpoint = connect({ host: hostname, port: Number(port), noDelay: true })
    client.on('data', (bytes) => setTimeout(() => endpoint.write(bytes), delay))
    endpoint.pipe(client)
    for (const side of [client, endpoint]) side.on('error', () => {})
    client.on('close', () => endpoint.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url)) {
  let reference: Awaited<ReturnType<typeof startReference>> | undefined
  let delaying: Server | undefined
  process.on('message', async (delay: number) => {
    delaying?.close()
    delaying = undefined
    await reference?.close()
    reference = await startReference()
    if (delay > 0) delaying = await delayed(reference.url, delay)
    const port = (delaying?.address() as AddressInfo | undefined)?.port
    process.send?.(port === undefined ? reference.url : `http://127.0.0.1:${port}`)
  })
  process.once('disconnect', () => {
    delaying?.close()
    void reference?.close()
  })
}
