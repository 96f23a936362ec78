import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { classic } from '../../contract/classic/index.ts'
import { editions } from '../../contract/index.ts'
import type { Draft } from '../../generators/draft.ts'
import { acceptable } from '../../generators/malformed/index.ts'
import { mostLookalikes } from '../../generators/text.ts'
import { daringMembers, daringRequest, plainRequest, validRequest } from '../../generators/valid.ts'
import { faultsOf } from '../../oracle/requests.ts'
import { recorded } from '../support/wire.ts'

const selection = { references: true }

const memberOf = (body: Draft['body'], member: string): unknown => {
  if (body === undefined) throw new Error('the draft has a body')
  return (body.value as Record<string, unknown>)[member]
}

const all = Object.values(editions).flatMap((edition) =>
  edition.operations
    // What clients ask tokens with is a form; none that could be granted is ever written.
    .filter(({ bodyForm }) => bodyForm === undefined)
    .map((operation) => ({ edition, operation, name: `${edition.name} ${operation.id}` })),
)

describe.each(all)('requests in order for $name', ({ edition, operation }) => {
  test.each([true, false])('the plain one breaks no rule on the wire, wrapped: %s', (wrapped) => {
    expect(faultsOf(edition, recorded(operation, plainRequest(operation), wrapped))).toEqual([])
  })

  test('those with optional members break none', () => {
    fc.assert(
      fc.property(validRequest(edition, operation, selection), (draft) => {
        expect(faultsOf(edition, recorded(operation, draft))).toEqual([])
      }),
      { numRuns: 60 },
    )
  })

  test('those with one exotic member break none', () => {
    for (const member of daringMembers(edition, operation, 'exotic')) {
      fc.assert(
        fc.property(daringRequest(edition, operation, member, 'exotic', selection), (draft) => {
          expect(faultsOf(edition, recorded(operation, draft))).toEqual([])
        }),
        { numRuns: 60 },
      )
    }
  })

  test('those with one member that looks like something else break none', () => {
    for (const member of daringMembers(edition, operation, 'lookalike')) {
      for (const draft of fc.sample(daringRequest(edition, operation, member, 'lookalike', selection), {
        numRuns: 40,
        seed: 4,
      })) {
        expect(faultsOf(edition, recorded(operation, draft))).toEqual([])
      }
    }
  })

  test('those that accept JSON in some way break none', () => {
    fc.assert(
      fc.property(acceptable(operation), (draft) => {
        expect(faultsOf(edition, recorded(operation, draft))).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('what requests in order are made of', () => {
  const createPerson = classic.operations.find(({ id }) => id === 'createPerson')
  if (createPerson === undefined) throw new Error('people can be created')
  const membersOf = (count: number, references: boolean): Set<string> =>
    new Set(
      fc
        .sample(validRequest(classic, createPerson, { references }), { numRuns: count, seed: 1 })
        .flatMap(({ body }) => Object.keys(body?.value ?? {})),
    )

  test('each optional member is sometimes there', () => {
    const documented = Object.keys(classic.schemas['person-input']?.properties ?? {})
    expect([...membersOf(200, true)].sort()).toEqual(documented.sort())
  })

  test('nothing refers to a group where references are not allowed', () => {
    expect(membersOf(200, false)).not.toContain('group_ids')
  })

  test('long values, several scripts, leading zeros and characters beyond the basic plane are reached', () => {
    const values = daringMembers(classic, createPerson, 'exotic').flatMap((member) =>
      fc
        .sample(daringRequest(classic, createPerson, member, 'exotic', selection), { numRuns: 150, seed: 1 })
        .map(({ body }) => memberOf(body, member))
        .filter((value) => typeof value === 'string'),
    )
    const reached = {
      long: values.some((value) => value.length > 250),
      veryLong: values.some((value) => value.length > 2000),
      cyrillic: values.some((value) => /\p{Script=Cyrillic}/u.test(value)),
      han: values.some((value) => /\p{Script=Han}/u.test(value)),
      arabic: values.some((value) => /\p{Script=Arabic}/u.test(value)),
      astral: values.some((value) => /[\u{10000}-\u{10ffff}]/u.test(value)),
      otherDigits: values.some((value) => /[\u0660-\u0669]/.test(value)),
      combining: values.some((value) => value.normalize('NFC') !== value),
      leadingZero: values.some((value) => /^0\d+$/.test(value)),
      apostrophe: values.some((value) => value.includes("'")),
      newline: values.some((value) => value.includes('\n')),
    }
    expect(Object.entries(reached).filter(([, found]) => !found)).toEqual([])
  })

  test('words that are taken for values and names that are taken for mistakes are reached by every seed', () => {
    const telling = {
      last_name: ['false', 'null', '0', 'de la Cruz', 'Van Der Berg', 'Macdonald'],
      custom_1: ['false', 'true', 'null', null, '0'],
    }
    for (const seed of [1, 2, 3]) {
      for (const [member, expected] of Object.entries(telling)) {
        const values = fc
          .sample(daringRequest(classic, createPerson, member, 'lookalike', selection), { numRuns: 160, seed })
          .map(({ body }) => memberOf(body, member))
        expect(new Set(values).size).toBeLessThanOrEqual(mostLookalikes)
        expect(values).toEqual(expect.arrayContaining(expected))
      }
    }
  })

  test('a validity ends after 2038 with about every other moment, and never begins there', () => {
    const create = editions.current?.operations.find(({ id }) => id === 'createPerson')
    if (editions.current === undefined || create === undefined) throw new Error('people can be created')
    const { current } = editions
    const daysOf = (member: string): number[] =>
      fc
        .sample(daringRequest(current, create, member, 'exotic', selection), { numRuns: 100, seed: 1 })
        .map(({ body }) => (memberOf(body, member) as { readonly days: number }).days)
    const late = daysOf('valid_to').filter((days) => days > 5000)
    expect(late.length).toBeGreaterThan(30)
    expect(late.length).toBeLessThan(70)
    expect(Math.max(...daysOf('valid_from'))).toBeLessThan(0)
  })

  test('no value is spoilt by trimming, which an endpoint may do', () => {
    for (const member of daringMembers(classic, createPerson, 'exotic')) {
      for (const { body } of fc.sample(daringRequest(classic, createPerson, member, 'exotic', selection), {
        numRuns: 200,
        seed: 2,
      })) {
        const value = memberOf(body, member)
        if (typeof value === 'string') expect(value.trim()).toBe(value)
      }
    }
  })

  test('members that would change the world or are internal are never written', () => {
    const members = membersOf(300, true)
    for (const name of ['deleted', '_method', 'ack_token', 'callback', 'image_remote_url', 'role_ids']) {
      expect(members).not.toContain(name)
    }
  })
})
