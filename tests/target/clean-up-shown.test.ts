import { describe, expect, onTestFinished, test } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import { facts } from '../../reference/seed.ts'
import { startReference } from '../../reference/server.ts'
import { get, type open as Open, open, send } from './support.ts'

/** What the target answers as done, and still shows: nobody but a person can see to that. */

type Session = Awaited<ReturnType<typeof Open>>

const [door = 0, next = 0] = facts.channelIds
const command = (name: string, body?: object, at = door) => send('POST', `/api/3/channels/${at}/${name}`, body)

const start = async (edition: 'classic' | 'current', faults: readonly string[] = []) => {
  const reference = await startReference({ edition, faults })
  onTestFinished(() => reference.close())
  const description = { ...embeddedDescription(reference.url, edition), kind: 'dedicated' } as const
  return { reference, session: await open(description) }
}

/** Sends what is told to doors by somebody else than the run. */
const elsewhere = (url: string, name: string, at: number): Promise<Response> =>
  fetch(`${url}/api/3/channels/${at}/${name}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${facts.keys.full}` },
  })

describe.each(['classic', 'current'] as const)('doors that were set back, by the word of the target: %s', (edition) => {
  const later = { relock_at: new Date(Date.now() + 7_200_000).toISOString() }
  const stuck = `channel ${door}: normal was answered as done, and it is shown unlocked; what ends that: POST /api/3/channels/${door}/normal`

  test.each<[string, (session: Session) => Promise<unknown>]>([
    ['by the run', (session) => session.send(command('normal'))],
    ['when it is cleaned up after', async () => undefined],
  ])('one that is still unlocked is named: %s', async (_, before) => {
    const { session } = await start(edition, ['normal-keeps-what-relocks'])
    await session.send(command('unlock', later))
    await before(session)
    expect(await session.cleanUp()).toEqual([stuck])
  })

  test('one that is as it was is not', async () => {
    const { session } = await start(edition)
    await session.send(command('unlock', later))
    await session.send(command('lockdown', { card_lockdown: true }, next))
    expect(await session.cleanUp()).toEqual([])
  })

  test('one that the run never told anything is named if it was locked before, and none where no door was told', async () => {
    const { session, reference } = await start(edition)
    await elsewhere(reference.url, 'unlock', next)
    expect(await session.cleanUp()).toEqual([])
    await session.send(command('unlock'))
    expect(await session.cleanUp()).toEqual([
      expect.stringMatching(`^channel ${next}: it is shown unlocked, and was not when the run began.*/${next}/normal$`),
    ])
    expect(session.ledger.openDoors()).toEqual([])
  })

  test('one that an earlier process set back is named, and left to whoever may have opened it since', async () => {
    const { session, reference } = await start(edition)
    const doorsTakenBack = [{ channel: String(next), command: 'normal' }]
    session.ledger.recall({ people: [], markers: [], records: [], doors: [], doorsTakenBack })
    await elsewhere(reference.url, 'unlock', next)
    expect(await session.cleanUp()).toEqual([
      expect.stringMatching(
        `^channel ${next}: normal was answered as done, and it is shown unlocked; unless somebody else has told it so since,.*/${next}/normal$`,
      ),
    ])
    expect(session.ledger.toldDoors()).toBe(false)
  })

  test('one that shows it a little later has time to', async () => {
    const { session, reference } = await start(edition)
    await session.send(command('unlock'))
    await elsewhere(reference.url, 'unlock', next)
    setTimeout(() => void elsewhere(reference.url, 'normal', next), 200)
    expect(await session.cleanUp()).toEqual([])
  })
})

describe('credentials', () => {
  test.each<[string, readonly string[], boolean]>([
    ['that a list still shows are named', ['credentials-of-the-deleted-listed'], true],
    ['that no list shows are not', [], false],
  ])('of somebody who was deleted, %s', async (_, faults, named) => {
    const { session } = await start('classic', faults)
    const { systemId } = session.ledger.issue()
    const person = { system_id: systemId, first_name: 'Ada', last_name: 'Lovelace' }
    const made = await session.send(send('POST', '/api/3/people', person), { known: [systemId] })
    const { id } = (made.response?.body.kind === 'json' ? made.response.body.value : {}) as { id: number }
    await session.send(get(`/api/3/people/${id}`), { known: [systemId] })
    const type = session.fixtures.credentialTypes.card[0]
    const credential = { credential_type_id: type, value: '00112345' }
    const given = await session.send(send('POST', `/api/3/people/${id}/credentials`, { person_credential: credential }))
    expect(given.response?.status).toBe(201)
    await session.send(send('DELETE', `/api/3/people/${id}`))
    const line = new RegExp(`^credentials \\w+ of person ${id}: deleted, and GET /api/3/credentials still shows it$`)
    expect(await session.cleanUp()).toEqual(named ? [expect.stringMatching(line)] : [])
  })
})
