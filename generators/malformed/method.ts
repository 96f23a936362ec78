import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { Draft } from '../draft.ts'
import { unique } from '../draft.ts'
import { plainRequest } from '../valid.ts'
import type { MalformedVariant } from './variant.ts'
import { variant } from './variant.ts'

/** A body that a careless endpoint might act on; what it creates carries a marker. */
const plausibleBody = { first_name: 'Ada', last_name: 'Lovelace', system_id: unique('system-id') }

const asked = (twin: Draft, method: string): fc.Arbitrary<{ twin: Draft; request: Draft }> =>
  fc
    .constantFrom<Draft>({ ...twin, method }, { ...twin, method, body: { value: plausibleBody } })
    .map((request) => ({ twin, request }))

const documented = (edition: Edition, { path }: Operation): readonly string[] =>
  edition.operations.filter((operation) => operation.path === path).map(({ method }) => method)

/** PATCH, and those of the four documented methods that this path does not have. `operation` is the one that GETs it. */
export const undocumentedMethods = (edition: Edition, operation: Operation): readonly MalformedVariant[] => {
  const known = documented(edition, operation)
  const twin = plainRequest(operation)
  return ['PATCH', 'POST', 'PUT', 'DELETE']
    .filter((method) => !known.includes(method))
    .map((method) => variant('method', 'method', [method], asked(twin, method), { distinct: 2 }))
}

/** Methods that HTTP knows and the documents do not mention, which change nothing. */
export const otherSafeMethods = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  return ['HEAD', 'OPTIONS', 'TRACE'].map((method) =>
    variant('unusual-method', 'method', [method], fc.constant({ twin, request: { ...twin, method } }), {
      distinct: 1,
    }),
  )
}

/** Methods that nobody knows. Servers may well cut the connection. */
export const inventedMethods = (operation: Operation): readonly MalformedVariant[] => {
  const twin = plainRequest(operation)
  const tokens = ['BREW', 'get', 'FETCH', 'X-GET', 'PROPFIND', 'PUTT']
  return [
    variant(
      'unusual-method',
      'method',
      ['invented'],
      fc.constantFrom(...tokens).chain((method) => asked(twin, method)),
      { mayDisconnect: true },
    ),
  ]
}
