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
