import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Draft, Symbolic } from '../../generators/draft.ts'
import * as malformed from '../../generators/malformed/index.ts'
import { exoticMembers, exoticRequest, plainRequest, validRequest } from '../../generators/valid.ts'
import { wireForm } from '../../generators/wire.ts'
import type { RecordedRequest } from '../../oracle/exchange.ts'
import { contradiction } from '../../oracle/requests.ts'
import { classic, operationOf } from './support.ts'

/** Two independent readings of what is a valid request, held against one another: that which makes and that which looks. */

const bind = (symbol: Symbolic): string | number => {
  switch (symbol.$) {
    case 'made':
      return symbol.of.includes('credential') ? 'R1sRdPO' : 7
    case 'fixture':
      return symbol.index + 1
    case 'unknown':
      return symbol.of === 'credential' ? 'Zq0x7x' : 2_000_000_000
    case 'unique':
      return symbol.of.startsWith('email') ? `dfc-${symbol.slot}@example.com` : `dfc-${symbol.slot}`
    case 'credential-value':
      return symbol.leadingZero ? '0123456' : '123456'
    case 'date':
      return new Date(Date.UTC(2030, 0, 1) + symbol.days * 86_400_000).toISOString().slice(0, 10)
  }
}

const recorded = (draft: Draft): RecordedRequest => {
  const { body, ...rest } = wireForm(operationOf(draft.operation), draft, bind, true)
  if (body === undefined) return rest
  return { ...rest, body: typeof body === 'string' ? { text: body } : { base64: Buffer.from(body).toString('base64') } }
}

const selection = { references: true }
const runs = { numRuns: 60 }

describe.each(classic.operations.map((operation) => [operation.id, operation] as const))('%s', (_, operation) => {
  it('is in order where it is meant to be', () => {
    expect(contradiction(classic, recorded(plainRequest(operation)), undefined)).toBeUndefined()
    const drafts = [
      validRequest(classic, operation, selection),
      malformed.acceptable(operation),
      ...exoticMembers(classic, operation).map((member) => exoticRequest(classic, operation, member, selection)),
    ]
    for (const arbitrary of drafts) {
      fc.assert(
        fc.property(arbitrary, (draft) => contradiction(classic, recorded(draft), undefined) === undefined),
        runs,
      )
    }
  })

  const variants = [
    ...malformed.malformedParameters(classic, operation, selection),
    ...malformed.malformedQueries(classic, operation),
    ...malformed.malformedBodies(operation),
    ...malformed.unknownIds(operation),
    ...malformed.oddPaths(operation),
    ...malformed.unknownPaths(operation),
    ...malformed.foreignSuffixes(operation),
    ...malformed.otherSafeMethods(operation),
    ...malformed.inventedMethods(operation),
    ...malformed.unacceptable(operation),
    ...malformed.malformedAccepts(operation),
    ...malformed.missingKeys(operation, ['bearer', 'basic', 'query'], ['singular', 'suffix']),
    ...malformed.wrongKeys(operation, ['bearer', 'basic', 'query'], { expired: true }),
    ...malformed.malformedKeys(operation),
    ...(operation.method === 'GET' ? malformed.undocumentedMethods(classic, operation) : []),
  ]
  it.each(variants.map((variant) => [variant.id, variant] as const))('is defective in one way: %s', (_id, variant) => {
    fc.assert(
      fc.property(variant.arbitrary, ({ request, twin, defect }) => {
        const said =
          contradiction(classic, recorded(request), defect) ?? contradiction(classic, recorded(twin), undefined)
        if (said !== undefined) throw new Error(said)
      }),
      runs,
    )
  })
})
