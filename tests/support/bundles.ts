import { readFileSync } from 'node:fs'
import { cp, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { sha256 } from '../../reports/certificate/canonical.ts'
import { envelopeText, openEnvelope, seal } from '../../reports/certificate/envelope.ts'
import { readSigningKey, type SigningKey } from '../../reports/certificate/keys.ts'
import type { Certificate, Statement } from '../../reports/certificate/statement.ts'
import { statementBytes } from '../../reports/certificate/statement.ts'
import { certificateText } from '../../reports/certificate/text.ts'
import { cli, type Ended, serve } from './running.ts'

export const vendor = ['--vendor', 'Acme', '--product', 'Gate', '--build', '4.2.0'] as const

/** A folder with a key of each kind, made by the command. */
export const makeKeys = async (root: string): Promise<{ readonly pem: string; readonly pub: string }> => {
  const pem = join(root, 'vendor.pem')
  const { code, stderr } = await cli(['keygen', '--output', pem])
  if (code !== 0) throw new Error(stderr)
  return { pem, pub: join(root, 'vendor.pub.pem') }
}

/** Serves an endpoint, certifies it, and ends it. `again` further attempts go into the same folder. */
export const certify = async (
  root: string,
  { serving = [], args }: { readonly serving?: readonly string[]; readonly args: readonly string[] },
): Promise<Ended> => {
  const served = await serve(join(root, `practice-${Date.now()}.yaml`), serving)
  try {
    return await cli(['certify', '--config', served.config, ...vendor, ...args], { cwd: root })
  } finally {
    await served.stop()
  }
}

const envelopeOf = (bundle: string): string => join(bundle, 'statement.dsse.json')

/** The statement of a bundle. */
export const statementOf = (bundle: string): Statement =>
  JSON.parse(openEnvelope(readFileSync(envelopeOf(bundle))).payload.toString()) as Statement

export const keyIn = (file: string): SigningKey => readSigningKey(readFileSync(file, 'utf8'))

/** What a dishonest holder of a key would do: everything that it takes to make an altered bundle look whole. */
export const resign = async (
  bundle: string,
  key: SigningKey,
  edit: (statement: Statement) => unknown = (statement) => statement,
): Promise<void> => {
  const before = statementOf(bundle)
  const told = edit(before) as Statement
  // What people read goes along, unless it is what was altered.
  const text = join(bundle, 'certificate.txt')
  const isUntouched = readFileSync(text, 'utf8') === certificateText(before)
  if (isUntouched && told.predicate?.doorflowConformance?.format === 1) await writeFile(text, certificateText(told))
  const subject = told.subject.map(({ name, digest }) => {
    try {
      return { name, digest: { sha256: sha256(readFileSync(join(bundle, name))) } }
    } catch {
      return { name, digest }
    }
  })
  const signed = statementBytes({ ...told, subject })
  await writeFile(envelopeOf(bundle), envelopeText(seal(signed, key)))
}

/** A statement whose own part says something else. */
export const saying =
  (facts: Partial<Record<keyof Certificate, unknown>>) =>
  (statement: Statement): Statement => {
    const its = statement.predicate.doorflowConformance
    const told = Object.fromEntries(
      Object.entries(facts).map(([name, value]) => {
        const fact = its[name as keyof Certificate]
        const isFact = typeof fact === 'object' && fact !== null && 'basis' in fact
        return [name, isFact ? { ...fact, value } : value]
      }),
    )
    return {
      ...statement,
      predicate: { ...statement.predicate, doorflowConformance: { ...its, ...told } },
    }
  }

/** Changes a text file of a bundle. */
export const rewrite = async (bundle: string, name: string, edit: (text: string) => string): Promise<void> => {
  const path = join(bundle, name)
  const before = await readFile(path, 'utf8')
  const after = edit(before)
  if (after === before) throw new Error(`${name} is as it was`)
  await writeFile(path, after)
}

export type Line = Readonly<Record<string, Record<string, unknown>>>

/** Changes the recording of a bundle, line by line; what becomes undefined is left out, and the cases are counted anew. */
export const rewriteRecording = async (
  bundle: string,
  edit: (line: Line, number: number) => Line | undefined,
): Promise<void> => {
  const path = join(bundle, 'evidence.jsonl.gz')
  const before = gunzipSync(await readFile(path)).toString()
  const numbers = new Map<unknown, number>()
  const counted = (line: Line): Line => {
    if (line.case !== undefined) {
      const n = numbers.size + 1
      numbers.set(line.case.n, n)
      return { case: { ...line.case, n } }
    }
    if (line.finding === undefined) return line
    return { finding: { ...line.finding, seen: numbers.get(line.finding.seen) ?? 1 } }
  }
  const after = before
    .trimEnd()
    .split('\n')
    .flatMap((line, index) => {
      const edited = edit(JSON.parse(line) as Line, index + 1)
      return edited === undefined ? [] : [JSON.stringify(counted(edited))]
    })
  const text = `${after.join('\n')}\n`
  if (text === before) throw new Error('the recording is as it was')
  await writeFile(path, gzipSync(text))
}

/** An edit of a recording by which its exchanges were sent at another time. */
export const sentAt =
  (when: (at: number) => number) =>
  (line: Line): Line =>
    'exchange' in line ? { exchange: { ...line.exchange, at: when(Number(line.exchange?.at)) } } : line

/** Flips one bit in the middle of a file. */
export const flipBit = async (bundle: string, name: string): Promise<void> => {
  const path = join(bundle, name)
  const bytes = await readFile(path)
  const at = Math.floor(bytes.length / 2)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  await writeFile(path, bytes)
}

export const copy = (bundle: string, to: string): Promise<void> => cp(bundle, to, { recursive: true })
