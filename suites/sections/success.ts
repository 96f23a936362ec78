import fc from 'fast-check'
import { exoticMembers, exoticRequest, plainRequest, validRequest } from '../../generators/valid.ts'
import type { Cell, Section } from '../cell.ts'
import { derived, servedVariant } from '../cell.ts'

const statusClauses = {
  read: ['RE-200'],
  created: ['RE-201', 'RE-201-USUAL'],
  updated: ['RE-200-UPDATE', 'RE-200-UPDATE-USUAL'],
  deleted: ['RE-200-DELETE', 'RE-200-DELETE-USUAL'],
} as const

/** Opening paragraph, and row 200: requests in order succeed with the status that fits what they do. */
export const success: Section = (context) =>
  context.operations.flatMap((operation): Cell[] => {
    const [clause, ...usual] = statusClauses[operation.outcome]
    return [
      {
        clause,
        operation,
        variants: [
          servedVariant(context, 'plain', fc.constant(plainRequest(operation)), { distinct: 1 }),
          ...(operation.body === undefined && operation.query === undefined
            ? []
            : [
                servedVariant(context, 'optional', validRequest(context.edition, operation, context.selection), {
                  weight: 2,
                }),
              ]),
        ],
      },
      ...usual.map((id) => derived(id, operation)),
    ]
  })

/** Row 200, "everything worked": what was written is read back, whatever it consists of. */
export const readBack: Section = (context) =>
  context.operations
    .filter(({ body }) => body !== undefined)
    .map(
      (operation): Cell => ({
        clause: 'RE-READ-BACK',
        operation,
        variants: exoticMembers(context.edition, operation).map((member) =>
          servedVariant(context, member, exoticRequest(context.edition, operation, member, context.selection), {
            exotic: true,
            weight: 3,
          }),
        ),
      }),
    )

/** What success promises of the body; the evidence is every answer of the run. */
export const successBodies: Section = ({ operations }) =>
  operations.flatMap((operation) => [
    derived('RE-STATUS', operation),
    derived('RE-CLASS', operation),
    derived('RE-JSON', operation),
    ...(operation.action === 'delete' ? [] : [derived('RE-RESOURCE', operation)]),
  ])
