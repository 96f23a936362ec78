import fc from 'fast-check'
import { plainRequest } from '../../generators/valid.ts'
import type { Cell, Section } from '../cell.ts'
import { derived } from '../cell.ts'
import type { Case, Step } from '../step.ts'
import { plainStep } from '../step.ts'

const keyless = { rule: 'key', place: 'key', parameters: [] } as const

/**
 * Pushing changes to the doors. How soon it may be asked for again is not said: where it is too soon, the answer is that of
 * a rate limit, and after the wait that it asks for the same request succeeds.
 */
export const sync: Section = ({ operations, edition }) =>
  operations
    .filter(({ resource }) => resource === 'sync')
    .flatMap((operation): Cell[] => {
      const { outcomes, general } = edition
      const plain = plainStep(edition, plainRequest(operation))
      // Alone: nothing that the run has written is pushed to a door.
      const alone = { operation, apart: 'exclusive' } as const
      const limit = outcomes['too-many-requests'].clause
      const told = edition.refusal.kind === 'errors' ? [edition.refusal.retryIn] : []
      const variant = (id: string, kind: 'valid' | 'malformed' | 'stateful', subject: Case) => ({
        id,
        kind,
        arbitrary: fc.constant({ subject }),
        weight: 1,
        distinct: 1,
      })
      const early: Step = {
        ...plain,
        expected: { ...plain.expected, otherwise: { outcomes: ['too-many-requests'] } },
        once: true,
      }
      const again: Case = {
        steps: [
          // Even the first may come too soon after that of another cell: then there is one wait, and not two.
          early,
          early,
          { ...plain, expected: { ...plain.expected, clause: limit }, afterWaitOf: [1] },
        ],
        relations: [{ kind: 'limited', burst: [1], again: 2, mayBeServed: true }],
        subject: 2,
      }
      const anonymous: Case = {
        steps: [
          {
            draft: { ...plain.draft, credentials: { kind: 'none' } },
            expected: { ...edition.ruleFor(operation, 'key'), defect: keyless },
          },
        ],
        relations: [],
        subject: 0,
      }
      return [
        {
          ...alone,
          clause: outcomes[operation.outcome].clause,
          variants: [variant('plain', 'valid', { steps: [plain], relations: [], subject: 0 })],
        },
        { ...alone, clause: limit, variants: [variant('too-soon', 'stateful', again)] },
        {
          ...alone,
          clause: outcomes.unauthenticated.clause,
          variants: [variant('no-key', 'malformed', anonymous)],
        },
        ...[general.status, general.successJson, general.resource, general.errorJson, ...told].map((clause) =>
          derived(clause, operation),
        ),
      ]
    })
