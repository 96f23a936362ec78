import { describe, expect, test } from 'vitest'
import type { TargetDescription } from '../../target/description.ts'
import { nothingAllowed } from '../../target/description-world.ts'
import { worldOf } from '../../target/world.ts'
import { describeTarget } from './support.ts'

const described = (more: Partial<TargetDescription>): TargetDescription => describeTarget('http://127.0.0.1:1', more)

const calm = {
  id: 710,
  status: 'online',
  mode: { description: 'normal', relock_at: null },
  lockdown: { message: '', card_lockdown: { state: false }, rex_lockdown: { state: false }, aux_lockdown: null },
  auto_unlock: null,
}

describe('doors that may be commanded', () => {
  const doors = (channels: readonly Record<string, unknown>[], kind: TargetDescription['kind'] = 'shared') =>
    worldOf(
      described({ kind, allow: { ...nothingAllowed, channels: [710, 'c_1'], encryptionKeys: ['711'] } }),
      channels,
      [],
    )

  test('are allowed by name, on any target', () => {
    for (const kind of ['embedded', 'dedicated', 'shared'] as const) {
      const { doors: some, keyedDoors } = doors([{ id: 710 }, { id: 711 }, { id: 'c_1' }, { id: 712 }], kind)
      expect([some, keyedDoors]).toEqual([[710, 'c_1'], [711]])
    }
    expect(doors([{ id: '710' }]).doors).toEqual(['710'])
    for (const id of [7100, 71, null, {}, [710], '0710', 'c 1', 'c/1', true]) expect(doors([{ id }]).doors).toEqual([])
  })

  test.each<[string, Record<string, unknown>]>([
    ['as the description of the API shows it', {}],
    ['with nothing but an id', { status: undefined, mode: undefined, lockdown: undefined, auto_unlock: undefined }],
    ['with nulls', { status: null, mode: null, lockdown: null, auto_unlock: null }],
    ['with empty texts', { mode: '', auto_unlock: '' }],
    ['mode as a word', { mode: 'normal' }],
    ['mode without a word', { mode: {} }],
    ['flags as booleans', { lockdown: { card_lockdown: false } }],
    ['lockdown as a boolean', { lockdown: false }],
    ['a schedule without a shift', { auto_unlock: { id: null, name: null } }],
  ])('%s', (_, shown) => {
    expect(doors([{ ...calm, ...shown }]).doors).toEqual([710])
  })

  test.each<[string, Record<string, unknown>]>([
    ['offline', { status: 'offline' }],
    ['in a state that nobody knows', { status: 'pending' }],
    ['unlocked', { mode: { description: 'unlock', relock_at: '2035-01-01T00:00:00Z' } }],
    ['unlocked, as a word', { mode: 'unlock' }],
    ['locked down for cards', { lockdown: { card_lockdown: { state: true } } }],
    ['locked down for cards, as a boolean', { lockdown: { card_lockdown: true } }],
    ['locked down on the way out', { lockdown: { card_lockdown: { state: false }, rex_lockdown: { state: 'true' } } }],
    ['locked down, by a number', { lockdown: { aux_lockdown: { state: 1 } } }],
    ['locked down, by a word', { lockdown: { aux_lockdown: { state: 'active' } } }],
    ['locked down altogether', { lockdown: true }],
    ['on a schedule', { auto_unlock: { id: 55, name: 'Office hours' } }],
    ['on a schedule, as a number', { auto_unlock: 55 }],
  ])('not one that is %s', (_, shown) => {
    const world = worldOf(
      described({ allow: { ...nothingAllowed, channels: [710], encryptionKeys: [710] } }),
      [{ ...calm, ...shown }],
      [],
    )
    expect([world.doors, world.keyedDoors]).toEqual([[], []])
  })
})

describe('what may be reserved', () => {
  const found = [{ id: 710 }, { id: 711 }, { id: 'c_1' }, { id: null }, {}]
  const groups = [{ id: 410 }, { id: 411 }, { id: 'odd' }]
  const reservable = (kind: TargetDescription['kind'], channels: readonly (number | string)[] = []) =>
    worldOf(described({ kind, allow: { ...nothingAllowed, reservations: { channels, groups: [] } } }), found, groups)
      .reservable

  test('is everything where nobody else is, unless some are named', () => {
    for (const kind of ['embedded', 'dedicated'] as const) {
      expect(reservable(kind)).toEqual({ channels: [710, 711], groups: [410, 411] })
      expect(reservable(kind, ['711', 999])).toEqual({ channels: [711], groups: [410, 411] })
    }
  })

  test('is what is named on a shared target, as far as it is there', () => {
    expect(reservable('shared')).toEqual({ channels: [], groups: [] })
    expect(reservable('shared', [711, 999])).toEqual({ channels: [711], groups: [] })
  })
})

describe('what else is allowed by name', () => {
  test('doors of recipes are not commanded for anything else, whether or not they show how they stand', () => {
    const recipes = { offlineChannel: 713, lockedChannel: '714' }
    const allow = { ...nothingAllowed, channels: [713, '714', 715], encryptionKeys: [] }
    const channels = [713, 714, 715].map((id) => ({ id }))
    const { doors, keyedDoors, reservable } = worldOf(
      described({ recipes, allow: { ...allow, encryptionKeys: [713, 714, 715] } }),
      channels,
      [],
    )
    expect([doors, keyedDoors, reservable.channels]).toEqual([[715], [715], [715]])
  })

  test('doors of recipes must be among those that may be commanded', () => {
    const recipes = { offlineChannel: 713, lockedChannel: '714', exhaustedType: 85 }
    const world = (allow: Partial<typeof nothingAllowed>) =>
      worldOf(
        described({ recipes, allow: { ...nothingAllowed, ...allow } }),
        [
          { ...calm, id: 713, status: 'offline' },
          { ...calm, id: 714, lockdown: true },
        ],
        [],
      )
    const { doors: none, keyedDoors: noKeys, reservable: _, ...nothing } = world({})
    expect([none, noKeys, nothing]).toEqual([[], [], {}])
    expect(world({ channels: ['713', 714] })).toMatchObject({ offlineDoor: 713, lockedDoor: '714', doors: [] })
    const unknown = described({ recipes: { lockedChannel: 999 }, allow: { ...nothingAllowed, channels: [999] } })
    expect(worldOf(unknown, [{ ...calm, id: 713 }], [])).not.toHaveProperty('lockedDoor')
    expect(world({ mobileCredentials: ['85'] })).toMatchObject({ exhaustedType: 85 })
    expect(world({ mobileCredentials: [86] })).not.toHaveProperty('exhaustedType')
    expect(world({ callbackUrl: 'https://callback.example.com/' })).toMatchObject({
      callbackUrl: 'https://callback.example.com/',
    })
  })
})
