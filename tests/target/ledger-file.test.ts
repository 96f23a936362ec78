import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import { startReference } from '../../reference/server.ts'
import { TargetError } from '../../target/errors.ts'
import { createLedgerFile, type LedgerFile, resumeLedgerFile } from '../../target/ledger-file.ts'
import { mayGoOn, readLedger } from '../../target/ledger-past.ts'
import { recipeNames } from '../../target/recipe-keeper.ts'
import { uniqueValues } from '../../target/unique.ts'
import { relay, type Seen } from '../support/web.ts'
import { get, open, send } from './support.ts'

const temporary = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'ledger-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  return join(folder, 'ledgers')
}

const unique = uniqueValues('abcdefgh')
const [one, two] = [unique.marker(), unique.marker()]
const facts = { run: 'abcdefgh', suite: '1.2.3', edition: 'classic', url: 'http://127.0.0.1:9', account: '7' }

const create = (systemId: string, more = '') => send('POST', '/api/3/people', { system_id: systemId, notes: more })

const answered = (request: ReturnType<typeof send>, status: number, value?: unknown) => ({
  id: '',
  started: 1,
  ended: 2,
  attempt: 1,
  at: 0,
  duration: 1,
  request: { ...request, headers: [], body: { text: '' } },
  response: { status, headers: {}, body: { kind: 'json', value, bytes: 1 } } as const,
})

const begun = async (): Promise<{ readonly folder: string; readonly file: LedgerFile }> => {
  const folder = await temporary()
  return { folder, file: createLedgerFile(folder, facts, unique.markersIn) }
}

