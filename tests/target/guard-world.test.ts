import { describe, expect, test } from 'vitest'
import { nothingAllowed } from '../../target/description-world.ts'
import { allowed, alone, eachOf, everywhere, raw, refusal } from './guarding.ts'
import { get, send } from './support.ts'

const lockdown = { card_lockdown: true }

describe('commands to doors', () => {
  eachOf([
    send('POST', '/api/3/channels/710/admit'),
    send('POST', '/api/3/channels/710/admit_person', { person_id: 4711 }),
    send('POST', '/api/3/channels/710/admit_person', { person_id: 777 }),
    send('POST', '/api/3/channels/710/unlock', { relock_at: '2035-01-01T00:00:00Z' }),
    send('POST', '/api/3/channels/710/unlock?q=xxx'),
    send('POST', '/api/3/channels/710/normal'),
    send('POST', '/api/3/channels/710/auto_unlock', {}),
    send('POST', '/api/3/channels/710/lockdown', lockdown),
    send('POST', '/api/3/channels/710/unlockdown'),
    send('POST', '/api/3/channels/711/regenerate_encryption_key'),
    send('POST', '/api/3/channels/711/remove_encryption_key'),
  ])('%s is sent to a channel that is allowed', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBeUndefined()
    for (const kind of everywhere) expect(refusal(request, kind, nothingAllowed)).toBe('forbidden')
  })

  test.each(['admit', 'unlock', 'normal', 'auto_unlock', 'unlockdown'])('%s of another one is not', (command) => {
    for (const id of ['711', '1', '71', '7100', '0710', '+710', '7.1e2', '710,711', 'c_710', '-710', '710.0', '0x2c6'])
      for (const kind of everywhere)
        expect([id, refusal(send('POST', `/api/3/channels/${id}/${command}`), kind)]).toEqual([id, 'forbidden'])
  })

  test('a key is another thing than a door', () => {
    for (const kind of everywhere) {
      for (const edition of ['classic', 'current']) {
        const keys =
          edition === 'classic' ? ['remove_encryption_key', 'remove_encryption_key.json'] : ['remove_encryption_key']
        for (const name of keys) {
          expect(refusal(send('POST', `/api/3/channels/710/${name}`), kind, allowed, edition)).toBe('forbidden')
          expect(refusal(send('POST', `/api/3/channels/711/${name}`), kind, allowed, edition)).toBeUndefined()
        }
        expect(refusal(send('POST', '/api/3/channels/711/unlock'), kind, allowed, edition)).toBe('forbidden')
      }
      expect(refusal(send('POST', '/api/3/channels/710/unlock.json'), kind, allowed, 'classic')).toBeUndefined()
    }
  })

  eachOf([
    send('POST', '/api/3/channels/%37%31%30/unlock'),
    send('POST', '/api/3/channels/711%2Funlock'),
    send('POST', '/api/3/channels/711%252Funlock'),
    send('POST', '/api/3/channels/710/%75nlock'),
    send('POST', '/api/3/channels/710/unlock/'),
    send('POST', '/api/3/channels/711/unlock/'),
    send('POST', '/api/3/channels/710/UNLOCK'),
    send('POST', '/api/3/Channels/711/unlock'),
    send('POST', '/api/3/channel/711/unlock'),
    send('POST', '/api/3/door_controllers/711/unlock'),
    send('POST', '/api/2/door_controller/711/unlock'),
    send('POST', '/api/3/channels/711/unlock;x'),
    send('POST', '/api/3/channels;x/711/unlock'),
    send('POST', '/api/3//channels//711//unlock'),
    send('POST', '/api/3/channels\\711\\unlock'),
    send('POST', '/api/3/channels/710/../711/unlock'),
    send('POST', '/api/3/channels/711/unlock.xml'),
    send('POST', '/api/3/channels/711/unlock?id=710'),
    send('POST', '/api/3/channels/710/unlock?id=711'),
    send('POST', '/api/3/channels/710/unlock?channel_id=711'),
    send('POST', '/api/3/channels/710/admit_person?person_id=1', { person_id: 4711 }),
    send('POST', '/api/3/sites/610/channels/711/unlock'),
    send('POST', '/channels/711/unlock'),
    send('PUT', '/api/3/channels/710/unlock'),
    send('PATCH', '/api/3/channels/710/normal'),
    send('BREW', '/api/3/channels/710/admit'),
    send('POST', '/api/3/channels/710/destroy'),
    send('POST', '/api/3/channels/711/sync'),
  ])('%s is refused, whoever it is read by', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind, { ...allowed, sync: true })).toBe('forbidden')
  })

  test('ids that no counter reaches are tried where nobody else is', () => {
    for (const id of ['2000000977', '2147483648', '9223372036854775808', '9'.repeat(40), '9'.repeat(400)]) {
      const request = send('POST', `/api/3/channels/${id}/unlock`)
      for (const kind of alone) expect(refusal(request, kind)).toBeUndefined()
      expect(refusal(request, 'shared')).toBe('forbidden')
    }
    // The last 32 or 64 bits of these are those of a door.
    for (const id of [2n ** 32n + 711n, 2n ** 64n + 711n, 2n ** 64n + 2n ** 32n + 711n])
      for (const kind of everywhere)
        expect(refusal(send('POST', `/api/3/channels/${id}/unlock`), kind)).toBe('forbidden')
  })

  test('nobody else is let in', () => {
    for (const body of [
      '{"person_id":1}',
      '{"person_id":4711,"person_id":1}',
      '{"person\\u005fid":"1"}',
      '{"person_id":1',
    ])
      for (const kind of everywhere)
        expect(refusal(raw('POST', '/api/3/channels/710/admit_person', body), kind)).toBe('not-ours')
  })

  test('nobody is locked in', () => {
    const bodies = ['', '{}', 'null', '{"lockdown":true}', '{"card_lockdown":true,"rex_lockdown":true}']
    const disguised = [
      '{"card_lockdown":true,"rex\\u005flockdown":true}',
      '{"card_lockdown":true,"rex_lockdown":1',
      '{"card_lockdown":true,"rexLockdown":true}',
    ]
    for (const body of [...bodies, ...disguised])
      for (const kind of everywhere)
        expect([body, refusal(raw('POST', '/api/3/channels/710/lockdown', body), kind)]).toEqual([body, 'forbidden'])
    expect(refusal(send('POST', '/api/3/channels/710/lockdown'), 'embedded')).toBe('forbidden')
    expect(refusal(send('POST', '/api/3/channels/710/lockdown', { aux_lockdown: false }), 'shared')).toBeUndefined()
  })

  test('readings and what is no command stay as they are', () => {
    for (const kind of everywhere) expect(refusal(get('/api/3/channels/711'), kind, nothingAllowed)).toBeUndefined()
    for (const kind of alone) expect(refusal(send('PUT', '/api/3/channels/711', {}), kind)).toBeUndefined()
    expect(refusal(send('PUT', '/api/3/channels/711', {}), 'shared')).toBe('forbidden')
  })
})

