import { createConfig, lintFromString } from '@redocly/openapi-core'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { describeEdition } from '../../cli/editions.ts'
import type { Edition } from '../../contract/edition.ts'
import { editions } from '../../contract/index.ts'
import type { Operation } from '../../contract/operation.ts'
import { openApi } from '../../reports/openapi/document.ts'
import { isOpenApiText, openApiText } from '../../reports/openapi/text.ts'
import { plan } from '../../suites/plan.ts'
import { type Description, operationsOf, requestReader } from '../support/openapi.ts'

const all = Object.values(editions).map((edition) => ({ name: edition.name, edition }))

const exported = (edition: Edition) => openApi(edition, { version: '1.2.3' })

/** The document as a reader gets it: parsed from its text. */
const readBack = (edition: Edition): Description => parse(openApiText(exported(edition), 'yaml')) as Description

/** What Redocly finds by its recommended rules, none of them switched off. */
const problems = async (text: string): Promise<readonly string[]> => {
  const config = await createConfig({ extends: ['recommended'] })
  const found = await lintFromString({ source: text, absoluteRef: '/contract.yaml', config })
  return found.map(
    ({ ruleId, severity, message, location: [at] }) => `${severity} ${ruleId}: ${message} ${at?.pointer}`,
  )
}

describe.each(all)('the $name edition as an OpenAPI document', ({ edition }) => {
  const document = readBack(edition)
  const operations = operationsOf(document)
  const plain = operations.filter((operation) => operation['x-doorflow-form'] === undefined)

  // A page that sends the browser on is documented with 302 and no other success.
  const redirecting = edition.operations
    .filter(({ outcome, success }) => (success ?? edition.outcomes[outcome]).must.every((status) => status >= 300))
    .map(({ path, method }) => {
      const at = `#/paths/${path.replaceAll('/', '~1')}/${method.toLowerCase()}/responses`
      return `warn operation-2xx-response: Operation must have at least one \`2XX\` response. ${at}`
    })

  it.each(['yaml', 'json'] as const)('has neither errors nor other warnings for a linter, in %s', async (form) => {
    expect(await problems(openApiText(exported(edition), form))).toEqual(redirecting)
  })

  it('has each operation once, and once more for each form of its path', () => {
    const written = ({ id, method, path }: Operation): string => `${id} ${method} ${path}`
    expect(plain.map(({ operationId, method, path }) => `${operationId} ${method} ${path}`).sort()).toEqual(
      edition.operations.map(written).sort(),
    )
    const forms = edition.operations.flatMap((one) =>
      Object.entries(one.variants).map(([form, path]) => [one.id, form, path]),
    )
    const marked = operations
      .filter((operation) => operation['x-doorflow-form'] !== undefined)
      .map((operation) => [operation['x-doorflow-operation'], operation['x-doorflow-form'], operation.path])
    expect(marked.sort()).toEqual(forms.sort())
  })

  it('names every status that a request in order may be answered with', () => {
    for (const { id, outcome, success } of edition.operations) {
      const { responses = {} } = plain.find(({ operationId }) => operationId === id) ?? {}
      const successes = Object.entries(responses)
        .filter(([, response]) =>
          (response as { 'x-doorflow-outcomes'?: string[] })['x-doorflow-outcomes']?.includes(outcome),
        )
        .map(([status]) => Number(status))
      expect([id, successes]).toEqual([id, [...(success ?? edition.outcomes[outcome]).must]])
    }
  })

  it('lists a refusal only where something of the operation can be refused so', () => {
    const outcomesOf = (id: string): ReadonlySet<unknown> => {
      const named = Object.values(plain.find(({ operationId }) => operationId === id)?.responses ?? {}).map(
        (response) =>
          '$ref' in response ? document.components.responses?.[response.$ref.split('/').at(-1) ?? ''] : response,
      ) as { 'x-doorflow-outcomes': string[] }[]
      return new Set(named.flatMap((response) => response['x-doorflow-outcomes']))
    }
    for (const { id, body, path } of edition.operations) {
      const outcomes = outcomesOf(id)
      expect([id, outcomes.has('malformed-body') && body === undefined]).toEqual([id, false])
      expect([id, outcomes.has('not-found') && !path.includes('{')]).toEqual([id, false])
      expect([id, outcomes.has('maintenance')]).toEqual([id, true])
      // Only the current edition speaks of gateways.
      for (const gateway of ['bad-gateway', 'gateway-timeout'])
        expect([id, outcomes.has(gateway)]).toEqual([id, edition.name === 'current'])
    }
    expect([...outcomesOf('createPerson')]).toEqual(
      expect.arrayContaining([
        'missing-parameter',
        'malformed-body',
        'invalid-value',
        'unauthenticated',
        'request-failed',
      ]),
    )
    expect([...outcomesOf('getPerson')]).toEqual(
      expect.arrayContaining(['unauthenticated', 'hidden', 'foreign', 'not-found', 'gone']),
    )
    expect(outcomesOf('listGroups').has('invalid-value')).toBe(false)
  })

  it('takes a body bare or wrapped, and not without what it requires', () => {
    const wrapping = edition.operations.filter(({ wrapper }) => wrapper !== undefined)
    expect(wrapping.length).toBeGreaterThan(0)
    for (const operation of wrapping) {
      const { id, wrapper = '', body = '' } = operation
      const accepts = requestReader(document, id)
      const names = edition.schemas[body]?.required ?? []
      const sound = {
        person_id: 1,
        credential_type_id: 5,
        value: '0012',
        group_ids: [1],
        start_time: 'x',
        end_time: 'x',
      }
      const members = Object.fromEntries(Object.entries(sound).filter(([name]) => names.includes(name)))
      expect([id, accepts(members), accepts({ [wrapper]: members })]).toEqual([id, true, true])
      // The suite always writes a value of a credential; where none is asked for, nothing is left to ask for.
      const asks = names.some((name) => edition.ruleFor(operation, 'required', name).strength !== 'may-accept')
      expect(asks).toBe(!(edition.name === 'classic' && id === 'updatePersonCredential'))
      expect([id, accepts({}), accepts({ [wrapper]: {} }), accepts({ [wrapper]: [] })]).toEqual([
        id,
        !asks,
        !asks,
        !asks,
      ])
    }
  })

  it('asks for a key everywhere but where clients say who they are', () => {
    for (const { operationId, security } of plain) {
      const acts = edition.operations.find(({ id }) => id === operationId)?.acts
      const wanted = acts === 'tokens' ? [{ client: [] }, {}] : acts === 'browser' ? [] : undefined
      expect([operationId, security]).toEqual([operationId, wanted])
    }
  })

  it('has only schemas that compile by themselves', () => {
    const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false, validateFormats: false })
    ajv.addVocabulary(['x-doorflow-clauses', 'components'])
    const schemas = document.components.schemas ?? {}
    expect(Object.keys(schemas).length).toBeGreaterThan(5)
    ajv.addSchema({ $id: 'document', components: { schemas } })
    for (const name of Object.keys(schemas))
      expect(ajv.compile({ $ref: `document#/components/schemas/${name}` })).toBeTypeOf('function')
  })

  it('cites clauses that there are, and all that are planned for an operation', () => {
    const known = new Set(edition.clauses.map(({ id }) => id))
    const { cells } = plan(describeEdition(edition), { profile: 'smoke', only: [], exclude: [] })
    for (const { operationId, 'x-doorflow-clauses': cited } of plain) {
      const own = cells.filter(({ operation }) => operation.id === operationId).map(({ clause }) => clause)
      expect([operationId, own.filter((id) => !(cited as string[]).includes(id))]).toEqual([operationId, []])
      expect((cited as string[]).filter((id) => !known.has(id))).toEqual([])
    }
    const inline = plain.flatMap(({ responses }) => Object.values(responses))
    for (const response of [...inline, ...Object.values(document.components.responses ?? {})])
      expect(response).toEqual(
        expect.objectContaining(
          '$ref' in (response as object) ? {} : { description: expect.stringMatching(/^- [A-Z]+-/) },
        ),
      )
  })

  it('is the same however often it is made, and in both forms', () => {
    const text = openApiText(exported(edition), 'yaml')
    expect(openApiText(exported(edition), 'yaml')).toBe(text)
    expect(JSON.parse(openApiText(exported(edition), 'json'))).toEqual(parse(text))
    expect(text).not.toMatch(/[&*]a\d/)
  })

  it('knows its own text from that of others', () => {
    expect(isOpenApiText(openApiText(exported(edition), 'yaml'))).toBe(true)
    expect(isOpenApiText(openApiText(exported(edition), 'json'))).toBe(true)
    expect(isOpenApiText('openapi: 3.1.0\ninfo:\n  title: Mine\n')).toBe(false)
    expect(isOpenApiText(`# kept by hand\n${openApiText(exported(edition), 'yaml')}`)).toBe(false)
  })
})

