import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { isOf } from '../../cli/ledgers.ts'
import { createLedgerFile } from '../../target/ledger-file.ts'
import { type PastRun, readLedger } from '../../target/ledger-past.ts'
import { uniqueValues } from '../../target/unique.ts'
import {
  accountId,
  describeTarget,
  doorflow,
  type Handler,
  json,
  open,
  type Seen,
  send,
  startEndpoint,
} from './support.ts'

const unique = uniqueValues('abcdefgh')
const marker = unique.marker().systemId

/** What is left of a run that sent a create and was killed: with the id that came back, or without an answer. */
const killedRun = async (url: string, id?: number): Promise<PastRun> => {
  const folder = await mkdtemp(join(tmpdir(), 'past-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const facts = { run: 'abcdefgh', suite: '0', edition: 'classic', url, account: String(accountId) }
  const file = createLedgerFile(folder, facts, unique.markersIn)
  const request = send('POST', '/api/3/people', { system_id: marker })
  file.intend(request)
  if (id !== undefined) {
    const response = { status: 201, headers: {}, body: { kind: 'json', value: { id }, bytes: 1 } } as const
    const exchange = { id: '', started: 1, ended: 2, attempt: 1, at: 0, duration: 1, response }
    file.note(request, { ...exchange, request: { ...request, headers: [], body: { text: '' } } }, undefined)
  }
  file.close(false)
  expect(await readdir(folder)).toEqual(['abcdefgh.jsonl'])
  return readLedger(file.path)
}

interface Person {
  readonly id: number
  readonly system_id: string
}

/** An endpoint with one person, who may come late, and the credentials that it lists below them. */
const holding = (credentials: readonly { readonly id: string; readonly person_id: number }[], late = 0) => {
  const begun = performance.now()
  const deleted: string[] = []
  const people = (): readonly Person[] =>
    performance.now() - begun < late || deleted.includes('/api/3/people/101') ? [] : [{ id: 101, system_id: marker }]
  const handler: Handler = doorflow(({ method, url }: Seen, response) => {
    const [path = '', query = ''] = url.split('?')
    if (method === 'DELETE') {
      deleted.push(path)
      return response.writeHead(204).end()
    }
    if (path === '/api/3/people')
      return json(
        response,
        200,
        people().filter(({ system_id }) => query === '' || query.includes(system_id)),
      )
    if (path.endsWith('/credentials'))
      return json(
        response,
        200,
        credentials.filter(({ id }) => !deleted.some((gone) => gone.endsWith(`/${id}`))),
      )
    const [person] = people().filter(({ id }) => path === `/api/3/people/${id}`)
    return person === undefined ? json(response, 404, { type: 'not_found' }) : json(response, 200, person)
  })
  return { handler, deleted }
}

const afterwards = async (handler: Handler, id?: number) => {
  const { url } = await startEndpoint(handler)
  return open(describeTarget(url), { ledger: await killedRun(url, id) })
}

describe('after a run that was killed', () => {
  test('whoever its people still hold something goes with it, but not what a list shows of others', async () => {
    const { handler, deleted } = holding([
      { id: 'R1', person_id: 101 },
      { id: 'R2', person_id: 1 },
    ])
    const session = await afterwards(handler, 101)
    expect(await session.cleanUp()).toEqual([])
    expect(deleted).toEqual(['/api/3/people/101/credentials/R1', '/api/3/people/101'])
  })

  test('somebody whose creation was still worked on is found a little later', async () => {
    const { handler, deleted } = holding([], 1000)
    const session = await afterwards(handler)
    expect(await session.cleanUp()).toEqual([])
    expect(deleted).toEqual(['/api/3/people/101'])
  })

  test('what there was no time for is named', async () => {
    const { handler, deleted } = holding([])
    const known = await afterwards(handler, 101)
    expect(await known.cleanUp(0)).toEqual([
      'people: some that were created may be left, since the list could not be read (there was no time to search for them)',
      'people 101: named by an answer, and there was no time to look whose it is',
    ])
    expect(deleted).toEqual([])
  })

  test('a search that is answered with something else than a list is none', async () => {
    const { url } = await startEndpoint(
      doorflow(({ url }, response) =>
        url.includes('system_id') || url.includes('email')
          ? json(response, 200, { people: [] })
          : json(response, 404, { type: 'not_found' }),
      ),
    )
    const session = await open(describeTarget(url), { ledger: await killedRun(url) })
    expect(await session.cleanUp()).toEqual([expect.stringMatching(/^people: some .* \(GET answered 200\)$/)])
  })
})

test('a ledger is of one address, one account and one edition', async () => {
  const past = await killedRun('http://127.0.0.1:9')
  const description = describeTarget('http://127.0.0.1:9')
  expect(isOf(past, { ...description, account: String(accountId) })).toBe(true)
  expect(isOf(past, { ...description, url: 'http://127.0.0.1:8' })).toBe(false)
  expect(isOf(past, { ...description, account: '1' })).toBe(false)
  expect(isOf(past, { ...description, edition: 'current' })).toBe(false)
})