describe('sync', () => {
  test('needs to be allowed', () => {
    for (const kind of everywhere) {
      expect(refusal(send('POST', '/api/3/sync'), kind)).toBe('forbidden')
      expect(refusal(send('POST', '/api/3/sync'), kind, { ...allowed, sync: true })).toBeUndefined()
    }
  })

  eachOf([
    send('PUT', '/api/3/SYNC.json'),
    send('POST', '/api/3/%73ync'),
    send('POST', '/api/3/sync/'),
    send('POST', '/api/3/sync;x'),
    send('PATCH', '/api/3/sync'),
    send('POST', '/api/3/account/sync'),
  ])('%s is no way round it', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBe('forbidden')
    expect(refusal(request, 'shared', { ...allowed, sync: true })).toBe('forbidden')
  })

  test('does not make somebody else’s things ours', () => {
    const all = { ...allowed, sync: true, oauth: { clientId: 'x' } }
    for (const kind of everywhere)
      for (const path of [
        '/api/3/reservations/1/sync',
        '/api/3/oauth/reservations/1',
        '/api/3/people/1/sync',
        '/api/3/sync/people/1',
      ])
        for (const method of ['DELETE', 'PUT', 'POST'])
          expect([path, refusal(send(method, path), kind, all)]).toEqual([
            path,
            kind === 'shared' ? expect.anything() : 'not-ours',
          ])
  })
})

