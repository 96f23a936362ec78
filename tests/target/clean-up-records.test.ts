import { describe, expect, onTestFinished, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'
import { embeddedDescription } from '../../cli/embedded.ts'
import { facts } from '../../reference/seed.ts'
import { type ReferenceOptions, startReference } from '../../reference/server.ts'
import { get, open, send } from './support.ts'

/** Reservations can be looked for in their list only, which shows neither those that are over nor those of nobody. */

const kinds = [
  ['classic', 'reservations'],
  ['current', 'reservations'],
  ['current', 'group_reservations'],
] as const

type Edition = (typeof kinds)[number][0]
type Kind = (typeof kinds)[number][1]

const at = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()

/** A day from now or ago, for an hour of one and the same day. */
const hour = (days: number) => {
  const day = at(days * 24).slice(0, 10)
  return { start_time: `${day}T11:00:00Z`, end_time: `${day}T12:00:00Z` }
}

const start = async (edition: Edition, options: Partial<ReferenceOptions> = {}) => {
  const reference = await startReference({ edition, ...options })
  onTestFinished(() => reference.close())
  const session = await open({ ...embeddedDescription(reference.url, edition), kind: 'dedicated' })
  const { systemId } = session.ledger.issue()
  const made = await session.send(
    send('POST', '/api/3/people', { system_id: systemId, first_name: 'Ada', last_name: 'Lovelace' }),
    { known: [systemId] },
  )
  const idOf = ({ response }: typeof made) =>
    (response?.body.kind === 'json' ? response.body.value : {}) as { readonly id: number }
  const { id: person } = idOf(made)
  await session.send(get(`/api/3/people/${person}`), { known: [systemId] })
  const reserve = async (kind: Kind, times: object): Promise<number> => {
    const body =
      kind === 'reservations'
        ? { person_id: person, ...times, channel_ids: [facts.channelIds[0]] }
        : { group_reservation: { person_id: person, ...times, group_ids: [facts.groupIds[0]] } }
    const exchange = await session.send(send('POST', `/api/3/${kind}`, body))
    expect(exchange.response?.status).toBe(201)
    return idOf(exchange).id
  }
  return { reference, session, person, reserve }
}

describe.each(kinds)('what was deleted and is listed all the same: %s, %s', (edition, kind) => {
  const fault =
    kind === 'reservations' ? 'delete-of-reservation-does-nothing' : 'delete-of-group-reservation-does-nothing'
  const still = (id: number) => `${kind} ${id}: deleted, and GET /api/3/${kind} still shows it`

  test('is named, by whoever it was deleted', async () => {
    const { session, reserve, person } = await start(edition, { faults: [fault, 'delete-of-person-does-nothing'] })
    const deleted = await reserve(kind, hour(3))
    const left = await reserve(kind, hour(4))
    await session.send(get(`/api/3/${kind}`))
    expect((await session.send(send('DELETE', `/api/3/${kind}/${deleted}`))).response?.status).toBe(200)
    await session.send(get(`/api/3/${kind}`))
    const lines = await session.cleanUp()
    expect(lines.filter((line) => !line.startsWith(`people ${person}`)).sort()).toEqual([still(deleted), still(left)])
  })

  test('is not where it went with its person in the end', async () => {
    const { session, reserve } = await start(edition, { faults: [fault] })
    await reserve(kind, hour(3))
    expect(await session.cleanUp()).toEqual([])
  })

  test('nor is anything that has gone', async () => {
    const { session, reserve, reference } = await start(edition)
    const id = await reserve(kind, hour(3))
    await session.send(get(`/api/3/${kind}`))
    await session.send(send('DELETE', `/api/3/${kind}/${id}`))
    await reserve(kind, hour(4))
    expect(await session.cleanUp()).toEqual([])
    expect(JSON.stringify(reference.snapshot())).not.toContain(hour(4).start_time)
  })
})

describe('a reservation of groups that is only deactivated counts as gone, though it stays in the list', () => {
  test.each([
    ['by the run', true],
    ['when it is cleaned up after', false],
  ])('%s', async (_, before) => {
    const { session, reserve } = await start('current', { faults: ['delete-of-person-does-nothing'] })
    const id = await reserve('group_reservations', { start_time: at(-1), end_time: at(1) })
    const state = async (): Promise<unknown> => {
      const { response } = await session.send(get('/api/3/group_reservations'))
      const listed = response?.body.kind === 'json' ? response.body.value : []
      return (listed as readonly { id: number; state: unknown }[]).find((one) => one.id === id)?.state
    }
    await state()
    if (before) {
      await session.send(send('DELETE', `/api/3/group_reservations/${id}`))
      expect(await state()).toBe('deactivated')
      expect(session.ledger.living().map(({ resource }) => resource)).toEqual(['people'])
    }
    expect((await session.cleanUp()).filter((line) => /reservations/.test(line))).toEqual([])
    expect(await state()).toBe('deactivated')
  })
})

describe.each([
  ['classic', 'reservations', 'createReservation', 'reservation-in-the-past-accepted'],
  ['current', 'group_reservations', 'createGroupReservation', 'group-reservation-that-is-over-accepted'],
] as const)('what is over is shown by no list: %s, %s', (edition, kind, operation, fault) => {
  const unseen = new RegExp(
    `^${kind} \\d+: named by the answer to a create, but GET /api/3/${kind} does not show it; it may be there all the same, if it is over; left alone$`,
  )

  test('it is named, and not deleted', async () => {
    const { session, reserve, reference } = await start(edition, { faults: [fault] })
    const id = await reserve(kind, hour(-2))
    expect(await session.cleanUp()).toEqual([expect.stringMatching(unseen)])
    expect(session.ledger.owns(kind, id)).toBe(false)
    expect(JSON.stringify(reference.snapshot())).toContain(String(id))
  })

  test('by a run that found it to be accepted, too', async () => {
    const run = await runEmbedded({ edition, faults: [fault] }, { only: [`*:${operation}`], profile: 'smoke' })
    expect(run.findings.map(({ violation }) => violation.rule)).toEqual(['future'])
    expect(run.leftovers.length).toBeGreaterThan(0)
    expect(run.leftovers.filter((line) => !unseen.test(line))).toEqual([])
  })
})