describe('a broken document', () => {
  const text = openApiText(exported(editions.classic as Edition), 'json')
  const first = '"operationId": "listPeople"'

  it.each([
    [
      'a reference to nothing',
      'no-unresolved-refs',
      text.replace('#/components/schemas/person"', '#/components/schemas/nobody"'),
    ],
    ['two operations of one id', 'operation-operationId-unique', text.replace(first, '"operationId": "getPerson"')],
    [
      'a path without its parameter',
      'path-parameters-defined',
      text.replaceAll('"name": "person_id"', '"name": "person"'),
    ],
    ['a security scheme that is not there', 'security-defined', text.replace('"bearer": []', '"badge": []')],
    ['a member that OpenAPI does not have', 'struct', text.replace('"responses": {', '"answers": {')],
  ])('with %s is caught', async (_, rule, broken) => {
    expect(broken).not.toBe(text)
    const found = await problems(broken)
    expect(found.filter((problem) => problem.startsWith(`error ${rule}:`))).not.toEqual([])
  })

  it('cannot be made of an edition that lacks a schema', () => {
    const { person: _, ...schemas } = (editions.classic as Edition).schemas
    expect(() => exported({ ...(editions.classic as Edition), schemas })).toThrow(
      'the classic edition has no schema person',
    )
  })
})
