import type { Edition } from '../../contract/edition.ts'
import type { Finding } from '../../oracle/results.ts'
import { groupBy } from '../group.ts'
import { confirmationOf, type FindingOptions, identityOf, renderFinding } from './finding.ts'
import { counted, cut, readable, wrap } from './text.ts'

/** Findings of one kind that are shown in full; an endpoint's habit shows on many operations and members alike. */
const inFull = 3

/** Characters of what was expected or observed, where it only reminds of what stands above. */
const reminder = 120

/** What findings have in common that one habit of the endpoint makes. */
const kindOf = (finding: Finding): string => {
  const { clause, expected, status } = finding.violation
  return JSON.stringify([clause, expected, status, confirmationOf(finding)])
}

const beyondStatus = ({ violation: { actual } }: Finding, width: number): readonly string[] =>
  actual === '' ? [] : wrap(`  observed  ${readable(cut(actual, reminder))}`, width, ' '.repeat(12))

const renderFurther = (
  { level, violation }: Finding,
  further: readonly Finding[],
  { colours, target, width }: FindingOptions,
): string => {
  const paint = level === 'MUST' ? colours.red : colours.yellow
  const due = readable(cut(violation.expected, reminder))
  return [
    colours.bold(paint(`${violation.clause}  ${level}  ${counted(further.length, 'more finding')} like these`)),
    ...wrap(`  expected  ${due}; observed ${readable(violation.status)}`, width, ' '.repeat(12)),
    ...further.flatMap((finding) => [...beyondStatus(finding, width), ...identityOf(finding, target)]),
  ].join('\n')
}

/**
 * Findings, a blank line between any two: those that share clause, expectation, status and confirmation behind one another,
 * otherwise in their order. Of each such kind the first few are shown in full, the others with what was seen beyond the status,
 * their keys and replays: they are findings of their own, but a reader who has seen some has seen what is the matter.
 */
export const renderFindings = (
  edition: Pick<Edition, 'clauses'>,
  findings: readonly Finding[],
  options: FindingOptions,
): string =>
  [...groupBy(findings, kindOf).values()]
    .flatMap((its) => {
      const further = its.slice(inFull)
      const [first] = further
      return [
        ...its.slice(0, inFull).map((finding) => renderFinding(edition, finding, options)),
        ...(first === undefined ? [] : [renderFurther(first, further, options)]),
      ]
    })
    .join('\n\n')
