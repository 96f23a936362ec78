import { once } from 'node:events'
import { text as readAll } from 'node:stream/consumers'
import { Worker } from 'node:worker_threads'
import { describe, expect, onTestFinished, test } from 'vitest'
import { embeddedDescription } from '../../cli/embedded.ts'
import { startReference } from '../../reference/server.ts'
import { perform, RecipeError } from '../../target/recipes.ts'
import { json, startEndpoint, startTcp } from './support.ts'
import { key, readText } from './written.ts'

const maintenanceOf = async (text: string, name = 'target.yaml') => {
  const { description } = await readText(text, { name })
  // As a description reaches the suites: through a thread.
  const { maintenance } = structuredClone(description).recipes
  if (maintenance === undefined) throw new Error('no recipe')
  return maintenance
}

const requests = (url: string, more = ''): string => `url: ${url}/base
dedicated: true
recipes:
  maintenance:
    enter: { method: PUT, path: /switch?by=suite, headers: { X-Admin: me }, body: { on: true }${more} }
    leave: { method: DELETE, url: ${url}/elsewhere }
`

describe('a recipe that is a request', () => {
  test('is sent as it stands, without the key', async () => {
    const { url, seen } = await startEndpoint((_, response) => json(response, 204, undefined))
    const { enter, leave } = await maintenanceOf(requests(url))
    await perform(enter, { url })
    await perform(leave, { url })
    expect(seen.map(({ method, url: path, body }) => [method, path, body])).toEqual([
      ['PUT', '/base/switch?by=suite', '{"on":true}'],
      ['DELETE', '/elsewhere', ''],
    ])
    expect(seen[0]?.headers).toMatchObject({ 'x-admin': 'me', 'content-type': 'application/json' })
    expect(JSON.stringify(seen)).not.toContain(key)
    expect(seen.some(({ headers }) => headers.authorization !== undefined)).toBe(false)
  })

  test.each([302, 404, 503])('has not happened where it is answered %i', async (status) => {
    const { url } = await startEndpoint((_, response) => {
      response.writeHead(status, { location: '/login' }).end('x')
    })
    const { enter } = await maintenanceOf(requests(url))
    const failing = perform(enter, { url })
    await expect(failing).rejects.toThrow(`The recipe's PUT ${url}/base/switch was answered ${status}, but 2xx is due.`)
    await expect(failing).rejects.toBeInstanceOf(RecipeError)
  })

  test('has not happened where nobody answers, and in time', async () => {
    const silent = await startTcp(() => {})
    const closing = await startTcp((socket) => socket.destroy())
    const toSilent = (await maintenanceOf(requests(silent))).enter
    await expect(perform(toSilent, { url: silent, timeout: 100 })).rejects.toThrow('has not ended after 100 ms.')
    const toClosing = (await maintenanceOf(requests(closing))).enter
    await expect(perform(toClosing, { url: closing })).rejects.toThrow(/PUT \S+ failed: the connection was /)
  })
})

