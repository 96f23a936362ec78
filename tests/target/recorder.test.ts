import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Exchange } from '../../oracle/exchange.ts'
import { TargetError } from '../../target/errors.ts'
import { discardingRecorder, fileRecorder } from '../../target/recorder.ts'

const exchange = (started: number, text = ''): Exchange => ({
  id: `r-${started}`,
  started,
  ended: started + 1,
  attempt: 1,
  duration: 1,
  request: { operation: 'x', method: 'GET', path: '/', headers: [], credentials: { kind: 'none' }, body: { text } },
})

const temporary = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'recorder-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'evidence.jsonl')
}

test('every exchange is a line, in order', async () => {
  const path = await temporary()
  const recorder = fileRecorder(path)
  for (let index = 0; index < 5_000; index += 1) recorder.record(exchange(index, 'ä\n'.repeat(20)))
  await recorder.close()
  await recorder.close()
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n')
  expect(lines.map((line) => JSON.parse(line).started)).toEqual(Array.from({ length: 5_000 }, (_, index) => index))
  expect(() => recorder.record(exchange(1))).toThrow('is closed')
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

test('a file that cannot be created is for the user to mend', async () => {
  expect(() => fileRecorder('/nonexistent/evidence.jsonl')).toThrow(TargetError)
})

test('the discarding one counts', () => {
  const recorder = discardingRecorder()
  recorder.record(exchange(1))
  recorder.record(exchange(2))
  expect(recorder.recorded()).toBe(2)
})
