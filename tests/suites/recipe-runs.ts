import { describe as describeTarget } from '../../bench/embedded-run.ts'
import { verdicts } from '../../oracle/verdicts.ts'
import type { EditionName } from '../../reference/edition.ts'
import { type ReferenceOptions, startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import type { TargetDescription } from '../../target/description.ts'
import type { RecipeStep } from '../../target/description-world.ts'
import { settingsFor } from '../support/settings.ts'
import { relay, type Web } from '../support/web.ts'

/** The clauses of what no request can provoke by itself. */
export const clauses = ['RE-429', 'RE-503', 'CU-429', 'CU-502', 'CU-503', 'CU-504', 'CU-RETRY-IN', 'CU-LICENCE']

interface Setting {
  readonly edition?: EditionName
  readonly endpoint?: ReferenceOptions
  readonly only?: readonly string[]
  /** How the target is described. */
  readonly described?: (description: TargetDescription) => TargetDescription
  /** Resolves when the run is to be interrupted. */
  readonly interruptedAt?: (web: Web) => Promise<void>
}

/** Runs cells against a practice endpoint, and notes everything that it is asked. */
export const run = async ({ edition = 'classic', endpoint = {}, only = clauses, ...more }: Setting) => {
  const reference = await startReference({ edition, ...endpoint })
  const web = await relay(reference.url)
  const plain = describeTarget(web.url, edition)
  const settings = settingsFor(more.described?.(plain) ?? plain, { only: [...only] })
  const ended = new AbortController()
  try {
    const planned = plan(settings.description, settings)
    const opened = await openRun(settings, ended.signal)
    const running = runPlan(planned, opened.context)
    if (more.interruptedAt !== undefined) {
      await more.interruptedAt(web)
      ended.abort()
    }
    const reports = [opened.discovery, ...(await running)]
    const leftovers = await opened.close()
    const state = await fetch(`${reference.url}/_control/`).then((answer) => answer.json() as Promise<unknown>)
    return {
      state,
      leftovers,
      seen: web.seen,
      keys: reports.flatMap(({ findings }) => findings.map(({ key }) => key)).sort(),
      findings: reports.flatMap(({ findings }) => findings),
      inconclusive: reports.flatMap(({ inconclusive }) => inconclusive),
      observations: reports.flatMap(({ observations }) => observations.map(({ what }) => what)),
      suiteFaults: reports.flatMap(({ suiteFault }) => suiteFault ?? []),
      verdicts: new Map(
        verdicts(
          opened.context.edition,
          planned.cells.map(({ id, clause, operation }) => ({ cell: id, clause, operation: operation.id })),
          reports,
        ).map((verdict) => [verdict.cell, verdict]),
      ),
    }
  } finally {
    await web.close()
    await reference.close()
  }
}

/** What an endpoint says of itself that no recipe has changed, or each has changed back. */
export const calm = { maintenance: false, gateway: null, rate_limit: null }

/** What a recipe asks for, and no suite does. */
export const isControl = ({ path }: { readonly path: string }): boolean => path.startsWith('/_control/')

const posting = (url: string, body: unknown): RecipeStep => ({
  kind: 'request',
  method: 'POST',
  url,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
})

type Describing = (description: TargetDescription) => TargetDescription

/** Something that is switched on and off at those addresses; a path is one of the target's own. */
const switching = ({ url }: TargetDescription, enter: string, leave: string, more: object = {}) => {
  const at = (address: string): string => (address.startsWith('/') ? `${url}${address}` : address)
  return { enter: posting(at(enter), { on: true, ...more }), leave: posting(at(leave), { on: false }) }
}

/** Describes one recipe and nothing else: by the addresses that lead into its state and out of it, or the usual one. */
const recipe =
  (name: 'badGateway' | 'maintenance', usual: string) =>
  (enter = usual, leave = enter): Describing =>
  (description) => ({ ...description, recipes: { [name]: switching(description, enter, leave) } })

export const badGateway = recipe('badGateway', '/_control/bad-gateway')

export const maintenance = recipe('maintenance', '/_control/maintenance')

/** Describes a limit of so many requests in so many seconds, of which the owner calls 20 at once too many. */
export const limited =
  (requests: number, seconds: number): Describing =>
  (description) => {
    const address = '/_control/rate-limit'
    const rateLimit = { requests: 20, ...switching(description, address, address, { requests, seconds }) }
    return { ...description, recipes: { rateLimit } }
  }