describe('the ledger of a run', () => {
  test('names the run, the target and its process, and keeps itself out of repositories', async () => {
    const { folder, file } = await begun()
    const { header, last, remains, recipes } = readLedger(file.path)
    expect(header).toMatchObject({ ledger: 1, ...facts, process: process.pid, host: hostname() })
    expect(Date.parse(header.started)).toBeGreaterThan(Date.now() - 60_000)
    expect([last, recipes]).toEqual([header, []])
    expect(remains).toEqual({ people: [], markers: [], records: [], doors: [], doorsTakenBack: [] })
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('*\n')
    file.close(false)
  })

  test('leaves alone what a folder holds already', async () => {
    const { folder, file } = await begun()
    file.close(true)
    await writeFile(join(folder, '.gitignore'), 'own\n')
    createLedgerFile(folder, facts, unique.markersIn).close(true)
    expect(await readFile(join(folder, '.gitignore'), 'utf8')).toBe('own\n')
  })

  test('tells what may be left: of requests without an answer, of creates, of doors, of recipes', async () => {
    const { file } = await begun()
    const lost = create(one.systemId, 'x'.repeat(2000))
    const made = create(two.systemId)
    const door = send('POST', '/api/3/channels/710/unlock', {})
    for (const request of [lost, made, door]) file.intend(request)
    for (const name of recipeNames) file.recipe(name, true)
    file.note(made, answered(made, 201, { id: 41 }), undefined)
    file.recipe('rateLimit', false)
    const { remains, recipes } = readLedger(file.path)
    expect(remains).toEqual({
      people: [41],
      markers: [two.systemId, one.systemId],
      records: [],
      doors: [{ channel: '710', command: 'normal' }],
      doorsTakenBack: [],
    })
    expect(recipes).toEqual(['maintenance', 'badGateway', 'gatewayTimeout'])
    // The long body is not kept, but for its marker.
    expect(readFileSync(file.path, 'utf8').length).toBeLessThan(2000)
    file.close(false)
  })

  test('forgets who has been removed, or was refused', async () => {
    const { file } = await begun()
    const made = create(one.systemId)
    const refused = create(two.systemId)
    const gone = send('DELETE', '/api/3/people/41')
    for (const request of [made, refused]) file.intend(request)
    file.note(made, answered(made, 201, { id: 41 }), undefined)
    file.note(refused, answered(refused, 400, {}), undefined)
    const shown = { id: 41, system_id: one.systemId, last_name: 'Lovelace' }
    file.note(get('/api/3/people/41'), { ...answered(get('/api/3/people/41'), 200, shown) }, [shown])
    file.intend(gone)
    expect(readLedger(file.path).remains).toMatchObject({ people: [41], markers: [] })
    expect(readFileSync(file.path, 'utf8')).not.toContain('Lovelace')
    file.note(gone, answered(gone, 200, {}), undefined)
    file.close(false)
    expect(readLedger(file.path).remains).toEqual({
      people: [],
      markers: [],
      records: [],
      doors: [],
      doorsTakenBack: [],
    })
  })

  test('goes on in another process, behind half a line', async () => {
    const { file } = await begun()
    const lost = create(one.systemId)
    file.intend(lost)
    file.close(false)
    await writeFile(file.path, `${await readFile(file.path, 'utf8')}{"sends":2,"me`)
    const next = resumeLedgerFile(file.path, facts, unique.markersIn)
    const made = create(two.systemId)
    next.intend(made)
    next.note(made, answered(made, 201, { id: 5 }), undefined)
    next.close(false)
    // The second process counts from one again; what the first had under way stays open.
    expect(readLedger(file.path).remains).toMatchObject({ people: [5], markers: [one.systemId, two.systemId] })
  })

  test('is read on behind half a line in its midst, as a full disk leaves it, but not behind what is no entry', async () => {
    const { file } = await begun()
    file.intend(create(one.systemId))
    file.close(false)
    const text = await readFile(file.path, 'utf8')
    await writeFile(file.path, text.replace('{"sends"', '{"sen\n{"sends"'))
    expect(readLedger(file.path).remains.markers).toEqual([one.systemId])
    await writeFile(file.path, text.replace('{"sends":1', '{"sends":1,"path":7}\n{"sends":1'))
    expect(() => readLedger(file.path)).toThrow(TargetError)
  })

  test.each([
    ['a run that is no text', { run: 5 }],
    ['a run that is an expression', { run: '(((((((((' }],
    ['no host', { host: undefined }],
    ['a process that is no number', { process: '1' }],
  ])('is none with %s', async (_, more) => {
    const { file } = await begun()
    file.intend(create(one.systemId))
    file.close(false)
    const [header = '', ...rest] = (await readFile(file.path, 'utf8')).split('\n')
    await writeFile(file.path, [JSON.stringify({ ...JSON.parse(header), ...more }), ...rest].join('\n'))
    expect(() => readLedger(file.path)).toThrow(/is no ledger of this suite/)
  })

  test('knows every sending of a request that was turned away first', async () => {
    const { file } = await begun()
    const made = create(one.systemId)
    const unlock = send('POST', '/api/3/channels/710/unlock', {})
    for (const request of [made, unlock]) {
      file.intend(request)
      file.note(request, answered(request, 429, {}), undefined)
      file.intend(request)
    }
    file.note(made, answered(made, 201, { id: 41 }), undefined)
    file.recipe('maintenance', false)
    const { remains } = readLedger(file.path)
    expect(remains).toMatchObject({ people: [41], doors: [{ channel: '710', command: 'normal' }] })
    file.close(true)
  })

  test('believes nobody who may not have been meant to see', async () => {
    const { file } = await begun()
    const made = create(one.systemId)
    const restricted = send('DELETE', '/api/3/people/41', undefined, {
      credentials: { kind: 'key', identity: 'restricted' },
    })
    const full = send('DELETE', '/api/3/people/41')
    file.intend(made)
    file.note(made, answered(made, 201, { id: 41 }), undefined)
    const shown = { id: 41, system_id: one.systemId }
    file.note(get('/api/3/people/41'), answered(get('/api/3/people/41'), 200, shown), [shown])
    file.intend(restricted)
    file.note(restricted, answered(restricted, 404, {}), undefined)
    file.recipe('maintenance', false)
    expect(readLedger(file.path).remains.people).toEqual([41])
    file.intend(full)
    file.note(full, answered(full, 404, {}), undefined)
    file.recipe('maintenance', false)
    expect(readLedger(file.path).remains.people).toEqual([])
    file.close(true)
  })

  test('still has people whose deletion was only promised, and records that nothing has removed', async () => {
    const { file } = await begun()
    const made = create(one.systemId)
    const gone = send('DELETE', '/api/3/people/41')
    const reserved = send('POST', '/api/3/reservations', { person_id: 41 })
    const reservedToo = send('POST', '/api/3/reservations', { person_id: 41 })
    const removed = send('DELETE', '/api/3/reservations/9')
    const shown = { id: 41, system_id: one.systemId }
    for (const [request, status, value] of [
      [made, 201, { id: 41 }],
      [reserved, 201, { id: 8 }],
      [reservedToo, 201, { id: 9 }],
      [removed, 200, {}],
    ] as const) {
      file.intend(request)
      file.note(request, answered(request, status, value), undefined)
    }
    file.note(get('/api/3/people/41'), answered(get('/api/3/people/41'), 200, shown), [shown])
    file.intend(gone)
    file.note(gone, answered(gone, 202, {}), undefined)
    file.recipe('maintenance', false)
    expect(readLedger(file.path).remains).toMatchObject({
      people: [41],
      records: [{ resource: 'reservations', ids: [8] }],
    })
    file.close(true)
  })

  test('goes when nothing is left, or nothing was done', async () => {
    const { file } = await begun()
    file.intend(create(one.systemId))
    file.close(true)
    file.close(true)
    const idle = (await begun()).file
    idle.close(false)
    const kept = (await begun()).file
    kept.intend(create(one.systemId))
    kept.close(false)
    expect([file, idle, kept].map(({ path }) => existsSync(path))).toEqual([false, false, true])
  })

  test('is of a run that may go on as long as its process is there, or is out of sight', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    await once(child, 'spawn')
    const by = (more: object) => {
      const past = {
        path: '',
        remains: { people: [], markers: [], records: [], doors: [], doorsTakenBack: [] },
        recipes: [],
      }
      const header = { ledger: 1, ...facts, started: '', process: child.pid ?? 0, host: hostname(), ...more } as const
      return mayGoOn({ ...past, header, last: header })
    }
    expect(by({})).toBe(`it is still going on, as process ${child.pid}`)
    expect(by({ host: 'another' })).toMatch(/^it was begun on another, and/)
    expect(by({ process: process.pid })).toBeUndefined()
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(by({})).toBeUndefined()
  })
})

