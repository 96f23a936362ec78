import { describe, expect, onTestFinished, test } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import { facts } from '../../reference/seed.ts'
import { startReference } from '../../reference/server.ts'
import { openRun } from '../../suites/engine/open-run.ts'
import { runPlan } from '../../suites/engine/run-plan.ts'
import { plan } from '../../suites/plan.ts'
import type { TargetSession } from '../../target/session.ts'
import { get, open, type Seen, send, startEndpoint } from './support.ts'

type Edition = 'classic' | 'current'

/** What only ever grows, and nobody can take back: what happened at the doors, and when. */
const logs: ReadonlySet<string> = new Set(['events', 'admission_requests', 'syncs', 'sync', 'updated_at'])

const records = (snapshot: unknown): unknown =>
  JSON.parse(JSON.stringify(snapshot, (name, value: unknown) => (logs.has(name) ? undefined : value)))

/** What a relay does with a request: its answer is lost, it is answered by somebody else, or it is just passed on. */
type Way = 'lost' | number | undefined

/** The reference endpoint, behind a relay over which `way` rules. */
const startRelayed = async (edition: Edition, way: (seen: Seen) => Way = () => undefined) => {
  const reference = await startReference({ edition })
  onTestFinished(() => reference.close())
  const { url, seen } = await startEndpoint((one, response, request) => {
    const decided = way(one)
    if (typeof decided === 'number') return response.writeHead(decided).end()
    const { method, headers, body } = one
    const { host: _, connection: __, 'content-length': ___, ...rest } = headers
    fetch(reference.url + one.url, {
      method,
      headers: rest as Record<string, string>,
      ...(body === '' ? {} : { body }),
    }).then(
      async (answer) => {
        const text = await answer.text()
        if (decided === 'lost') return request.socket.destroy()
        response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'text/plain' })
        return response.end(text)
      },
      () => request.socket.destroy(),
    )
  })
  return { url, seen, holds: () => records(reference.snapshot()) }
}

const [door = 0] = facts.channelIds
const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10)
const hour = { start_time: `${tomorrow}T11:00:00Z`, end_time: `${tomorrow}T12:00:00Z` }

/** Creates a person, which is shown, and everything that can be felt elsewhere, which is not. */
const disturb = async (session: TargetSession, edition: Edition): Promise<number> => {
  const { systemId } = session.ledger.issue()
  const made = await session.send(
    send('POST', '/api/3/people', { system_id: systemId, first_name: 'Ada', last_name: 'Lovelace' }),
    { known: [systemId] },
  )
  const { id } = (made.response?.body.kind === 'json' ? made.response.body.value : {}) as { id: number }
  await session.send(get(`/api/3/people/${id}`), { known: [systemId] })
  const rule = session.ledger.issue().systemId
  const url = `${session.fixtures.callbackUrl}?run=${rule}`
  const all = [
    send('POST', '/api/3/reservations', { person_id: id, ...hour, channel_ids: [door] }),
    send('POST', '/api/3/reservations', { person_id: id, ...hour, channel_ids: [door] }),
    ...(edition === 'current'
      ? [
          send('POST', '/api/3/group_reservations', {
            group_reservation: { person_id: id, ...hour, group_ids: [facts.groupIds[0]] },
          }),
        ]
      : []),
    send('POST', '/api/3/notification_rules', { name: rule, call_back_url: url, match_event_codes: [10] }),
    send('POST', `/api/3/channels/${door}/lockdown`, { card_lockdown: true }),
    send('POST', `/api/3/channels/${facts.channelIds[1]}/unlock`, {}),
  ]
  for (const request of all) await session.send(request, { known: [rule, url] })
  return id
}

const editions: readonly Edition[] = ['classic', 'current']
const acting = /\/(?:reservations|group_reservations|notification_rules)$|\/(?:unlock|lockdown)$/

