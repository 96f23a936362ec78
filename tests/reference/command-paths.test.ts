import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { editions, refusesUnknown } from './either.ts'

const commands = [
  'admit',
  'admit_person',
  'lockdown',
  'unlockdown',
  'unlock',
  'normal',
  'auto_unlock',
  'regenerate_encryption_key',
  'remove_encryption_key',
]

describe.each(editions)('commands in the %s edition', (edition) => {
  let caller: Caller

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  test.each(commands)('are known by their ids: %s', async (command) => {
    for (const id of [99, facts.other.channelId])
      await refusesUnknown(caller, edition, 'POST', `channels/${id}/${command}`, { body: { person_id: 3001 } })
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect((await caller.call(method, `channels/710/${command}`)).status).toBe(405)
    await refusesUnknown(caller, edition, 'POST', `channels/710/${command}/1`)
  })

  test.each(['lockdown', 'unlock', 'auto_unlock', 'admit_person'])(
    'understand what they are told: %s',
    async (command) => {
      const before = caller.reference.snapshot()
      for (const raw of ['{', '[]', '"text"'])
        expect((await caller.call('POST', `channels/710/${command}`, { raw })).status).toBe(400)
      expect(caller.reference.snapshot()).toEqual(before)
    },
  )

  test('may be written in the singular and with a suffix only where the articles do so', async () => {
    const paths = ['channel/710/admit', 'channels/710/admit.json', 'channel/710/admit.json']
    for (const path of paths) expect((await caller.call('POST', path)).status).toBe(edition === 'classic' ? 202 : 404)
  })

  test('do nothing that nobody knows', () => refusesUnknown(caller, edition, 'POST', 'channels/710/explode'))
})
