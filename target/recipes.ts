import { request } from 'undici'
import { openConnections } from './connections.ts'
import { functionIn } from './description-module.ts'
import type { Tls } from './description-tls.ts'
import type { RecipeStep } from './description-world.ts'
import { describeFailure } from './failures.ts'

/** A recipe's own action did not happen, so that nothing can be said of what it was to bring about. One sentence. */
export class RecipeError extends Error {
  override readonly name = 'RecipeError'
}

export interface Performing {
  /** Address of the target; functions are told. */
  readonly url: string
  /** What connections to the target need. */
  readonly tls?: Tls | undefined
  /** Milliseconds that the step may take; 30,000 if not given. */
  readonly timeout?: number | undefined
}

/**
 * Performs one step of a recipe: sends its request, which carries nothing of the target's identities, or calls its
 * function in this thread, having run the file that exports it once here.
 *
 * @throws RecipeError if the request is not answered with 2xx, the function throws, or either takes too long;
 * TargetError if the file no longer exports the function
 */
export const perform = async (step: RecipeStep, { url, tls, timeout = 30_000 }: Performing): Promise<void> => {
  const late = AbortSignal.timeout(timeout)
  if (step.kind === 'request') await send(step, { url, tls }, late, timeout)
  else await call(step, url, late, timeout)
}

const tooLate = (what: string, timeout: number): RecipeError =>
  new RecipeError(`${what} has not ended after ${timeout} ms.`)

const send = async (
  { method, url, headers, body }: Extract<RecipeStep, { kind: 'request' }>,
  target: Pick<Performing, 'url' | 'tls'>,
  late: AbortSignal,
  timeout: number,
): Promise<void> => {
  const { origin, pathname } = new URL(url)
  // The query may hold what is nobody's business.
  const what = `The recipe's ${method} ${origin}${pathname}`
  // The certificate by which the suite is known is for the target alone.
  const tls = origin === new URL(target.url).origin ? target.tls : { ca: target.tls?.ca }
  const dispatcher = openConnections(origin, { connections: 1, timeout, tls })
  try {
    const answer = await request(url, { method, headers, body: body ?? null, signal: late, dispatcher })
    await answer.body.dump()
    if (answer.statusCode >= 200 && answer.statusCode < 300) return
    throw new RecipeError(`${what} was answered ${answer.statusCode}, but 2xx is due.`)
  } catch (error) {
    if (error instanceof RecipeError) throw error
    if (late.aborted) throw tooLate(what, timeout)
    throw new RecipeError(`${what} failed: ${describeFailure(error as Error).message}.`)
  } finally {
    await dispatcher.destroy()
  }
}

const call = async (
  { module, member }: Extract<RecipeStep, { kind: 'function' }>,
  url: string,
  late: AbortSignal,
  timeout: number,
): Promise<void> => {
  const what = `The recipe's function ${member.join('.')}`
  const act = await functionIn(module, member)
  const over = new Promise<never>((_, reject) => {
    const stop = (): void => reject(tooLate(what, timeout))
    if (late.aborted) stop()
    else late.addEventListener('abort', stop, { once: true })
  })
  try {
    // Called a moment later, so that what it throws at once finds somebody waiting for both.
    await Promise.race([Promise.resolve().then(() => act({ url, signal: late })), over])
  } catch (error) {
    if (error instanceof RecipeError) throw error
    const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
    throw new RecipeError(`${what} failed: ${line.replace(/\.$/, '')}.`)
  }
}