describe('clients that ask for tokens', () => {
  test('are tried where nobody else is, and on a shared target where the description names one', () => {
    for (const path of ['/oauth/token', '/oauth/revoke']) {
      const request = raw('POST', path, 'grant_type=refresh_token&refresh_token=conformance-unknown-token')
      for (const kind of alone) expect(refusal(request, kind)).toBeUndefined()
      expect(refusal(request, 'shared')).toBe('forbidden')
      expect(refusal(request, 'shared', { ...allowed, oauth: { clientId: 'x' } })).toBeUndefined()
      // The classic edition has no such operation.
      expect(refusal(request, 'shared', { ...allowed, oauth: { clientId: 'x' } }, 'classic')).toBe('forbidden')
    }
  })
})

describe('reservations', () => {
  const person = { person_id: 4711, start_time: '2035-01-01T10:00:00Z', end_time: '2035-01-01T11:00:00Z' }
  const door = '/api/3/reservations'
  const group = '/api/3/group_reservations'

  eachOf([
    send('POST', door, { ...person, channel_ids: [710] }),
    send('POST', door, { ...person, channel_ids: [710, 712] }),
    send('POST', door, { ...person, channel_ids: ['710'] }),
    send('POST', door, { ...person, door_controller_ids: [710] }),
    send('POST', door, { reservation: { ...person, channel_ids: [710] } }),
    send('POST', door, { ...person }),
    send('POST', door, { ...person, channel_ids: null }),
    send('POST', door, { ...person, channel_ids: [] }),
    send('POST', door, { ...person, person_id: 777, channel_ids: [710] }),
    send('POST', door, { ...person, person_id: 2_000_000_977, channel_ids: [710] }),
    send('POST', door, { ...person, channel_ids: [710], undocumented_member: { nested: [1] } }),
    send('POST', group, { group_reservation: { ...person, group_ids: [410] } }),
    send('POST', group, { ...person, group_ids: [410] }),
    // Broken, but whatever reads them finds what is allowed.
    raw('POST', door, '{"person_id":4711,"channel_ids":[710'),
    raw('POST', door, '{"person_id"4711,"channel_ids":[710]}'),
    raw('POST', door, '{person_id:4711,"channel_ids":[710,]}}'),
    raw('POST', door, Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{"channel_ids":[710]}')])),
    raw('POST', door, `{"extra":${'['.repeat(20_000)}${']'.repeat(20_000)},"channel_ids":[710]}`),
    raw('POST', door, ''),
    raw('POST', door, 'not json'),
    send('DELETE', `${door}/51`),
    send('DELETE', `${group}/61`),
  ])('%s is sent', (_, request) => {
    for (const kind of everywhere) expect(refusal(request, kind)).toBeUndefined()
  })

  eachOf([
    send('POST', door, { ...person, channel_ids: [711] }),
    send('POST', door, { ...person, channel_ids: [710, 711] }),
    send('POST', door, { ...person, channel_ids: '711' }),
    send('POST', door, { ...person, channel_ids: '710,711' }),
    send('POST', door, { ...person, channel_ids: 711 }),
    send('POST', door, { ...person, channel_ids: [[711]] }),
    send('POST', door, { ...person, channel_ids: [[710], [711]] }),
    send('POST', door, { ...person, channel_ids: { 710: 711 } }),
    send('POST', door, { ...person, channel_ids: [{ id: 711 }] }),
    send('POST', door, { ...person, channel_ids: [true] }),
    send('POST', door, { ...person, channel_ids: [710.5] }),
    send('POST', door, { ...person, channelIds: [711] }),
    send('POST', door, { ...person, channel_id: 711 }),
    send('POST', door, { ...person, channels: [711] }),
    send('POST', door, { ...person, door_controller_ids: [711] }),
    send('POST', door, { ...person, channel_ids: [710], door_controller_ids: [711] }),
    send('POST', door, { ...person, channel_ids: [710], group_ids: [999] }),
    send('POST', door, { ...person, channel_ids: [710], role_ids: [410] }),
    send('POST', door, { reservation: { ...person, channel_ids: [711] }, channel_ids: [710] }),
    send('POST', door, { a: { b: [{ channel_ids: [711] }] } }),
    send('POST', group, { group_reservation: { ...person, group_ids: [999] } }),
    send('POST', group, { group_reservation: { ...person, group_id: 999 } }),
    send('POST', group, { group_reservation: { ...person, groups: ['999'] } }),
    send('POST', group, { group_reservation: { ...person, group_ids: [410], channel_ids: [711] } }),
    // A list of one kind says nothing of the other.
    send('POST', group, { group_reservation: { ...person, group_ids: [710] } }),
    send('POST', door, { ...person, channel_ids: [410] }),
    raw('POST', door, '{"channel_ids":[711],"channel_ids":[710]}'),
    raw('POST', door, '{"channel_ids":[710],"channel_ids":[711]}'),
    raw('POST', door, '{"channel\\u005fids":[711]}'),
    raw('POST', door, '{"channel_ids":["\\u0037\\u0031\\u0031"]}'),
    raw('POST', door, '{"channel_ids":[711'),
    raw('POST', door, '{"channel_ids"[711]}'),
    raw('POST', door, "{'channel_ids':[711]}"),
    raw('POST', door, '{channel_ids:[711]}'),
    raw('POST', door, 'channel_ids[]=711'),
    raw('POST', door, 'reservation[channel_ids][]=711'),
    raw('POST', door, 'channel_ids%5B%5D=711'),
    raw('POST', door, 'channel%5Fids=711'),
    raw('POST', door, Buffer.from('{"channel_ids":[711]}', 'utf16le')),
    send('POST', `${door}?channel_ids=711`, { ...person, channel_ids: [710] }),
    send('POST', `${door}?reservation[channel_ids][]=711`, { ...person, channel_ids: [710] }),
    send('POST', `${door}/`, { ...person, channel_ids: [710] }),
    send('POST', '/api/3/reservation', { ...person, channel_ids: [710] }),
    send('PATCH', door, { ...person, channel_ids: [710] }),
  ])('%s opens no door of a shared target', (_, request) => {
    expect(refusal(request, 'shared')).toBe('forbidden')
    // Where nobody else is, whatever is found may be reserved.
    const told = request.path.includes('?')
    for (const kind of alone) expect(refusal(request, kind)).toBe(told ? 'forbidden' : undefined)
  })

  test('nothing is reserved on a shared target that allows nothing', () => {
    for (const [path, members] of [
      [door, { channel_ids: [710] }],
      [group, { group_ids: [410] }],
    ] as const) {
      const request = send('POST', path, { ...person, ...members })
      expect(refusal(request, 'shared', nothingAllowed)).toBe('forbidden')
      for (const kind of alone) expect(refusal(request, kind, nothingAllowed)).toBeUndefined()
    }
  })

  eachOf([
    send('POST', door, { ...person, person_id: 1, channel_ids: [710] }),
    send('POST', door, { ...person, person_id: '1', channel_ids: [710] }),
    send('POST', door, { reservation: { ...person, person_id: 1, channel_ids: [710] } }),
    send('POST', group, { group_reservation: { ...person, person_id: 1, group_ids: [410] } }),
    send('POST', door, { ...person, personId: 1, channel_ids: [710] }),
    raw('POST', door, '{"person_id":4711,"person_id":1,"channel_ids":[710]}'),
    raw('POST', door, '{"person_id":1,"channel_ids":[710'),
    raw('POST', door, 'person_id=1'),
    raw('POST', door, 'person%5Fid=1'),
    raw('POST', door, Buffer.from('{"person_id":1}', 'utf16le')),
    send('DELETE', `${door}/1`),
    send('DELETE', `${door}/61`),
    send('DELETE', `${group}/51`),
    send('DELETE', `${door}/1.json`),
    send('DELETE', `${door}/%31`),
    send('DELETE', '/api/3/reservation/1'),
    send('PUT', `${group}/1`, { group_ids: [410] }),
    send('DELETE', `${door}/51,1`),
    send('DELETE', `${door}/51/../1`),
    send('POST', '/api/3/people/1/reservations', { channel_ids: [710] }),
    send('PUT', '/api/3/people/1/reservations/51', {}),
  ])('%s is about somebody else', (_, request) => {
    for (const kind of alone) expect(refusal(request, kind)).toBe('not-ours')
    expect(refusal(request, 'shared')).toBeDefined()
  })

  test('what is far off is deleted where nobody else is', () => {
    for (const kind of alone) expect(refusal(send('DELETE', `${door}/2000000977`), kind)).toBeUndefined()
    expect(refusal(send('DELETE', `${door}/2000000977`), 'shared')).toBe('not-ours')
    for (const kind of everywhere) expect(refusal(send('DELETE', `${door}/${2n ** 32n + 1n}`), kind)).toBe('not-ours')
  })
})
