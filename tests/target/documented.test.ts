import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import schema from '../../target/description.schema.json' with { type: 'json' }
import { readText } from './written.ts'

const text = await readFile(new URL('../../docs/target-description.md', import.meta.url), 'utf8')

const blocks = (language: string): readonly string[] =>
  [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map(([, block = '']) => block)

/** Every variable that an example names is set. */
const env = Object.fromEntries([...text.matchAll(/\benv: '?([A-Z_]+)/g)].map(([, name = '']) => [name, `tk-${name}`]))

describe('the examples in the documentation of target descriptions', () => {
  test.each(blocks('yaml').map((block) => [block.split('\n').find((line) => /^\w/.test(line)) ?? '', block]))(
    'can be read: %s',
    async (_, block) => {
      const example = /^url: /m.test(block) ? block : `url: https://staging.example.com\n${block}`
      expect((await readText(example, { env })).warnings).toEqual([])
    },
  )

  test('can be read in TypeScript', async () => {
    const [example = ''] = blocks('ts')
    const { description } = await readText(example, { name: 'target.ts', env })
    expect(description.recipes.maintenance?.enter.kind).toBe('function')
  })

  test('show every member that the schema has, in a table or an example', () => {
    const members = Object.entries(schema.properties).flatMap(([name, member]) => [
      name,
      ...Object.keys('properties' in member ? member.properties : {}),
    ])
    const shown = members.filter((name) => new RegExp(`\\b${name}\\b`).test(text))
    expect(members.filter((name) => !shown.includes(name) && name !== '$schema')).toEqual([])
  })
})
