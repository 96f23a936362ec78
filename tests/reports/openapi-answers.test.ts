import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeEdition } from '../../cli/editions.ts'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import { openApi } from '../../reports/openapi/document.ts'
import { plan } from '../../suites/plan.ts'
import { emptyFolder, remove } from '../support/folder.ts'
import { type Answer, type Description, operationsOf, reader } from '../support/openapi.ts'
import { cli, serve } from '../support/running.ts'
import { relay } from '../support/web.ts'

let folder: string

beforeAll(async () => {
  folder = await emptyFolder('answers')
})

afterAll(() => remove(folder))

/**
 * Every answer that the embedded endpoint gives to a run of the suite, as it goes over the wire. Two clauses that are
 * tried with hundreds of values, to all of which the answers look alike, are left out.
 */
const answersTo = async ({ name, general }: Edition): Promise<readonly Answer[]> => {
  const config = join(folder, `${name}.yaml`)
  const served = await serve(config, ['--edition', name])
  const through = await relay(served.url)
  try {
    await writeFile(config, (await readFile(config, 'utf8')).replace(served.url, through.url))
    // What the run makes of the answers is another matter: it is there to ask.
    const without = [general.readBack, general.serverError].flatMap((clause) => ['--exclude', clause])
    const { stdout, stderr } = await cli(['run', '--config', config, '--profile', 'smoke', '--seed', '1', ...without])
    expect(through.seen.length, `${stdout}${stderr}`).toBeGreaterThan(2000)
    return through.seen.flatMap(({ method, path, answer }) =>
      answer === undefined ? [] : [{ method, path, ...answer, body: answer.body.toString() }],
    )
  } finally {
    await through.close()
    await served.stop()
  }
}

const exported = (edition: Edition): Description =>
  JSON.parse(JSON.stringify(openApi(edition, { version: '1.2.3' }))) as Description

/**
 * What the document does not admit, by operation. Refusals that the edition's documents do not list, such as 413 and
 * 415, are no business of the export.
 */
const complaints = (document: Description, { statuses }: Edition, answers: readonly Answer[]): readonly string[] => {
  const { operationOf, complaint } = reader(document)
  const found = answers.flatMap((answer) => {
    const operation = operationOf(answer.method, answer.path)
    const listed = answer.status < 400 || statuses.includes(answer.status)
    const said = operation === undefined || !listed ? undefined : complaint(answer)
    return said === undefined ? [] : [`${operation?.operationId}: ${said}`]
  })
  return [...new Set(found)]
}

describe.each(Object.values(editions).map((edition) => ({ name: edition.name, edition })))(
  'answers of the embedded endpoint and the $name edition as an OpenAPI document',
  ({ edition }) => {
    const document = exported(edition)
    let answers: readonly Answer[]

    beforeAll(async () => {
      answers = await answersTo(edition)
    })

    it('agree, in every status and every body', () => {
      expect(complaints(document, edition, answers)).toEqual([])
    })

    it('agree on a success of each operation that is brought to succeed, and of each form of a path', () => {
      const { operationOf } = reader(document)
      const succeeded = new Set<unknown>()
      for (const { method, path, status } of answers) {
        const operation = operationOf(method, path)
        if (status < 300) succeeded.add(operation?.['x-doorflow-form'] ?? operation?.operationId)
      }
      const { cells } = plan(describeEdition(edition), { profile: 'smoke', only: [], exclude: [] })
      const provoked = cells.filter(
        ({ clause, operation, variants }) =>
          variants.length > 0 && clause === edition.outcomes[operation.outcome].clause,
      )
      const wanted = new Set([
        ...provoked.map(({ operation }) => operation.id),
        ...operationsOf(document).flatMap((operation) => operation['x-doorflow-form'] ?? []),
      ])
      expect(wanted.size).toBeGreaterThan(20)
      expect([...wanted].filter((name) => !succeeded.has(name))).toEqual([])
    })

    it.each([
      ['a resource is described otherwise', '"first_name":{"type":"string"}', '"first_name":{"type":"integer"}'],
      ['a refusal is described otherwise', '"refusal":{"description"', '"refusal":{"maxProperties":0,"description"'],
      ['a status is left out', '"401":', '"499":'],
      [
        'a list is described as one thing',
        '"type":"array","items":{"$ref":"#/components/schemas/group"}',
        '"$ref":"#/components/schemas/group"',
      ],
    ])('disagree where %s', (_, written, otherwise) => {
      const text = JSON.stringify(document)
      expect(text).toContain(written)
      expect(complaints(JSON.parse(text.replaceAll(written, otherwise)) as Description, edition, answers)).not.toEqual(
        [],
      )
    })
  },
)
