import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createRedaction, type Redaction } from '../../target/redaction.ts'
import { vocabulary } from '../../target/vocabulary.ts'

const create = (): Redaction =>
  createRedaction({ secrets: ['a-secret-key'], words: vocabulary('classic'), issued: () => false, limit: 1_000_000 })

interface Sent {
  readonly value: unknown
  readonly known: readonly string[]
  readonly status: number
}

const bodyOf = (redaction: Redaction, { value, known, status }: Sent) =>
  redaction.response({ status, headers: {}, body: Buffer.from(JSON.stringify(value)) }, known).body

/** A body as text without what differs between two runs in its tags: the hashes. */
const withoutHashes = (body: unknown): string => JSON.stringify(body).replace(/⟦[0-9a-f]{12}\.[0-9a-f]{12}\./g, '⟦')

/** Few texts, in many spellings: what one case knows another one does not, and everything comes again and again. */
const text = fc.constantFrom(
  'Ada',
  ' ada',
  'ADA',
  'José',
  'Jose\u0301',
  'Smith',
  'invalid',
  '⟦x⟧',
  'person_id',
  '',
  '4711',
)
const value = fc.oneof(
  text,
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom('type', 'id', 'error', 'first_name', 'a b'), text, { maxKeys: 2 }),
  fc.record({ error: fc.dictionary(fc.constantFrom('type', 'message'), text, { maxKeys: 2 }) }),
)
const sent = fc.record({ value, known: fc.array(text, { maxLength: 2 }), status: fc.constantFrom(200, 404) })

test('what came before changes nothing in what is recorded', () => {
  fc.assert(
    fc.property(fc.array(sent, { minLength: 2, maxLength: 40 }), (all) => {
      const redaction = create()
      for (const one of all) {
        expect(withoutHashes(bodyOf(redaction, one))).toBe(withoutHashes(bodyOf(create(), one)))
      }
    }),
    { numRuns: 500 },
  )
})

test('a body that comes again is the same one, and not another one that only reads alike', () => {
  const redaction = create()
  const once: Sent = { value: { id: 1, name: 'Smith' }, known: [], status: 200 }
  const first = bodyOf(redaction, once)
  expect(bodyOf(redaction, { ...once, known: ['Ada'] })).toBe(first)
  expect(bodyOf(redaction, { ...once, known: ['smith '] })).not.toBe(first)
  expect(bodyOf(redaction, { ...once, status: 404 })).not.toBe(first)
  const packed = gzipSync(JSON.stringify(once.value))
  const answer = { status: 200, headers: { 'content-encoding': 'gzip' }, body: packed }
  expect(redaction.response(answer, []).body).toEqual({ ...first, bytes: packed.length })
})

test('whoever wants to see what was sent sees it each time', () => {
  const redaction = create()
  const seen: unknown[] = []
  const body = Buffer.from('{"name":"Smith"}')
  for (let time = 0; time < 3; time += 1)
    redaction.response({ status: 200, headers: {}, body }, [], (value) => seen.push(value))
  expect(seen).toEqual([{ name: 'Smith' }, { name: 'Smith' }, { name: 'Smith' }])
})

test('a target that never says the same twice fills no memory', () => {
  const redaction = create()
  const padding = 'x'.repeat(30_000)
  const answer = (index: number): Sent => ({ value: { id: index, name: padding }, known: [], status: 200 })
  const first = bodyOf(redaction, answer(0))
  expect(bodyOf(redaction, answer(0))).toBe(first)
  for (let index = 1; index < 40; index += 1) bodyOf(redaction, answer(index))
  expect(bodyOf(redaction, answer(0))).not.toBe(first)
  expect(bodyOf(redaction, answer(0))).toEqual(first)
  const long: Sent = { value: 'y'.repeat(40_000), known: [], status: 200 }
  expect(bodyOf(redaction, long)).not.toBe(bodyOf(redaction, long))
})
