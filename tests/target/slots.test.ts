import { expect, test } from 'vitest'
import { createSlots } from '../../target/slots.ts'

test('a place is handed to whoever is in a hurry, and otherwise in the order in which it was asked for', async () => {
  const slots = createSlots(1)
  expect(slots.take()).toBeUndefined()
  const served: string[] = []
  const wait = async (name: string, hurry?: boolean): Promise<void> => {
    await slots.take(hurry)
    served.push(name)
    slots.give()
  }
  const waiting = Promise.all([wait('first'), wait('second'), wait('hurrying', true), wait('hurrying too', true)])
  slots.give()
  await waiting
  expect(served).toEqual(['hurrying', 'hurrying too', 'first', 'second'])
  expect(slots.take()).toBeUndefined()
})

test('there may be fewer places for a while: whoever has one keeps it, and others wait until enough are free', async () => {
  const slots = createSlots(3)
  for (let taken = 0; taken < 3; taken += 1) expect(slots.take()).toBeUndefined()
  slots.resize(1)
  const served: string[] = []
  const wait = (name: string): Promise<void> => (slots.take() ?? Promise.resolve()).then(() => void served.push(name))
  const all = Promise.all([wait('first'), wait('second')])
  slots.give()
  slots.give()
  await new Promise(setImmediate)
  expect(served).toEqual([])
  slots.give()
  await new Promise(setImmediate)
  expect(served).toEqual(['first'])
  slots.resize(2)
  await all
  expect(served).toEqual(['first', 'second'])
})
