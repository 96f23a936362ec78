import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { embeddedDescription as describeTarget } from '../../cli/embedded.ts'
import type { EvidenceLine, RecordedRun } from '../../oracle/evidence.ts'
import { TargetError } from '../../target/errors.ts'
import { recordedTarget } from '../../target/recorded-target.ts'
import { openRecording } from '../../target/recording.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'recording-'))
})
afterAll(() => rm(folder, { recursive: true }))

const run: RecordedRun = {
  format: 'doorflow-conformance-evidence',
  version: 1,
  suite: { version: '1.0.0', generators: 2 },
  edition: 'classic',
  profile: 'gate',
  only: [],
  exclude: [],
  seed: 7,
  maxFindings: 100,
  startedAt: '2030-01-01T00:00:00Z',
  target: recordedTarget(describeTarget('http://localhost')),
}
const end: EvidenceLine = { end: { leftovers: [], interrupted: false, duration: 1 } }
const text = (...lines: unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('')

const file = async (content: string | Uint8Array): Promise<string> => {
  const path = join(folder, 'recording')
  await writeFile(path, content)
  return path
}

const readAll = async (path: string): Promise<{ lines: EvidenceLine[]; cutOff: boolean }> => {
  const recording = await openRecording(path)
  const lines: EvidenceLine[] = [{ run: recording.run }]
  for await (const line of recording.lines) lines.push(line)
  return { lines, cutOff: recording.cutOff() }
}

describe('a recording', () => {
  const whole = text({ run }, end)
  const [members, plain] = [Buffer.concat([gzipSync(text({ run })), gzipSync(text(end))]), Buffer.from(whole)]

  test.each([
    ['is read from plain lines', plain],
    ['is read from one compressed member', gzipSync(whole)],
    ['is read from several', members],
  ])('%s', async (_, content) => {
    expect(await readAll(await file(content))).toEqual({ lines: [{ run }, end], cutOff: false })
  })

  test.each([plain, gzipSync(whole), members, gzipSync(whole).subarray(0, -12)])(
    'says of what it was read',
    async (content) => {
      const recording = await openRecording(await file(content))
      for await (const line of recording.lines) expect(line).toBeDefined()
      expect(recording.sha256()).toBe(createHash('sha256').update(content).digest('hex'))
    },
  )

  test.each([
    ['in the middle of a line', plain.subarray(0, -9)],
    ['in the middle of a compressed member', members.subarray(0, -12)],
  ])('that ends %s is read as far as it goes', async (_, content) => {
    expect((await readAll(await file(content))).lines).toEqual([{ run }])
  })

  test('says nothing of the keys that it was made with', () => {
    const { identities, allow } = describeTarget('http://localhost', 'current')
    const recorded = JSON.stringify(recordedTarget(describeTarget('http://localhost', 'current')))
    for (const secret of [...Object.values(identities), allow.oauth?.clientSecret ?? 'none'])
      expect(recorded).not.toContain(secret)
  })

  test.each<[string, string | Uint8Array, RegExp]>([
    ['is empty', '', /is no recording of doorflow-conformance: it does not begin with a run/],
    ['is some other JSON', '{"hello":"world"}\n', /is no recording of doorflow-conformance \(/],
    ['is no JSON', '<html>\n', /is no recording of doorflow-conformance \(it is no JSON/],
    ['begins with its end', text(end, { run }), /it does not begin with a run/],
    [
      'is of a newer suite',
      text({ run: { ...run, version: 2 } }),
      /is a recording of version 2, and this suite reads version 1: use the suite that made it/,
    ],
    ['has a line of something else', text({ run }, { hello: 'world' }, end), /line 2 is no line of a recording/],
    ['has a line with two things', text({ run }, { ...end, run }), /line 2 is no line of a recording/],
    [
      'has an exchange without a request',
      text({ run }, { exchange: { id: 'abcdefgh-1', started: 1, ended: 2, attempt: 1, at: 1, duration: 1 } }),
      /line 2 is no line of a recording \(\/exchange must have required property 'request'/,
    ],
    ['is compressed and broken', Buffer.from(members.subarray(0, 20)).fill(0xff, 10), /cannot be read \(Z_/],
  ])('that %s is refused in one sentence', async (_, content, says) => {
    const path = await file(content)
    const reading = readAll(path)
    await expect(reading).rejects.toThrow(TargetError)
    await expect(reading).rejects.toThrow(says)
    await expect(reading).rejects.toMatchObject({ exitCode: 2 })
  })

  test.each([
    ['is not there', () => join(folder, 'none'), /none cannot be read \(ENOENT\)/],
    ['is a folder', () => folder, /cannot be read \(EISDIR\)/],
  ])('that %s is refused in one sentence', async (_, path, says) => {
    await expect(readAll(path())).rejects.toThrow(says)
  })

  test('whose line never ends is given up, and fills no memory', async () => {
    const path = await file(gzipSync(`${text({ run })}{"exchange":"${'a'.repeat(80 * 1024 * 1024)}"}`))
    const before = process.memoryUsage().rss
    await expect(readAll(path)).rejects.toThrow(/line 2 is longer than any line of a recording/)
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * 1024 * 1024)
  })
})