describe('a session with a ledger', () => {
  test('has every request that may change something in it when the target gets it', async () => {
    const folder = await temporary()
    const reference = await startReference()
    const late: string[] = []
    let unsafe = 0
    const web = await relay(reference.url, ({ method, path }: Seen, body) => {
      if (method !== 'GET') {
        unsafe += 1
        const [name = ''] = ledgers
        const text = existsSync(join(folder, name)) ? readFileSync(join(folder, name), 'utf8') : ''
        if (!text.includes(JSON.stringify(path))) late.push(`${method} ${path}`)
      }
      return body
    })
    let ledgers: readonly string[] = []
    const session = await open(embeddedDescription(web.url), { ledger: { folder } })
    ledgers = (await readdir(folder)).filter((name) => name.endsWith('.jsonl'))
    expect(ledgers).toEqual([`${session.runId}.jsonl`])
    for (let index = 0; index < 20; index += 1) {
      const marker = session.unique.marker()
      const person = { system_id: marker.systemId, first_name: 'Ada', last_name: String(index) }
      const made = await session.send(send('POST', '/api/3/people', person))
      const id = made.response?.body.kind === 'json' ? (made.response.body.value as { id: number }).id : 0
      await session.send(get(`/api/3/people/${id}`))
      if (index % 2 === 0) await session.send(send('DELETE', `/api/3/people/${id}`))
    }
    expect([unsafe, late]).toEqual([30, []])
    // What came of the last one waits for the next: its marker tells of it until then.
    const { people, markers } = readLedger(join(folder, ledgers[0] ?? '')).remains
    expect([people.length, markers.length]).toEqual([9, 1])
    expect(await session.cleanUp()).toEqual([])
    await session.close()
    expect(await readdir(folder)).toEqual(['.gitignore'])
    await web.close()
    await reference.close()
  })

  test('says what nobody could search for, and keeps the ledger', async () => {
    const folder = await temporary()
    const reference = await startReference()
    let trouble = false
    const web = await relay(reference.url, ({ path }, body) =>
      trouble && path.includes('system_id=') ? Buffer.from('no JSON') : body,
    )
    const session = await open(embeddedDescription(web.url), { ledger: { folder }, timeout: 500 })
    const marker = session.unique.marker()
    web.hold()
    await session.send(send('POST', '/api/3/people', { system_id: marker.systemId, first_name: 'A', last_name: 'B' }))
    trouble = true
    const left = await session.cleanUp()
    expect(left).toEqual([expect.stringMatching(/^people: some that were created may be left, since .*\(GET failed: /)])
    await session.close()
    expect(await readdir(folder)).toContain(`${session.runId}.jsonl`)
    await web.close()
    await reference.close()
  })
})
