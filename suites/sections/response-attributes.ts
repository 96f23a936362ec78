import type { Section } from '../cell.ts'
import { derived } from '../cell.ts'

const ofEveryRefusal = [
  'RE-ERROR-JSON',
  'RE-ERROR-OBJECT',
  'RE-TYPE',
  'RE-TYPE-VALUE',
  'RE-MESSAGE',
  'RE-MESSAGE-TEXT',
  'RE-PARAM',
  'RE-PARAM-SOUND',
]

/**
 * Section "Response attributes". Its evidence is every refusal of the run: an endpoint that never sends an attribute
 * is not asked for it.
 */
export const responseAttributes: Section = ({ operations }) =>
  operations.flatMap((operation) =>
    [
      ...ofEveryRefusal,
      ...(operation.body === undefined && operation.query === undefined ? [] : ['RE-PARAM-FAULTY']),
    ].map((clause) => derived(clause, operation)),
  )
