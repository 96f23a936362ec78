import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { facts } from '../../reference/seed.ts'
import { type Caller, callReference } from './client.ts'
import { editions, idsIn, refusesGone, refusesUnknown, refusesValue, succeeds } from './either.ts'

const valid = { name: 'Forced', call_back_url: 'https://hooks.example.com/Door?to=1#x', match_event_codes: [32, 10] }

describe.each(editions)('notification rules in the %s edition', (edition) => {
  let caller: Caller
  const words = {
    classic: { condition: 'Channel', action: 'POST to URL' },
    current: { condition: 'Door Controller', action: 'Callback URL' },
  }[edition]

  beforeAll(async () => {
    caller = await callReference({ edition })
  })

  afterAll(() => caller.close())

  const created = async (body: object): Promise<{ readonly id: number }> =>
    (await succeeds(caller, 'POST', 'notification_rules', 200, { body })).json as { id: number }

  const read = async (id: number): Promise<unknown> =>
    (await succeeds(caller, 'GET', `notification_rules/${id}`, 200)).json

  test('are made with 200, listed, read, and deleted', async () => {
    const made = await created({ ...valid, active: false, match_controller_ids: [712, 710] })
    expect(made).toEqual({
      id: made.id,
      name: 'Forced',
      active: false,
      conditions: [712, 710].map((id) => ({
        type: 'door_controller_id',
        type_description: words.condition,
        value: String(id),
      })),
      events: [
        { code: 32, name: 'Door forced open' },
        { code: 10, name: 'Admitted (Card/fob)' },
      ],
      actions: [{ type: 0, type_description: words.action, data: valid.call_back_url }],
    })
    expect(await read(made.id)).toEqual(made)
    expect(await idsIn(caller, 'notification_rules')).toEqual([facts.notificationRuleId, made.id])
    expect((await succeeds(caller, 'DELETE', `notification_rules/${made.id}`, 200)).json).toEqual({ result: 'ok' })
    expect(await idsIn(caller, 'notification_rules')).not.toContain(made.id)
    for (const method of ['GET', 'DELETE']) await refusesGone(caller, edition, method, `notification_rules/${made.id}`)
    await refusesGone(caller, edition, 'PUT', `notification_rules/${made.id}`, { body: valid })
  })

  test('are active unless told otherwise', async () => {
    expect(await created(valid)).toMatchObject({ active: true, conditions: [] })
  })

  test('are replaced by an update', async () => {
    const { id } = await created({ ...valid, active: false, match_controller_ids: [711] })
    const body = { name: 'Other', call_back_url: 'http://hooks.example.com/', match_event_codes: [31, 31, 33] }
    const { json } = await succeeds(caller, 'PUT', `notification_rules/${id}`, 200, { body })
    expect(json).toMatchObject({
      id,
      name: 'Other',
      active: true,
      conditions: [],
      actions: [{ data: body.call_back_url }],
    })
    expect(json).toMatchObject({ events: [{ code: 31 }, { code: 33 }] })
    expect(await read(id)).toEqual(json)
    for (const name of ['name', 'call_back_url', 'match_event_codes'])
      await refusesValue(caller, edition, 'PUT', `notification_rules/${id}`, { ...body, [name]: undefined }, name)
  })

  test.each([
    ['without a name', { name: undefined }, 'name'],
    ['with a blank name', { name: ' ' }, 'name'],
    ['without a URL', { call_back_url: undefined }, 'call_back_url'],
    ['with a path for a URL', { call_back_url: '/hooks' }, 'call_back_url'],
    ['with a URL that cannot be posted to', { call_back_url: 'ftp://hooks.example.com' }, 'call_back_url'],
    ['with a URL with a blank', { call_back_url: 'https://hooks.example.com/a b' }, 'call_back_url'],
    ['with a number for a URL', { call_back_url: 7 }, 'call_back_url'],
    ['without event codes', { match_event_codes: undefined }, 'match_event_codes'],
    ['with no event codes', { match_event_codes: [] }, 'match_event_codes'],
    ['with one event code', { match_event_codes: 10 }, 'match_event_codes'],
    ['with an event code that is none', { match_event_codes: [10, 999] }, 'match_event_codes'],
    ['that are perhaps active', { active: 'perhaps' }, 'active'],
    ['for a channel that is none', { match_controller_ids: [99] }, 'match_controller_ids'],
    ['for a channel of another account', { match_controller_ids: [facts.other.channelId] }, 'match_controller_ids'],
  ])('%s are refused', (_what, change, param) =>
    refusesValue(caller, edition, 'POST', 'notification_rules', { ...valid, ...change }, param),
  )

  test('say what they do only in the classic edition', async () => {
    await created({ ...valid, match_action: 'post_to_callback_url' })
    const body = { ...valid, match_action: 'ring_the_bell' }
    if (edition === 'classic') await refusesValue(caller, edition, 'POST', 'notification_rules', body, 'match_action')
    else await created(body)
  })

  test('of another account are nowhere', async () => {
    const { notificationRuleId: id } = facts.other
    expect(await idsIn(caller, 'notification_rules')).not.toContain(id)
    for (const method of ['GET', 'DELETE']) await refusesUnknown(caller, edition, method, `notification_rules/${id}`)
    expect(await idsIn(caller, 'notification_rules', { key: facts.keys.other })).toEqual([id])
  })

  test('call nobody', async () => {
    let calls = 0
    const listener = createServer((_request, response) => {
      calls += 1
      response.end()
    })
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
    const { port } = listener.address() as AddressInfo
    const { id } = await created({
      ...valid,
      call_back_url: `http://127.0.0.1:${port}/`,
      match_event_codes: [15, 50],
    })
    await succeeds(caller, 'POST', 'channels/710/admit', 202)
    await succeeds(caller, 'DELETE', `notification_rules/${id}`, 200)
    await new Promise((resolve) => listener.close(resolve))
    expect(calls).toBe(0)
  })
})
