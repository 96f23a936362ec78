import { describe, expect, test } from 'vitest'
import { always } from '../support/web.ts'
import { badGateway, calm, isControl, run } from './recipe-runs.ts'

describe.each([
  ['502', 'bad-gateway'],
  ['504', 'gateway-timeout'],
])('a gateway that answers %s (%s)', (status, control) => {
  const only = [`CU-${status}`]

  test('is seen by what it is about alone, once, and the same request is served afterwards', async () => {
    const { seen, keys, verdicts, leftovers } = await run({ edition: 'current', only })
    const within: string[] = []
    const afterwards: string[] = []
    let closed: boolean | undefined
    for (const one of seen) {
      if (isControl(one)) {
        expect(one.path).toBe(`/_control/${control}`)
        closed = one.body.toString() === '{"on":true}'
      } else if (closed === true) within.push(`${one.method} ${one.path} ${one.answer?.status}`)
      else if (closed === false) afterwards.push(`${one.method} ${one.path} ${one.answer?.status}`)
    }
    const asked = ['GET /api/3/account', 'GET /api/3/people', 'POST /api/3/people']
    expect(within.sort()).toEqual(asked.map((one) => `${one} ${status}`))
    expect(afterwards).toEqual(
      expect.arrayContaining(['GET /api/3/account 200', 'GET /api/3/people 200', 'POST /api/3/people 201']),
    )
    expect([keys, leftovers]).toEqual([[], []])
    expect([...verdicts.values()].map(({ verdict, level }) => [verdict, level])).toEqual([
      ['pass', 'MAY'],
      ['pass', 'MAY'],
      ['pass', 'MAY'],
    ])
  })

  test('in a page of its own is accused of nothing', async () => {
    const over = await run({ edition: 'current', endpoint: { dialects: ['gateway-answers-in-html'] }, only })
    const page = over.seen.find(({ answer }) => answer?.status === Number(status))?.answer?.body.toString()
    expect(page).toContain('<h1>')
    expect([over.keys, over.inconclusive, over.suiteFaults]).toEqual([[], [], []])
    expect([...over.verdicts.values()].map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass'])
  })

  test('though everything has been done is accused of nothing, and what was made is removed', async () => {
    const over = await run({ edition: 'current', endpoint: { dialects: ['gateway-loses-answers'] }, only })
    expect([over.keys, over.inconclusive, over.suiteFaults, over.leftovers]).toEqual([[], [], [], []])
    expect(over.observations).toContain('done-behind-the-gateway')
    const creations = over.seen.filter(({ method, path }) => method === 'POST' && path === '/api/3/people')
    // Behind the one that the gateway lost another one would have been in its way.
    expect(creations.map(({ answer }) => answer?.status).indexOf(Number(status))).toBe(creations.length - 1)
    expect([...over.verdicts.values()].map(({ verdict }) => verdict)).toEqual(['pass', 'pass', 'pass'])
  })
})

describe('a recipe for a bad gateway', () => {
  test.each([
    ['503', '/_control/maintenance'],
    ['504', '/_control/gateway-timeout'],
  ])('that brings about %s instead leaves its cell without evidence, and accuses nobody', async (status, path) => {
    const over = await run({ edition: 'current', only: ['CU-502'], described: badGateway(path) })
    expect([over.keys, over.inconclusive, over.leftovers]).toEqual([[], [], []])
    expect(over.observations).toEqual(Array.from({ length: 3 }, () => 'recipe-without-effect'))
    expect(over.seen.filter(({ answer }) => answer?.status === Number(status))).toHaveLength(3)
    for (const { verdict, unexercised } of over.verdicts.values())
      expect([verdict, unexercised?.kind]).toEqual(['not-exercised', 'unobserved'])
    expect(over.state).toEqual(calm)
  })

  test('that brings about nothing leaves nothing behind', async () => {
    const idle = await always(204, 'text/plain', '')
    const over = await run({ edition: 'current', only: ['CU-502'], described: badGateway(`${idle.url}/on`) })
    await idle.close()
    expect([over.keys, over.inconclusive, over.leftovers]).toEqual([[], [], []])
    expect(over.observations).toEqual(Array.from({ length: 3 }, () => 'recipe-without-effect'))
  })

  test('that does not lead back leaves its cells open, and accuses nobody', async () => {
    const idle = await always(204, 'text/plain', '')
    const over = await run({
      edition: 'current',
      only: ['CU-502:getAccount'],
      described: badGateway(undefined, `${idle.url}/off`),
    })
    await idle.close()
    expect(over.keys).toEqual([])
    expect(over.inconclusive).toContain('server-error: answered 502')
    expect(over.verdicts.get('CU-502:getAccount')?.verdict).toBe('inconclusive')
    expect(over.state).toEqual({ ...calm, gateway: 'bad-gateway' })
  }, 30_000)

  test('that cannot be entered or left is said by its name', async () => {
    const broken = await always(500, 'text/html', '<h1>Oh dear</h1>')
    const only = ['CU-502:getAccount']
    const described = badGateway(`${broken.url}/on`, '/_control/bad-gateway')
    const first = await run({ edition: 'current', only, described })
    expect(first.inconclusive).toEqual([expect.stringMatching(/^the state of a bad gateway could not be entered: /)])
    const stuck = badGateway(undefined, `${broken.url}/off`)
    const second = await run({ edition: 'current', only, described: stuck })
    await broken.close()
    expect(second.leftovers).toEqual([expect.stringMatching(/^the state of a bad gateway could not be left: /)])
    expect([...first.keys, ...second.keys]).toEqual([])
  }, 30_000)

  test('is taken back where the run is interrupted in the midst of it', async () => {
    const over = await run({
      edition: 'current',
      only: ['CU-502'],
      described: (description) => ({ ...badGateway()(description), settleTime: 10_000 }),
      interruptedAt: (web) => web.came(1, isControl),
    })
    expect(over.state).toEqual(calm)
    expect([over.leftovers, over.keys, over.suiteFaults]).toEqual([[], [], []])
  }, 30_000)
})
