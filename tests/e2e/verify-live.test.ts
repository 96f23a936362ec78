import { readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { copy, keyIn, makeKeys, resign, saying, statementOf, vendor } from '../support/bundles.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { passOn } from '../support/proxy.ts'
import { cli, type Served, serve } from '../support/running.ts'

let root: string
let keys: { readonly pem: string; readonly pub: string }
let served: Served
/** What was certified stands in front of the practice endpoint; while it is worse it refuses no method. */
let front: Server
let worse = false
let config: string
let bundle: string

beforeAll(async () => {
  root = await emptyFolder('verify-live')
  keys = await makeKeys(root)
  served = await serve(join(root, 'practice.yaml'))
  front = createServer(
    (incoming, outgoing) =>
      void passOn(served.url, incoming, outgoing, ({ method }) => (worse && method === 'PATCH' ? 200 : undefined)),
  )
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
  config = join(root, 'front.yaml')
  const url = `http://127.0.0.1:${(front.address() as AddressInfo).port}`
  await writeFile(config, (await readFile(served.config, 'utf8')).replaceAll(served.url, url))
  const asked = ['--key', keys.pem, ...vendor, '--level', 'core', '--output', join(root, 'out')]
  const { code, stderr } = await cli(['certify', '--config', config, ...asked], { cwd: root })
  expect(code, stderr).toBe(0)
  bundle = join(root, 'out', 'attempt-1')
})

afterAll(async () => {
  front.close()
  await served.stop()
  await remove(root)
})

test('verifies against the endpoint itself, where that still answers as it did', async () => {
  const args = ['verify', bundle, '--key', keys.pub, '--live', '--config', config, '--sample', '3']
  const over = await cli(args, { cwd: root })
  expect(over.stdout).toContain('\nLive\n  3 of 3 cells came to the same again\n')
  expect(over.code, over.stderr).toBe(0)
})

test('does not verify against one that answers otherwise now', async () => {
  worse = true
  const over = await cli(['verify', bundle, '--key', keys.pub, '--live', '--config', config, '--sample', '1000'], {
    cwd: root,
  })
  worse = false
  expect(over.stdout).toMatch(/^ {2}RE-\S+:\w+ passed when it was certified, and fails now \(RE-.* of 3\)\)\.$/m)
  expect(over.code, over.stderr).toBe(1)
})

test.each<[string, readonly string[], RegExp]>([
  ['no target', ['--live'], /--live needs a target/],
  ['a target and no wish to ask it', ['--config', 'x.yaml'], /add --live, or leave it out/],
  ['a number of cells and no wish to ask for them', ['--sample', '5'], /--sample is for --live/],
  ['no number of cells', ['--live', '--config', 'x.yaml', '--sample', '0'], /--sample/],
])('is not verified with %s', async (_, more, says) => {
  const over = await cli(['verify', bundle, '--key', keys.pub, ...more], { cwd: root })
  expect(over.stderr).toMatch(says)
  expect(over.code).toBe(2)
})

test('is not verified against another account', async () => {
  const other = join(root, 'other.yaml')
  await writeFile(other, (await readFile(config, 'utf8')).replace(/^account: .*$/m, 'account: 99999'))
  const over = await cli(['verify', bundle, '--key', keys.pub, '--live', '--config', other], { cwd: root })
  expect(over.stderr).toContain('names another account than the one that was certified')
  expect(over.code).toBe(2)
})

test('is not verified against a copy elsewhere, however well that answers', async () => {
  const live = ['--live', '--config', served.config, '--sample', '1']
  const over = await cli(['verify', bundle, '--key', keys.pub, ...live], { cwd: root })
  expect(over.stderr).toContain(
    `The description is of ${served.url}, and ${statementOf(bundle).predicate.doorflowConformance.origin.value} was certified`,
  )
  expect(over.stdout).not.toContain('Live')
  expect(over.code).toBe(2)
})

test('says whether the TLS key is that of then', async () => {
  const other = join(root, 'other-key')
  await copy(bundle, other)
  await resign(other, keyIn(keys.pem), saying({ tlsKey: 'a'.repeat(64) }))
  const live = ['--live', '--config', config, '--sample', '1']
  const over = await cli(['verify', other, '--key', keys.pub, ...live], { cwd: root })
  expect(over.stdout).toContain(
    '\n  1 of 1 cell came to the same again\n  Its TLS key could not be compared with the one that was signed (now none: plain HTTP).\n',
  )
  expect(over.code, over.stderr).toBe(0)
})
