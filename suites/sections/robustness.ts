import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import type { MalformedVariant } from '../../generators/malformed/index.ts'
import {
  foreignSuffixes,
  inventedMethods,
  malformedAccepts,
  malformedBodies,
  malformedQueries,
  oddPaths,
  oddWires,
  otherSafeMethods,
  unacceptable,
  undocumentedMethods,
  unknownPaths,
} from '../../generators/malformed/index.ts'
import type { Section, SuiteContext } from '../cell.ts'
import { refusedVariant } from '../cell.ts'

const firstOf = (edition: Edition): string | undefined => edition.operations[0]?.id

/** Methods that are documented nowhere, and those of which the documents may be silent. */
const unusualMethods = ({ edition, shared }: SuiteContext, operation: Operation): readonly MalformedVariant[] => {
  if (operation.method !== 'GET') return []
  if (shared) return otherSafeMethods(operation)
  const silent = undocumentedMethods(edition, operation).filter(
    ({ defect }) => edition.ruleFor(operation, defect.rule, defect.parameters[0]).strength === 'may-accept',
  )
  return [...otherSafeMethods(operation), ...inventedMethods(operation), ...silent]
}

/** Row 500: whatever is wrong with a request, the server does not take it for its own mistake. */
export const robustness: Section = (context) =>
  context.operations.map((operation) => {
    const silentOf = [...malformedBodies(operation), ...malformedQueries(context.edition, operation)].filter(
      ({ defect }) => context.edition.ruleFor(operation, defect.rule, defect.parameters[0]).strength === 'may-accept',
    )
    // On a target that others use, odd paths are only ever read.
    const negotiated = [...unacceptable(operation), ...(operation.method === 'GET' ? foreignSuffixes(operation) : [])]
    const silentFormats = negotiated.filter(
      ({ defect }) => context.edition.ruleFor(operation, defect.rule).strength === 'may-accept',
    )
    const paths = context.shared && operation.method !== 'GET' ? [] : oddPaths(operation)
    const elsewhere = operation.id === firstOf(context.edition) ? unknownPaths(operation) : []
    return {
      clause: context.edition.general.serverError,
      operation,
      variants: [
        ...silentOf,
        ...paths,
        ...elsewhere,
        ...oddWires(operation),
        ...malformedAccepts(operation),
        ...unusualMethods(context, operation),
        ...silentFormats,
      ].map((variant) => refusedVariant(context, variant)),
    }
  })
