import { readFile } from 'node:fs/promises'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it, vi } from 'vitest'

vi.setConfig({ testTimeout: 60_000 })

it('compiles no schema for a command that asks for none', async () => {
  const compile = vi.spyOn(Ajv2020.prototype, 'compile')
  const main = new URL('../../cli/main.ts', import.meta.url)
  const commands = [...(await readFile(main, 'utf8')).matchAll(/Command } from '(\.\/[a-z-]+\.ts)'/g)]
  expect(commands.length).toBeGreaterThan(10)
  for (const [, file = ''] of commands) await import(/* @vite-ignore */ new URL(file, main).href)
  expect(compile).not.toHaveBeenCalled()
  const { readResults } = await import('../../cli/results-file.ts')
  expect(() => readResults('{"format":"doorflow-conformance/results","version":1}', 'it')).toThrow(
    'it is not as it was',
  )
  expect(compile).toHaveBeenCalledOnce()
})
