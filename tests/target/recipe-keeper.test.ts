import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { createRecipeKeeper } from '../../target/recipe-keeper.ts'
import { type Handler, startEndpoint } from './support.ts'
import { readText } from './written.ts'

const timeout = 400

/** A keeper whose steps go to an endpoint of that behaviour, as /enter and /leave. */
const keeping = async (handler: Handler) => {
  const { url, seen } = await startEndpoint(handler)
  const recipe = `{ method: POST, path: /enter }\n    leave: { method: POST, path: /leave }`
  const text = `url: ${url}\ndedicated: true\nrecipes:\n  maintenance:\n    enter: ${recipe}\n  rateLimit:\n    requests: 5\n    enter: ${recipe}\n`
  const { description } = await readText(text)
  return { keeper: createRecipeKeeper(description, timeout), asked: () => seen.map((one) => one.url) }
}

/** A keeper of functions, which are written as they stand in a description. */
const calling = async (enter: string, leave: string) => {
  const text = `export default { url: 'http://127.0.0.1:9', dedicated: true, recipes: { maintenance: { enter: ${enter}, leave: ${leave} } } }\n`
  return createRecipeKeeper((await readText(text, { name: 'target.ts' })).description, timeout)
}

const fine: Handler = (_, response) => response.writeHead(204).end()

describe('a recipe that works', () => {
  test('is entered and left once, however often that is asked for', async () => {
    const { keeper, asked } = await keeping(fine)
    await keeper.leave('maintenance')
    await keeper.enter('maintenance')
    await Promise.all([keeper.leave('maintenance'), keeper.leave('maintenance'), keeper.leaveAll()])
    await keeper.leave('maintenance')
    expect(await keeper.leaveAll()).toEqual([])
    expect(asked()).toEqual(['/enter', '/leave'])
  })

  test('slowly is not left before it has been entered', async () => {
    const happened: string[] = []
    const { keeper } = await keeping(async (seen, response, request) => {
      if (seen.url === '/enter') await sleep(150)
      happened.push(seen.url)
      fine(seen, response, request)
    })
    const entering = keeper.enter('maintenance')
    await Promise.all([entering, keeper.leave('maintenance')])
    expect(happened).toEqual(['/enter', '/leave'])
  })

  test('may be entered again', async () => {
    const { keeper, asked } = await keeping(fine)
    for (const name of ['maintenance', 'maintenance', 'rateLimit'] as const) {
      await keeper.enter(name)
      await keeper.leave(name)
    }
    expect(asked()).toEqual(['/enter', '/leave', '/enter', '/leave', '/enter', '/leave'])
  })

  test('is left at the end where nobody has left it', async () => {
    const { keeper, asked } = await keeping(fine)
    await keeper.enter('maintenance')
    await keeper.enter('rateLimit')
    expect(await keeper.leaveAll()).toEqual([])
    expect(asked()).toEqual(['/enter', '/enter', '/leave', '/leave'])
  })

  test.each<[what: string, answer: Handler]>([
    ['a page', (_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Done</h1>')],
    ['half an answer, whose end nobody waits for long', (_, response) => response.writeHead(200).write('{')],
    ['more than anybody reads', (_, response) => response.writeHead(200).end(Buffer.alloc(4_000_000, 'x'))],
  ])('may be answered with %s', async (_, answer) => {
    const { keeper, asked } = await keeping(answer)
    await keeper.enter('maintenance')
    await keeper.leave('maintenance')
    expect(asked()).toEqual(['/enter', '/leave'])
  })

  test('needs no way in or out, where a limit is always there', async () => {
    const { description } = await readText(
      'url: http://127.0.0.1:9\ndedicated: true\nrecipes: { rateLimit: { requests: 5 } }\n',
    )
    const keeper = createRecipeKeeper(description, timeout)
    await keeper.enter('rateLimit')
    await keeper.leave('rateLimit')
    await expect(keeper.enter('maintenance')).rejects.toThrow('The description has no recipe for maintenance.')
  })
})

describe('a recipe that cannot be entered', () => {
  test.each<[what: string, answer: Handler, said: RegExp]>([
    ['is refused', (_, response) => response.writeHead(403).end(), /was answered 403, but 2xx is due\.$/],
    ['leads elsewhere', (_, response) => response.writeHead(307, { location: '/other' }).end(), /was answered 307/],
    ['gets no answer', () => {}, /has not ended after 400 ms\.$/],
    ['is hung up on', (_, response) => response.destroy(), /failed: the connection was /],
  ])('since it %s counts as entered all the same', async (_, answer, said) => {
    const { keeper, asked } = await keeping((seen, response, request) =>
      seen.url === '/enter' ? answer(seen, response, request) : fine(seen, response, request),
    )
    const failing = keeper.enter('maintenance')
    await expect(failing).rejects.toThrow(said)
    await expect(failing).rejects.toThrow(/^maintenance could not be entered: The recipe's POST http:\S+\/enter /)
    await keeper.leave('maintenance')
    expect(asked()).toEqual(['/enter', '/leave'])
  })

  test('since its function throws, or never ends, counts as entered too', async () => {
    for (const [enter, said] of [
      ["() => { throw new Error('no switch') }", 'recipes.maintenance.enter failed: no switch.'],
      ['() => new Promise(() => {})', 'recipes.maintenance.enter has not ended after 400 ms.'],
    ] as const) {
      const keeper = await calling(enter, '() => { globalThis.timesLeft = (globalThis.timesLeft ?? 0) + 1 }')
      Reflect.set(globalThis, 'timesLeft', 0)
      await expect(keeper.enter('maintenance')).rejects.toThrow(said)
      await keeper.leave('maintenance')
      expect(Reflect.get(globalThis, 'timesLeft')).toBe(1)
    }
  })
})

describe('a recipe that cannot be left', () => {
  test('at once is left at a later try', async () => {
    let tries = 0
    const { keeper, asked } = await keeping((seen, response) => {
      if (seen.url === '/leave') tries += 1
      response.writeHead(tries === 0 || tries === 3 ? 200 : 500).end()
    })
    await keeper.enter('maintenance')
    await keeper.leave('maintenance')
    expect(await keeper.leaveAll()).toEqual([])
    expect(asked()).toEqual(['/enter', '/leave', '/leave', '/leave'])
  })

  test('ever is said to stay as it is, and is tried again at the end', async () => {
    const { keeper, asked } = await keeping((seen, response) => {
      response.writeHead(seen.url === '/leave' ? 502 : 200).end()
    })
    await keeper.enter('maintenance')
    const said = /^maintenance could not be left: The recipe's POST http:\S+\/leave was answered 502, but 2xx is due\.$/
    await expect(keeper.leave('maintenance')).rejects.toThrow(said)
    expect(await keeper.leaveAll()).toEqual([expect.stringMatching(said)])
    expect(asked().filter((path) => path === '/leave')).toHaveLength(6)
  }, 20_000)

  test('for want of an answer does not keep the others from being left', async () => {
    const { keeper, asked } = await keeping((seen, response, request) => {
      if (seen.url === '/enter' || asked().filter((path) => path === '/leave').length > 3) fine(seen, response, request)
    })
    await keeper.enter('maintenance')
    await keeper.enter('rateLimit')
    expect(await keeper.leaveAll()).toEqual([expect.stringContaining('maintenance could not be left: ')])
    expect(asked().filter((path) => path === '/leave')).toHaveLength(4)
  }, 20_000)
})