describe.each(editions)('what is felt elsewhere is taken back: %s', (edition) => {
  test.each<[string, Way]>([
    ['though nobody asked for it again', undefined],
    ['though its answers were lost', 'lost'],
  ])('%s', async (_, way) => {
    const isActing = ({ method, url }: Seen) => method === 'POST' && acting.test(url)
    const { url, seen, holds } = await startRelayed(edition, (one) => (isActing(one) ? way : undefined))
    const before = holds()
    const run = new AbortController()
    const session = await open({ ...embeddedDescription(url, edition), kind: 'dedicated' }, { signal: run.signal })
    await disturb(session, edition)
    expect(seen.filter(isActing)).toHaveLength(edition === 'current' ? 6 : 5)
    const disturbed = holds() as Record<string, unknown>
    expect(
      Object.keys(disturbed).filter(
        (name) => JSON.stringify(disturbed[name]) !== JSON.stringify((before as Record<string, unknown>)[name]),
      ),
    ).not.toEqual([])
    run.abort()
    expect((await session.send(get('/api/3/people/1'))).failure?.kind).toBe('aborted')
    expect(await session.cleanUp()).toEqual([])
    expect(holds()).toEqual(before)
  })

  test('or is named, where that fails', async () => {
    let trouble = false
    const fails = ({ method, url }: Seen) =>
      trouble &&
      (method === 'DELETE' || /\/(?:normal|unlockdown)$/.test(url) || (method === 'GET' && /_rules/.test(url)))
    const { url, holds } = await startRelayed(edition, (one) => (fails(one) ? 500 : undefined))
    const before = holds()
    const session = await open({ ...embeddedDescription(url, edition), kind: 'dedicated' })
    const person = await disturb(session, edition)
    trouble = true
    const left = await session.cleanUp()
    expect(left).toEqual([
      `channel ${door}: unlockdown answered 500`,
      `channel ${facts.channelIds[1]}: normal answered 500`,
      'notification_rules: some that were created may be left, since the list could not be read (GET answered 500)',
      expect.stringMatching(/^reservations \d+: DELETE answered 500$/),
      expect.stringMatching(/^reservations \d+: DELETE answered 500$/),
      ...(edition === 'current' ? [expect.stringMatching(/^group_reservations \d+: DELETE answered 500$/)] : []),
      `people ${person}: DELETE answered 500`,
    ])
    // Nothing is lost: what could not be taken back can be later.
    trouble = false
    expect(await session.cleanUp()).toEqual([])
    expect(holds()).toEqual(before)
  })

  test('whoever else has reserved something keeps it', async () => {
    const { url, seen, holds } = await startRelayed(edition)
    const session = await open({ ...embeddedDescription(url, edition), kind: 'dedicated' })
    const person = await disturb(session, edition)
    const { systemId } = session.ledger.issue()
    const other = await fetch(`${url}/api/3/people`, {
      method: 'POST',
      headers: { authorization: `Bearer ${facts.keys.full}`, 'content-type': 'application/json' },
      body: JSON.stringify({ system_id: `not-${systemId}`, first_name: 'Ines', last_name: 'Neighbour' }),
    })
    const { id } = (await other.json()) as { readonly id: number }
    const theirs = await fetch(`${url}/api/3/reservations`, {
      method: 'POST',
      headers: { authorization: `Bearer ${facts.keys.full}`, 'content-type': 'application/json' },
      body: JSON.stringify({ person_id: id, ...hour, channel_ids: [door] }),
    })
    expect([other.status, theirs.status]).toEqual([201, 201])
    expect(await session.cleanUp()).toEqual([])
    const held = JSON.stringify(holds())
    expect(held).toContain(`"person_id":${id}`)
    expect(held).not.toContain(`"person_id":${person}`)
    const deleted = seen.filter(({ method }) => method === 'DELETE').map((one) => one.url)
    expect(deleted).toContain(`/api/3/people/${person}`)
    expect(deleted).not.toContain(`/api/3/people/${id}`)
  })

  test.each([3, 8, 20, 45])(
    'a run that is interrupted at its request %i to doors, reservations and rules',
    async (nth) => {
      const run = new AbortController()
      let sent = 0
      const { url, holds } = await startRelayed(edition, ({ method, url: path }) => {
        if (method === 'POST' && acting.test(path)) sent += 1
        if (sent === nth) run.abort()
        return undefined
      })
      const before = holds()
      const settings = {
        description: { ...embeddedDescription(url, edition), kind: 'dedicated' as const },
        seed: nth,
        profile: 'smoke' as const,
        only: [
          'createReservation',
          'createGroupReservation',
          'createNotificationRule',
          'unlockChannel',
          'lockdownChannel',
        ].filter((id) => edition === 'current' || id !== 'createGroupReservation'),
        exclude: [],
        concurrency: 4,
        maxFindings: 100,
      }
      const { context, close } = await openRun(settings, run.signal)
      // Doors are commanded one by one at the end; half of the interruptions fall there.
      const cells = plan(settings.description, settings)
      const ordered = nth % 2 === 0 ? cells : { ...cells, cells: cells.cells.toReversed() }
      await runPlan(ordered, context)
      expect(run.signal.aborted).toBe(true)
      expect(await close()).toEqual([])
      expect(holds()).toEqual(before)
    },
  )
})
