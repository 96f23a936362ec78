import type { Finding, RunResult } from '../../oracle/results.ts'
import type { Waiver, WaiverOutcome, WaiverState } from '../../oracle/waiver.ts'
import { failsRun } from '../../oracle/waivers.ts'
import { confirmationOf, identityOf } from './finding.ts'
import { type Colours, readable, spread, wrap } from './text.ts'

/** `RE-410 on getPerson`, or the key of the only finding. */
export const nameOf = ({ key, clause, operation }: Waiver): string =>
  key ?? `${clause} on ${operation ?? 'any operation'}`

const sentences: Readonly<Partial<Record<WaiverState, (outcome: WaiverOutcome) => string>>> = {
  stale: () => 'is stale: all that it covers was exercised, and nothing of it was found; take it out',
  expired: ({ waiver: { expires, owner }, findings }) =>
    findings.length > 0
      ? `expired on ${expires}, and what it covers is still found; have that mended, or agree on another day with ${owner}`
      : `expired on ${expires}, and nothing of what it covers was found; take it out`,
  unmatched: () => 'matches nothing in the plan for this target; correct it, or take it out',
  'not-flaky': () => 'excuses nothing: it is of what is flaky, and what was found showed every time',
}

/** One sentence on a waiver that does not hold, or that excuses less than its owner may think. */
export const sentence = (outcome: WaiverOutcome): string | undefined => {
  const said = sentences[outcome.state]?.(outcome)
  return said === undefined ? undefined : `${outcome.waiver.where}: the waiver of ${nameOf(outcome.waiver)} ${said}.`
}

/** What is wrong with the waivers of a run, worst first; what fails the run is painted so. */
export const renderWaiverFaults = (
  { waivers = [] }: RunResult,
  { colours, width }: { readonly colours: Colours; readonly width: number },
): string[] =>
  [...waivers.filter(failsRun), ...waivers.filter((outcome) => !failsRun(outcome))].flatMap((outcome) => {
    const said = sentence(outcome)
    const paint = failsRun(outcome) ? colours.red : colours.yellow
    return said === undefined ? [] : wrap(`  ${readable(said)}`, width, '    ').map(paint)
  })

/** Waivers of which the run says nothing, since what they cover was not run, not to an end, or may not be found. */
export const renderIdleWaivers = ({ waivers = [] }: RunResult, width: number): string[] =>
  waivers
    .filter(({ state }) => state === 'idle')
    .flatMap(({ waiver }) => wrap(`  ${readable(`${waiver.where}: ${nameOf(waiver)}`)}`, width, '    '))

/** A finding that is excused: by whom, until when and why, and how to see it again. */
export const renderWaived = (
  finding: Finding,
  { waivers = [], run }: RunResult,
  { colours, width }: { readonly colours: Colours; readonly width: number },
): string[] => {
  const { key, level, violation } = finding
  const about = [violation.operation, violation.rule, violation.parameters.join(', '), violation.status]
  const heading = `  ${violation.clause}  ${level}  ${about.filter((part) => part).join(' · ')}`
  const lines = spread(readable(heading), confirmationOf(finding), width, '    ').map(colours.yellow)
  for (const { state, findings, waiver } of waivers) {
    if (state !== 'used' || !findings.includes(key)) continue
    const { where, expires, owner, reason, ticket } = waiver
    const why = `waived until ${expires} by ${owner}: ${reason}${ticket === undefined ? '' : ` (${ticket})`}`
    lines.push(...spread(`    ${readable(why)}`, readable(where), width, '    '))
  }
  return [...lines, ...identityOf(finding, run.target).map((line) => `  ${line}`)]
}
