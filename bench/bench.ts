import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool } from 'undici'
import type { Credentials } from '../contract/types.ts'
import type { Exchange } from '../oracle/exchange.ts'
import { facts } from '../reference/seed.ts'
import { openRun } from '../suites/engine/open-run.ts'
import { runPlan } from '../suites/engine/run-plan.ts'
import { plan } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import { describe } from './embedded-run.ts'
import { startReferenceProcess } from './reference-process.ts'

/**
 * Judged exchanges per second, with generation, oracle and recording, as a share of what undici does with the same
 * requests when it only reads the answers. Both run in turn against fresh endpoints in a process of their own, so that
 * whatever else the machine does meets both.
 */
const rounds = Number(process.argv[2] ?? 3)
const levels = [8, 32]

/** Cases per variant: enough for rounds of some seconds. */
const runs = 12

interface Measured {
  readonly exchanges: number
  /** Per second. */
  readonly rate: number
}

interface RawRequest {
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | Buffer | null
}

const judged = async (concurrency: number, evidence: string): Promise<Measured> => {
  const reference = await startReferenceProcess()
  try {
    const settings: RunSettings = {
      description: describe(reference.url),
      seed: 1,
      profile: 'gate',
      only: [],
      exclude: ['RE-500:*'],
      runs,
      concurrency,
      maxFindings: 100,
      evidence,
    }
    const run = await openRun(settings, new AbortController().signal)
    const started = performance.now()
    const reports = await runPlan(plan(settings.description, settings), run.context, concurrency)
    const seconds = (performance.now() - started) / 1000
    await run.close()
    if (reports.some(({ findings, suiteFault }) => findings.length > 0 || suiteFault !== undefined)) {
      throw new Error('The clean endpoint was accused: its speed means nothing')
    }
    const exchanges = reports.reduce((sum, report) => sum + report.exchanges, 0)
    return { exchanges, rate: exchanges / seconds }
  } finally {
    await reference.stop()
  }
}

const authorization = (credentials: Credentials): string | undefined => {
  switch (credentials.kind) {
    case 'key':
      return `Bearer ${facts.keys[credentials.identity]}`
    case 'header':
      return credentials.value
    case 'none':
      return undefined
    default:
      return 'Bearer nobody'
  }
}

/** The requests of a recording, as bytes. */
const recordedRequests = async (evidence: string): Promise<readonly RawRequest[]> =>
  (await readFile(evidence, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => (JSON.parse(line) as Exchange).request)
    .map(({ method, path, headers, credentials, body }) => {
      const key = authorization(credentials)
      return {
        method,
        path,
        headers: { ...Object.fromEntries(headers), ...(key === undefined ? {} : { authorization: key }) },
        body: body === undefined ? null : 'text' in body ? body.text : Buffer.from(body.base64, 'base64'),
      }
    })

const raw = async (concurrency: number, requests: readonly RawRequest[]): Promise<Measured> => {
  const reference = await startReferenceProcess()
  const pool = new Pool(reference.url, { connections: concurrency, pipelining: 1 })
  try {
    const started = performance.now()
    const waiting = requests.values()
    const worker = async (): Promise<void> => {
      for (const { method, path, headers, body } of waiting) {
        const response = await pool.request({ method: method as 'GET', path, headers, body })
        await response.body.text()
      }
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
    return { exchanges: requests.length, rate: requests.length / ((performance.now() - started) / 1000) }
  } finally {
    await pool.close()
    await reference.stop()
  }
}

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const folder = await mkdtemp(join(tmpdir(), 'doorflow-bench-'))
try {
  // Once for nothing: what is measured is not the compiler.
  const warmUp = join(folder, 'warm-up.jsonl')
  await judged(8, warmUp)
  await raw(8, await recordedRequests(warmUp))
  for (const level of levels) {
    const pairs: { judged: Measured; raw: Measured }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const evidence = join(folder, `${level}-${round}.jsonl`)
      const ours = await judged(level, evidence)
      pairs.push({ judged: ours, raw: await raw(level, await recordedRequests(evidence)) })
    }
    const share = pairs.map((pair) => pair.judged.rate / pair.raw.rate)
    console.log(
      `${String(level).padStart(2)} in flight: ${median(pairs.map((pair) => pair.judged.rate)).toFixed(0)} judged exchanges/s, ` +
        `${median(pairs.map((pair) => pair.raw.rate)).toFixed(0)} raw requests/s, share ${median(share).toFixed(2)} ` +
        `(${share.map((one) => one.toFixed(2)).join(', ')}; ${pairs[0]?.judged.exchanges} exchanges a round)`,
    )
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
