import fc from 'fast-check'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell } from '../cell.ts'

/**
 * Resources that the owner declares absent: nothing of them is judged, but their paths must not answer after all.
 * Only lists and single documents are asked for, since their paths need no id.
 */
export const absence = (edition: Edition, absent: readonly Operation[]): readonly Cell[] =>
  absent
    .filter(({ method, path }) => method === 'GET' && !path.includes('{'))
    .filter(({ id }) => edition.operations.some((operation) => operation.id === id))
    .map((operation) => ({
      clause: edition.outcomes.absent.clause,
      operation,
      variants: [
        {
          id: 'absent',
          weight: 1,
          distinct: 1,
          kind: 'malformed',
          arbitrary: fc.constant({
            subject: {
              steps: [
                {
                  draft: plainRequest(operation),
                  expected: { outcome: 'absent', strength: 'must-refuse', anyBody: true } as const,
                },
              ],
              relations: [],
              subject: 0,
            },
          }),
        },
      ],
    }))