describe('a recipe that is a function', () => {
  const functions = (enter: string, leave = 'async () => {}'): string => `let before: string | undefined
export default { url: 'http://127.0.0.1:9', dedicated: true, recipes: { maintenance: { enter: ${enter}, leave: ${leave} } } }
`

  test('is called with the address, and remembers for the next one', async () => {
    const { url, seen } = await startEndpoint((_, response) => json(response, 200, {}))
    const text = functions(
      "async ({ url }) => { before = 'low'; await fetch(url + '/enter', { method: 'POST' }) }",
      "async ({ url }) => { await fetch(url + '/leave?to=' + before, { method: 'POST' }) }",
    )
    const { enter, leave } = await maintenanceOf(text, 'target.ts')
    await perform(enter, { url })
    await perform(leave, { url })
    expect(seen.map(({ method, url: path }) => `${method} ${path}`)).toEqual(['POST /enter', 'POST /leave?to=low'])
  })

  test('is called in a thread into which it could not have been passed', async () => {
    const text = functions("() => { before = 'in a thread' }", '() => { console.log(before, isMainThread) }')
    const recipe = await maintenanceOf(`import { isMainThread } from 'node:worker_threads'\n${text}`, 'target.ts')
    const script = `const { workerData } = require('node:worker_threads')
import(workerData.module).then(async ({ perform }) => {
  for (const step of workerData.steps) await perform(step, { url: 'http://127.0.0.1:9' })
})`
    const module = new URL('../../dist/target/recipes.js', import.meta.url).href
    const workerData = { module, steps: [recipe.enter, recipe.leave] }
    const worker = new Worker(script, { eval: true, workerData, stdout: true })
    const [said] = await Promise.all([readAll(worker.stdout), once(worker, 'exit')])
    expect(said).toBe('in a thread false\n')
  })

  test.each<[what: string, enter: string, said: string]>([
    [
      'throws',
      "() => { throw new Error('no such host.\\nat x') }",
      "The recipe's function recipes.maintenance.enter failed: no such host.",
    ],
    ['rejects with nothing', 'async () => { throw null }', 'recipes.maintenance.enter failed: null.'],
    ['never ends', '() => new Promise(() => {})', 'recipes.maintenance.enter has not ended after 100 ms.'],
  ])('has not happened where it %s', async (_, enter, said) => {
    const recipe = await maintenanceOf(functions(enter), 'target.ts')
    await expect(perform(recipe.enter, { url: 'http://127.0.0.1:9', timeout: 100 })).rejects.toThrow(said)
  })

  test('is told when it has taken too long', async () => {
    const text = functions(
      "({ signal }) => new Promise((_, no) => signal.addEventListener('abort', () => { globalThis.toldToStop = true; no(signal.reason) }))",
    )
    const { enter } = await maintenanceOf(text, 'target.ts')
    await expect(perform(enter, { url: 'http://127.0.0.1:9', timeout: 100 })).rejects.toThrow(RecipeError)
    expect(Reflect.get(globalThis, 'toldToStop')).toBe(true)
  })
})

describe('the recipes of the practice endpoint', () => {
  /** The endpoint, its recipes, and what asking for the account is answered. */
  const practising = async (edition: 'classic' | 'current') => {
    const reference = await startReference({ edition })
    onTestFinished(() => reference.close())
    const { url, identities, recipes } = embeddedDescription(reference.url, edition)
    const ask = async (): Promise<number> => {
      const response = await fetch(`${url}/api/3/account`, { headers: { authorization: `Bearer ${identities.full}` } })
      await response.arrayBuffer()
      return response.status
    }
    if (recipes.maintenance === undefined || recipes.rateLimit === undefined) throw new Error('no recipes')
    return { url, ask, maintenance: recipes.maintenance, rateLimit: recipes.rateLimit }
  }

  test.each(['classic', 'current'] as const)('%s: enter maintenance and leave it', async (edition) => {
    const { url, ask, maintenance } = await practising(edition)
    const answers = [await ask()]
    await perform(maintenance.enter, { url })
    answers.push(await ask())
    await perform(maintenance.leave, { url })
    answers.push(await ask())
    expect(answers).toEqual([200, 503, 200])
  })

  test.each(['classic', 'current'] as const)('%s: meet the rate limit', async (edition) => {
    const { url, ask, rateLimit } = await practising(edition)
    if (rateLimit.enter === undefined || rateLimit.leave === undefined) throw new Error('no way in or out')
    const burst = () => Promise.all(Array.from({ length: rateLimit.requests }, ask))
    expect(new Set(await burst())).toEqual(new Set([200]))
    await perform(rateLimit.enter, { url })
    expect(await burst()).toContain(429)
    await perform(rateLimit.leave, { url })
    expect(new Set(await burst())).toEqual(new Set([200]))
  })
})
