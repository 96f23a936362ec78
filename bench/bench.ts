import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Pool, request } from 'undici'
import type { Credentials } from '../contract/credentials.ts'
import type { EvidenceLine } from '../oracle/evidence.ts'
import { facts } from '../reference/seed.ts'
import { openRun } from '../suites/engine/open-run.ts'
import { runPlan } from '../suites/engine/run-plan.ts'
import { suiteVersion } from '../suites/engine/version.ts'
import { plan } from '../suites/plan.ts'
import type { RunSettings } from '../suites/settings.ts'
import { describe } from './embedded-run.ts'
import { startReferenceProcess } from './reference-process.ts'

/**
 * Judged exchanges per second, with generation, oracle and recording, as a share of what undici does with the same
 * requests when it only reads the answers. Both run in turn, each against an endpoint that has seen nothing yet, in one
 * process of their own, so that whatever else the machine does meets both.
 */
const rounds = Number(process.argv[2] ?? 3)
const levels = [8, 32]

/** Cases per variant: enough for rounds of some seconds. */
const runs = 12

/** Milliseconds that an endpoint with a database behind it takes, or one that is not on this computer. */
const delay = 3

interface Measured {
  readonly exchanges: number
  /** Per second. */
  readonly rate: number
  /** Share of the answers that have the status of the recording: a replay that only meets 404 proves nothing. */
  readonly alike?: number
}

interface RawRequest {
  /** Status that the recording shows. */
  readonly status: number | undefined
  readonly method: string
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string | Buffer | null
}

const judged = async (concurrency: number, evidence: string, delay: number): Promise<Measured> => {
  const settings: RunSettings = {
    description: describe(await reference.fresh(delay)),
    seed: 1,
    profile: 'gate',
    only: [],
    // Nor what has to wait: for a push to the doors that comes too soon, for a rate limit to end.
    exclude: ['RE-500:*', '*:initiateSync', 'RE-429:*'],
    runs,
    concurrency,
    maxFindings: 100,
    evidence,
  }
  const run = await openRun(settings, new AbortController().signal)
  const started = performance.now()
  const reports = await runPlan(plan(settings.description, settings), run.context)
  const seconds = (performance.now() - started) / 1000
  await run.close()
  if (reports.some(({ findings, suiteFault }) => findings.length > 0 || suiteFault !== undefined)) {
    throw new Error('The clean endpoint was accused: its speed means nothing')
  }
  const exchanges = reports.reduce((sum, report) => sum + report.exchanges, 0)
  return { exchanges, rate: exchanges / seconds }
}

const authorization = (credentials: Credentials): string | undefined => {
  switch (credentials.kind) {
    case 'key':
      return `Bearer ${facts.keys[credentials.identity]}`
    case 'header':
      return credentials.value
    case 'client': {
      const { clientId, clientSecret } = facts.oauth
      return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
    }
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
    .map((line) => JSON.parse(line) as EvidenceLine)
    .flatMap((line) => ('exchange' in line ? [line.exchange] : []))
    .sort((one, other) => one.started - other.started)
    .map(({ id, request: { method, path, headers, credentials, body }, response }) => {
      const key = authorization(credentials)
      const [run = ''] = id.split('-')
      const ours = {
        'user-agent': `doorflow-conformance/${suiteVersion}`,
        'x-doorflow-conformance-run': run,
        'x-doorflow-conformance-exchange': id,
      }
      return {
        status: response?.status,
        method,
        path,
        headers: { ...Object.fromEntries(headers), ...(key === undefined ? {} : { authorization: key }), ...ours },
        body: body === undefined ? null : 'text' in body ? body.text : Buffer.from(body.base64, 'base64'),
      }
    })

const raw = async (concurrency: number, requests: readonly RawRequest[], delay: number): Promise<Measured> => {
  const url = await reference.fresh(delay)
  const pool = new Pool(url, { connections: concurrency, pipelining: 1 })
  try {
    const started = performance.now()
    let alike = 0
    const waiting = requests.values()
    const worker = async (): Promise<void> => {
      for (const { method, path, headers, body, status } of waiting) {
        const response = await request(url + path, {
          dispatcher: pool,
          method: method as 'GET',
          headers,
          body,
        })
        await response.body.text()
        if (response.statusCode === status) alike += 1
      }
    }
    await Promise.all(Array.from({ length: concurrency }, worker))
    const rate = requests.length / ((performance.now() - started) / 1000)
    return { exchanges: requests.length, rate, alike: alike / requests.length }
  } finally {
    await pool.close()
  }
}

const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

interface Pair {
  readonly judged: Measured
  readonly raw: Measured
}

/** Ours and theirs in turn, so many times. */
const pairsOf = async (level: number, count: number, delay = 0): Promise<readonly Pair[]> => {
  const pairs: Pair[] = []
  for (let round = 0; round < count; round += 1) {
    const evidence = join(folder, `${level}-${round}.jsonl`)
    const ours = await judged(level, evidence, delay)
    pairs.push({ judged: ours, raw: await raw(level, await recordedRequests(evidence), delay) })
  }
  return pairs
}

const report = (name: string, pairs: readonly Pair[]): void => {
  const share = pairs.map((pair) => pair.judged.rate / pair.raw.rate)
  console.log(
    `${name.padStart(8)} in flight: ${median(pairs.map((pair) => pair.judged.rate)).toFixed(0)} judged exchanges/s, ` +
      `${median(pairs.map((pair) => pair.raw.rate)).toFixed(0)} raw requests/s, share ${median(share).toFixed(2)} ` +
      `(${share.map((one) => one.toFixed(2)).join(', ')}; ${pairs[0]?.judged.exchanges} exchanges a round, ` +
      `${(100 * (pairs[0]?.raw.alike ?? 0)).toFixed(0)}% of the replay answered alike)`,
  )
}

const reference = startReferenceProcess()
const folder = await mkdtemp(join(tmpdir(), 'doorflow-bench-'))
try {
  // Code is slow until the compiler has seen enough of it: the first rounds are shown by themselves.
  report('cold, 8', await pairsOf(8, 1))
  await pairsOf(8, 2)
  for (const level of levels) report(String(level), await pairsOf(level, rounds))
  for (const level of levels) report(`${delay} ms, ${level}`, await pairsOf(level, 1, delay))
} finally {
  await reference.stop()
  await rm(folder, { recursive: true, force: true })
}
