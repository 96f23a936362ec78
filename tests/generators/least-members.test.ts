import { expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import { operationOf } from '../../contract/lookup.ts'
import type { DraftBody } from '../../generators/draft.ts'
import { plainRequest } from '../../generators/valid.ts'
import { wireForm } from '../../generators/wire.ts'

/** The body of an update of a person as it is sent. */
const sent = (edition: string, body: DraftBody): unknown => {
  const contract = editions[edition]
  if (contract === undefined) throw new Error(`There is no edition ${edition}`)
  const update = operationOf(contract, 'updatePerson')
  const draft = { ...plainRequest(update), path: { id: 7 }, body }
  const text = wireForm(update, draft, () => 'bound', true).body
  return typeof text === 'string' && text.startsWith('{') ? JSON.parse(text) : text
}

test('an update names both names where nobody says that it may be partial', () => {
  const notes = { notes: 'New' }
  expect(sent('classic', { value: notes })).toEqual({ notes: 'New', first_name: 'Grace', last_name: 'Hopper' })
  expect(sent('current', { value: notes })).toEqual(notes)
})

test('what the update says of them itself stays as it is', () => {
  expect(sent('classic', { value: { first_name: null, last_name: '' } })).toEqual({ first_name: null, last_name: '' })
  expect(sent('classic', { value: { last_name: 7 } })).toEqual({ last_name: 7, first_name: 'Grace' })
})

test('what is no object gets no members', () => {
  expect(sent('classic', { value: [] })).toBe('[]')
  expect(sent('classic', { value: 42 })).toBe('42')
  expect(sent('classic', { value: { notes: 'x' }, mangle: { kind: 'replace', text: 'null' } })).toBe('null')
})
