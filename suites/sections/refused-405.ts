import { undocumentedMethods } from '../../generators/malformed/index.ts'
import type { Cell, Section } from '../cell.ts'
import { refusedVariant, withheld } from '../cell.ts'

const reason = 'Methods that may change something are sent to a shared target only where they are documented.'

/**
 * Row 405: methods that a path does not have. Each path is judged at the operation that GETs it; alone, since what
 * an endpoint does on a method that it should not have may concern everybody.
 */
export const refused405: Section = (context) =>
  context.operations
    .filter(({ method }) => method === 'GET')
    .flatMap((operation): Cell[] => {
      const variants = undocumentedMethods(context.edition, operation).map((variant) => ({
        strength: context.edition.ruleFor(operation, 'method', variant.defect.parameters[0]).strength,
        variant: refusedVariant(context, variant),
      }))
      const must = variants.filter(({ strength }) => strength === 'must-refuse')
      const should = variants.filter(({ strength }) => strength === 'should-refuse')
      const cell = (clause: string, chosen: typeof variants): Cell[] => {
        if (chosen.length === 0) return []
        if (context.shared) return [withheld(clause, operation, reason)]
        return [{ clause, operation, apart: 'exclusive', variants: chosen.map(({ variant }) => variant) }]
      }
      const { clause, refusedClause = clause } = context.edition.outcomes['unsupported-method']
      return [...cell(clause, must), ...cell(refusedClause, should)]
    })
