import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { always, answering } from '../support/web.ts'
import { calm, isControl, maintenance, run } from './recipe-runs.ts'

describe('a recipe that does not work', () => {
  test('on the way in leaves its cells open, accuses nobody, and is taken back', async () => {
    const broken = await always(500, 'text/html', '<h1>Oh dear</h1>')
    const described = maintenance(`${broken.url}/enter`, '/_control/maintenance')
    const over = await run({ only: ['RE-503:getAccount'], described })
    await broken.close()
    expect(over.keys).toEqual([])
    expect(over.inconclusive).toEqual([
      `maintenance could not be entered: The recipe's POST ${broken.url}/enter was answered 500, but 2xx is due.`,
    ])
    expect(over.verdicts.get('RE-503:getAccount')?.verdict).toBe('inconclusive')
    expect(over.seen.filter(isControl).map(({ body }) => body.toString())).toEqual(['{"on":false}'])
    expect(over.leftovers).toEqual([])
  })

  test('on the way out is said loudly: in its cell, and in what is left behind', async () => {
    const broken = await always(404, 'text/plain', 'no such thing')
    const described = maintenance(undefined, `${broken.url}/leave`)
    const over = await run({ only: ['RE-503:getAccount'], described })
    await broken.close()
    const said = `maintenance could not be left: The recipe's POST ${broken.url}/leave was answered 404, but 2xx is due.`
    expect(over.inconclusive).toContain(said)
    expect(over.leftovers).toEqual([said])
    expect(over.state).toEqual({ ...calm, maintenance: true })
    expect(over.suiteFaults).toEqual([])
  }, 30_000)

  test('since the run is interrupted in the midst of it is taken back', async () => {
    const over = await run({
      only: ['RE-503'],
      described: (description) => ({ ...description, settleTime: 10_000 }),
      interruptedAt: (web) => web.came(1, isControl),
    })
    expect(over.state).toEqual(calm)
    expect(over.leftovers).toEqual([])
    expect(over.keys).toEqual([])
    expect(over.suiteFaults).toEqual([])
  }, 30_000)
})

describe('a recipe that is slow to be entered', () => {
  test('is left after that, even if the run is interrupted meanwhile', async () => {
    let endpoint = ''
    const done: string[] = []
    const slow = await answering(async ({ path, body }, response) => {
      const asked = body.toString()
      if (asked.includes('true')) await setTimeout(300)
      await fetch(endpoint + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: asked })
      done.push(asked)
      response.writeHead(204).end()
    })
    const over = await run({
      only: ['RE-503:getAccount'],
      described: (description) => {
        endpoint = description.url
        return maintenance(`${slow.url}/_control/maintenance`)(description)
      },
      interruptedAt: () => slow.came(1),
    })
    await slow.close()
    expect(done).toEqual(['{"on":true}', '{"on":false}'])
    expect(over.state).toEqual(calm)
    expect(over.leftovers).toEqual([])
    expect(over.suiteFaults).toEqual([])
  })
})
