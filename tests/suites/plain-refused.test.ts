import { expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'

// One cause is one sentence: the report groups what stayed open by it.
test('where a plain request fails, every request with a defect stays open for the same reason', async () => {
  const only = ['RE-400:createPerson', 'RE-401:createPerson', 'RE-406-WRITE:createPerson']
  const { reports } = await runEmbedded({ faults: ['create-answers-303'] }, { profile: 'smoke', only })
  const open = reports.filter(({ cell }) => only.includes(cell))
  expect(open).toHaveLength(only.length)
  for (const { inconclusive } of open)
    expect(inconclusive).toEqual(['the plain createPerson is answered 303, so that one with a defect proves nothing'])
})
