import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { holdings, peopleOf } from '../support/holdings.ts'
import { cli, type Ended, type Served, serve } from '../support/running.ts'
import { always, isUnsafe, relay, type Seen } from '../support/web.ts'

interface Operation {
  readonly id: string
  readonly method: string
  readonly path: string
  readonly variants: Readonly<Record<string, string>>
}

let folder: string
let served: Served
let operations: readonly Operation[]

const env = {
  DOORFLOW_KEY: facts.keys.full,
  DOORFLOW_RESTRICTED_KEY: facts.keys.restricted,
  DOORFLOW_ACCOUNT: String(facts.accountId),
}

beforeAll(async () => {
  folder = await emptyFolder('shared')
  served = await serve(join(folder, 'served.yaml'))
  operations = JSON.parse((await cli(['list', 'operations', '--json'])).stdout)
})

afterAll(async () => {
  await served.stop()
  await remove(folder)
})

/** `  cell  METHOD path  variants  cases  ≤ requests` */
const plannedRow = /^([A-Z]{2}-[A-Z0-9-]+):(\w+) +([A-Z]+) (\/\S+) +\d+ +[\d,]+ +≤ [\d,]+/

describe('run --dry-run', () => {
  test.each([
    { kind: 'shared', more: [] },
    { kind: 'dedicated', more: ['--dedicated'] },
  ])('of a $kind target lists every cell with what it would ask, and asks nothing', async ({ kind, more }) => {
    const web = await always(200, 'application/json', '[]')
    const over = await cli(['run', '--url', web.url, '--dry-run', ...more], { env })
    await web.close()
    expect([over.code, over.stderr]).toEqual([0, ''])
    expect(web.seen).toEqual([])
    expect(over.stdout.split('\n')[0]).toBe(`What would be sent to ${web.url} (${kind}). Nothing has been sent.`)
    const rows = over.stdout
      .split('\n')
      .flatMap((line) => [plannedRow.exec(line) ?? []].filter(({ length }) => length > 0))
    expect(rows.length).toBeGreaterThan(150)
    for (const [, , id, method, path] of rows)
      expect(operations.find((one) => one.id === id)).toMatchObject({ method, path })
  })

  test('of a shared target names each cell that is withheld, and why', async () => {
    const over = await cli(['run', '--url', 'http://127.0.0.1:9', '--dry-run'], { env })
    const [, part = ''] = /\nNot sent:\n([\s\S]*?)\n\n/.exec(over.stdout) ?? []
    const withheld = part.split('\n').filter((line) => line.startsWith('  withheld: '))
    expect(withheld).not.toEqual([])
    for (const line of withheld)
      expect(line).toMatch(/^ {2}withheld: .{10,}[.] {2}[A-Z]{2}-[A-Z0-9-]+:\w+(, [A-Z]{2}-[A-Z0-9-]+:\w+)*$/)
    expect(withheld.join()).toMatch(/RE-405:\w+/)
  })
})

describe('run, against a target that is not described as dedicated', () => {
  let over: Ended
  let seen: readonly Seen[]
  let before: unknown
  let after: unknown
  let residents: ReadonlySet<string>

  beforeAll(async () => {
    before = await holdings(served.url)
    residents = new Set((await peopleOf(served.url)).map(({ id }) => String(id)))
    const web = await relay(served.url)
    over = await cli(['run', '--url', web.url, '--profile', 'smoke'], { env })
    await web.close()
    seen = web.seen
    after = await holdings(served.url)
  }, 180_000)

  const unsafe = (): readonly Seen[] => seen.filter(isUnsafe)

  test('finds the clean endpoint conformant, and says what was withheld', () => {
    expect(over.stdout.split('\n').slice(0, 2).join()).toMatch(/^CONFORMANT,.*\(shared\)$/)
    expect(over.code).toBe(0)
    expect(over.stdout).toMatch(/\nNot exercised\n[\s\S]*withheld, since it could do harm: /)
    expect(unsafe().length).toBeGreaterThan(100)
  })

  test('looks at the account before it sends anything that could change something', () => {
    const account = seen.findIndex(({ path, answer }) => path.startsWith('/api/3/account') && answer?.status === 200)
    expect(account).toBeGreaterThanOrEqual(0)
    expect(account).toBeLessThan(seen.findIndex(isUnsafe))
  })

  test('uses unsafe methods only as documented', () => {
    const forms = operations.flatMap(({ method, path, variants }) =>
      [path, ...Object.values(variants)].map((template) => {
        const pattern = template.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[A-Za-z0-9]+')
        return { method, pattern: new RegExp(`^${pattern}(\\?api_key=[^&]*)?$`) }
      }),
    )
    const odd = unsafe().filter(
      ({ method, path }) => !forms.some((form) => form.method === method && form.pattern.test(path)),
    )
    expect(odd.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })

  test('changes only people and credentials that it has created itself', () => {
    const created = new Set(
      seen
        .filter(({ method, answer }) => method === 'POST' && answer?.status === 201)
        .map(({ answer }) => String((JSON.parse(String(answer?.body)) as { readonly id: unknown }).id)),
    )
    expect(created.size).toBeGreaterThan(20)
    const touched = unsafe().flatMap(({ path, body }) => {
      const ids = /\/(?:people|person|credentials?)\/(\w+)(?:\/credentials\/(\w+))?/.exec(path)?.slice(1) ?? []
      const named = /"person_id"\s*:\s*"?(\d+)/.exec(String(body))?.[1]
      return [...ids, named].filter((id) => id !== undefined).map((id) => ({ id, path }))
    })
    expect(touched.filter(({ id }) => residents.has(id))).toEqual([])
    // A reference to nobody is a defect that is tried; it is far above what anybody is called.
    expect(touched.filter(({ id }) => !created.has(id) && Number(id) < 1e9)).toEqual([])
  })

  test('writes no id of a group, role or channel, and nothing that is never sent', () => {
    const never =
      /group_ids|role_ids|channel_ids|door_controller_ids|"groups"|"roles"|"deleted"|_method|ack_token|callback|image_remote_url/
    expect(
      unsafe()
        .filter(({ body }) => never.test(String(body)))
        .map(({ body }) => String(body)),
    ).toEqual([])
    expect(
      seen.filter(({ path }) => /[?&](_method|ack_token|callback|deleted)=/.test(path)).map(({ path }) => path),
    ).toEqual([])
    expect(seen.filter(({ headers }) => 'x-http-method-override' in headers)).toEqual([])
  })

  test('offers few wrong keys', () => {
    const wrong = seen.filter(({ headers: { authorization = '' } }) => {
      if (authorization === '' || /^bearer$/i.test(authorization.trim())) return false
      const [, basic = ''] = /^basic (.*)$/i.exec(authorization) ?? []
      const shown = `${authorization} ${Buffer.from(basic, 'base64')}`
      return ![facts.keys.full, facts.keys.restricted].some((key) => new RegExp(`(^| )${key}([: ]|$)`).test(shown))
    })
    expect(wrong.length).toBeGreaterThan(0)
    expect(wrong.length).toBeLessThanOrEqual(60)
  })

  test('numbers every request for the logs of its owner', () => {
    const runs = new Set(seen.map(({ headers }) => headers['x-doorflow-conformance-run']))
    expect(runs.size).toBe(1)
    const exchanges = seen.map(({ headers }) => headers['x-doorflow-conformance-exchange'])
    expect(exchanges).not.toContain(undefined)
    expect(new Set(exchanges).size).toBe(exchanges.length)
  })

  test('leaves the endpoint as it was', () => {
    expect(after).toEqual(before)
  })
})
