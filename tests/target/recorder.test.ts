import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import type { RecordedCase } from '../../oracle/evidence.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import { TargetError } from '../../target/errors.ts'
import { discardingRecorder, fileRecorder } from '../../target/recorder.ts'

const exchange = (started: number, text = ''): Exchange => ({
  id: `r-${started}`,
  started,
  ended: started + 1,
  attempt: 1,
  at: 0,
  duration: 1,
  request: { operation: 'x', method: 'GET', path: '/', headers: [], credentials: { kind: 'none' }, body: { text } },
})

const aCase: Omit<RecordedCase, 'n'> = {
  cell: 'RE-200:getPerson',
  variant: 'plain',
  part: { kind: 'subject', index: 0 },
  expectation: { steps: [], relations: [] },
  exchanges: [],
  bound: { things: [], markers: [], values: [] },
}

const temporary = async (name = 'evidence.jsonl'): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'recorder-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, name)
}

test('every exchange is a line, in order', async () => {
  const path = await temporary()
  const recorder = fileRecorder(path)
  for (let index = 0; index < 5_000; index += 1) recorder.record(exchange(index, 'ä\n'.repeat(20)))
  await recorder.close()
  await recorder.close()
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).exchange.started)).toEqual(
    Array.from({ length: 5_000 }, (_, index) => index),
  )
  expect(() => recorder.record(exchange(1))).toThrow('is closed')
})

test('what the target sends again and again is written each time', async () => {
  const path = await temporary()
  const recorder = fileRecorder(path)
  const bodies = ['ä', '⟦tag⟧'.repeat(40_000)].map((value) => ({ kind: 'json' as const, value, bytes: 1 }))
  const all = Array.from({ length: 12 }, (_, index): Exchange => {
    const body = bodies[index % 3] ?? { kind: 'none' as const }
    return { ...exchange(index, 'ö'), response: { status: 200, headers: { 'content-length': '1' }, body } }
  })
  for (const one of all) recorder.record(one)
  await recorder.close()
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).exchange)).toEqual(all)
})

test('what has been written without closing is whole lines', async () => {
  const path = await temporary()
  const recorder = fileRecorder(path)
  for (let index = 0; index < 1_000; index += 1) recorder.record(exchange(index))
  const chunk = await readFile(path, 'utf8')
  expect(chunk.length).toBeGreaterThan(50_000)
  expect(chunk.endsWith('}\n')).toBe(true)
  recorder.record(exchange(1_000))
  await expect.poll(async () => (await readFile(path, 'utf8')).trimEnd().split('\n').length).toBe(1_001)
  await recorder.close()
})

test('a compressed file is one that anybody can decompress, in order', async () => {
  const path = await temporary('evidence.jsonl.gz')
  const recorder = fileRecorder(path)
  for (let index = 0; index < 20_000; index += 1) {
    recorder.record(exchange(index, `${index}`.repeat(20)))
    // Otherwise nothing is compressed before all of it has been taken down.
    if (index % 1_000 === 0) await setTimeout(1)
  }
  await recorder.close()
  const { stdout } = await promisify(execFile)('gzip', ['-dc', path], { maxBuffer: 64 * 1024 * 1024 })
  const lines = stdout.trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).exchange.started)).toEqual(Array.from({ length: 20_000 }, (_, i) => i))
  expect((await stat(path)).size).toBeLessThan(stdout.length / 5)
})

test('what has been compressed without closing can be read', async () => {
  const path = await temporary('evidence.jsonl.gz')
  const recorder = fileRecorder(path)
  recorder.record(exchange(1))
  expect(recorder.case({ ...aCase, exchanges: ['r-1'] })).toBe(1)
  expect(recorder.case(aCase)).toBe(2)
  await expect.poll(async () => (await stat(path)).size).toBeGreaterThan(0)
  const lines = gunzipSync(await readFile(path))
    .toString('utf8')
    .trimEnd()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { exchange: exchange(1) },
    { case: { n: 1, ...aCase, exchanges: ['r-1'] } },
    { case: { n: 2, ...aCase } },
  ])
  await recorder.close()
})

test('a file that cannot be created is for the user to mend', async () => {
  expect(() => fileRecorder('/nonexistent/evidence.jsonl')).toThrow(TargetError)
})

test('the discarding one counts', () => {
  const recorder = discardingRecorder()
  recorder.record(exchange(1))
  recorder.record(exchange(2))
  expect(recorder.recorded()).toBe(2)
})
