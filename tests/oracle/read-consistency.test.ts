import { describe, expect, it } from 'vitest'
import {
  type Answer,
  ada,
  answer,
  broken,
  dedicated,
  empty,
  exchanged,
  judgeSteps,
  listOf,
  step,
  succeed,
} from './support.ts'

/** Readings that have to agree: of a list with what was written, and of one thing under two spellings. */

describe('lists', () => {
  const listing = (kind: 'listed' | 'unlisted', ids: readonly number[]) =>
    broken(
      judgeSteps(
        [step('createPerson', answer(201, { id: 7 })), step('listPeople', listOf(ids))],
        [{ kind, create: 0, list: 1 }],
      ),
    )

  it('show what was created once', () => {
    expect(listing('listed', [6, 7, 8])).toEqual([])
    expect(listing('listed', [6, 8, 77])).toEqual(['RE-LISTED:listPeople'])
    expect(listing('listed', [])).toEqual(['RE-LISTED:listPeople'])
    expect(listing('listed', [7, 6, 7])).toEqual(['RE-LISTED:listPeople'])
  })

  it('do not show what was deleted', () => {
    expect(listing('unlisted', [6, 8, 77])).toEqual([])
    expect(listing('unlisted', [7])).toEqual(['RE-UNLISTED:listPeople'])
  })
})

describe('two spellings', () => {
  const reading = (operation: string, plain: Answer, form: Answer) =>
    judgeSteps(
      [step(operation, plain), [{ ...succeed(operation), clause: 'AD-SUFFIX' }, exchanged(operation, form)]],
      [{ kind: 'same-resource', plain: 0, form: 1, clause: 'AD-SUFFIX' }],
      dedicated,
    )

  it('show the same', () => {
    expect(broken(reading('getPerson', answer(200, ada), answer(200, [{ ...ada, notes: null }])))).toEqual([])
    expect(broken(reading('getPerson', answer(200, ada), answer(200, { ...ada, updated_at: null, extra: 1 })))).toEqual(
      [],
    )
    expect(
      broken(reading('listPeople', answer(200, [{ id: 1 }, { id: 2 }]), answer(200, [{ id: 2 }, { id: 1 }]))),
    ).toEqual([])
    expect(reading('getPerson', answer(200, ada), answer(200, ada)).examined).toContain('AD-SUFFIX:getPerson')
  })

  it('differ', () => {
    expect(broken(reading('getAccount', answer(200, { id: 'a' }), answer(200, { id: 'b' })))).toEqual([
      'AD-SUFFIX:getAccount',
    ])
    expect(broken(reading('listPeople', answer(200, [{ id: 1 }]), answer(200, [])))).toEqual(['AD-SUFFIX:listPeople'])
    const { groups: _, ...less } = ada
    expect(broken(reading('getPerson', answer(200, ada), answer(200, less)))).toEqual(['AD-SUFFIX:getPerson'])
  })

  it('are one wrong thing where one of them fails', () => {
    expect(broken(reading('getPerson', answer(200, ada), empty(404)))).toEqual(['AD-SUFFIX:getPerson'])
    expect(broken(reading('getPerson', empty(404), answer(200, ada)))).toEqual(['RE-200:getPerson'])
  })
})
