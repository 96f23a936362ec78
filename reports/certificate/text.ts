import { counted, escapeText, wrap } from '../terminal/text.ts'
import type { Fact, Statement } from './statement.ts'

const verdicts = {
  conformant: 'CONFORMANT',
  partial: 'PARTIAL: what is declared absent is not served',
  'not-conformant': 'NOT CONFORMANT',
} as const

const width = 110

/** The certificate as people read it: made from the statement alone, so that the two cannot differ. */
export const certificateText = ({ predicate }: Statement): string => {
  const { doorflowConformance: its, passedTests, warnedTests, failedTests } = predicate
  const lines: string[] = []
  const say = (text: string, indent = ''): void => {
    for (const line of wrap(indent + escapeText(text), width, `${indent}  `)) lines.push(line)
  }
  const row = (name: string, { value, basis }: Fact<unknown>): void =>
    say(`${name.padEnd(16)}${basis.padEnd(10)}${String(value)}`, '  ')
  const part = (title: string, body: () => void): void => {
    lines.push('', title)
    body()
  }
  say(`${verdicts[its.verdict.value]} · level ${its.level.value} · ${its.edition.value} edition`)
  say(
    its.challenge.value === null
      ? 'Self-declared: made without a challenge of whoever relies on it.'
      : `Made to the challenge ${JSON.stringify(its.challenge.value)}.`,
  )
  lines.push('')
  row('vendor', its.vendor)
  row('product', its.product)
  row('build', its.build)
  row('origin', its.origin)
  row('TLS key', its.tlsKey)
  row('account', its.account)
  row('suite', its.suite)
  if (its.commit !== undefined) row('commit', its.commit)
  row('suite digest', its.suiteDigest)
  row('profile', its.profile)
  row('profile hash', its.profileHash)
  row('run', its.run)
  row('seed', its.seed)
  row('started', its.startedAt)
  row('attempt', its.attempt)
  row('issued', its.issued)
  row('expires', its.expires)
  part('Judged', () => {
    say(
      `${counted(passedTests.length, 'cell')} passed, ${warnedTests.length} with a warning, ${failedTests.length} failed`,
      '  ',
    )
    for (const test of failedTests) say(`failed   ${test}`, '  ')
    for (const test of warnedTests) say(`warning  ${test}`, '  ')
  })
  if (its.absent.value.length > 0) part('Declared absent', () => say(its.absent.value.join(', '), '  '))
  if (its.unclaimed.value.length > 0)
    part('Forms that are not claimed', () => say(its.unclaimed.value.join(', '), '  '))
  if (its.neverObserved.value.length > 0)
    part('Never observed', () => {
      for (const { clause, operations } of its.neverObserved.value) say(`${clause}  ${operations.join(', ')}`, '  ')
    })
  part('What it cannot prove', () => {
    for (const limit of its.limits) say(`- ${limit}`, '  ')
  })
  return `${lines.join('\n')}\n`
}
