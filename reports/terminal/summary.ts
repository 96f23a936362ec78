import type { KeyForm } from '../../contract/credentials.ts'
import type { Edition } from '../../contract/edition.ts'
import { conclusionOf } from '../../oracle/conclusion.ts'
import { ranked } from '../../oracle/findings.ts'
import type { Observation, RunResult } from '../../oracle/results.ts'
import { waivedKeys } from '../../oracle/waivers.ts'
import { groupBy } from '../group.ts'
import { renderFindings } from './findings.ts'
import { renderTable } from './table.ts'
import { type Colours, colours, count, counted, cut, readable, wrap } from './text.ts'
import { renderUnexercised } from './unexercised.ts'
import { renderIdleWaivers, renderWaived, renderWaiverFaults } from './waivers.ts'

export interface SummaryOptions {
  readonly color: boolean
  /** Columns of the terminal; at least 40 are used. */
  readonly width: number
  /** How the target takes its key where a request does not say. */
  readonly form?: KeyForm
}

/** What a run has come to, as a reader of the first line needs it. */
export const verdictOf = (result: RunResult, paint: Colours): string => {
  const waived = waivedKeys(result.waivers).size
  switch (conclusionOf(result)) {
    case 'conformant':
      return paint.green(waived === 0 ? 'CONFORMANT' : `CONFORMANT, but for ${counted(waived, 'waived finding')}`)
    case 'not-conformant':
      return paint.red('NOT CONFORMANT')
    case 'waivers-to-mend':
      return paint.red('WAIVERS TO MEND: nothing else fails')
    case 'no-verdict':
      return paint.yellow('NO VERDICT: too little could be judged')
    case 'suite-at-fault':
      return paint.red('NO VERDICT: the suite itself is at fault')
    case 'interrupted':
      return paint.yellow('INTERRUPTED: what follows is known so far')
  }
}

/** `3 findings (2 MUST, 1 SHOULD) · 120 cells · …` */
export const figures = ({ cells, cases, exchanges, findings, run, waivers }: RunResult): string => {
  const level = (name: string): number => findings.filter((finding) => finding.level === name).length
  const kinds = ['MUST', 'SHOULD', 'MAY'].filter((name) => level(name) > 0).map((name) => `${level(name)} ${name}`)
  const idle = cells.filter(({ verdict }) => verdict === 'not-exercised').length
  const waived = waivedKeys(waivers).size
  const its = [...kinds, ...(waived === 0 ? [] : [`${count(waived)} of them waived`])].join(', ')
  const found = kinds.length === 0 ? 'no findings' : `${counted(findings.length, 'finding')} (${its})`
  return [
    found,
    counted(cells.length, 'cell'),
    ...(idle === 0 ? [] : [`${count(idle)} not exercised`]),
    counted(cases, 'case'),
    counted(exchanges, 'exchange'),
    `${run.duration.toFixed(1)} s`,
  ].join(' · ')
}

/** Each kind once, with the operations that showed it and one example. */
const observed = (observations: readonly Observation[], width: number): string[] =>
  [...groupBy(observations, ({ what }) => what)].flatMap(([what, its]) => {
    const operations = [...new Set(its.map(({ operation }) => operation))]
    const where = operations.length > 4 ? counted(operations.length, 'operation') : operations.join(', ')
    const detail = cut(readable(its[0]?.detail ?? ''), 120)
    return wrap(`  ${readable(what)}  ${readable(where)}${detail === '' ? '' : `: ${detail}`}`, width, '    ')
  })

/** Parts behind a title, never broken themselves. */
const wrapParts = (title: string, parts: readonly string[], width: number): string[] =>
  wrap([title, ...parts.map((part) => part.replaceAll(' ', '\u00a0'))].join('  '), width, ' '.repeat(16)).map((line) =>
    line.replaceAll('\u00a0', ' '),
  )

/** Which statuses came how often: those that the document admits somewhere, others; and which of its table never came. */
const statuses = (edition: Edition, result: RunResult, width: number): string[] => {
  const sums = new Map<string, number>()
  for (const [key, times] of Object.entries(result.statuses)) {
    const status = key.slice(key.lastIndexOf(' ') + 1)
    sums.set(status, (sums.get(status) ?? 0) + times)
  }
  const admitted = new Set([...edition.statuses, ...Object.values(edition.outcomes).flatMap(({ must }) => must)])
  const seen = [...sums].sort(([a], [b]) => a.localeCompare(b))
  const never = edition.statuses.filter((status) => !sums.has(String(status)))
  const line = (title: string, parts: readonly string[]): string[] =>
    parts.length === 0 ? [] : wrapParts(`  ${title.padEnd(12)}`, parts, width)
  const written = (documented: boolean): string[] =>
    seen
      .filter(([status]) => admitted.has(Number(status)) === documented)
      .map(([status, times]) => `${readable(status)} ×${count(times)}`)
  return [
    ...line('documented', written(true)),
    ...line('undocumented', written(false)),
    ...line('never seen', never.map(String)),
  ]
}

/** Path of a base URL without the slash at its end; empty for what is no URL. */
export const basePathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname.replace(/\/+$/, '') : '')

/** The whole report of a run for a terminal. Whatever the target sent is made harmless before it gets here. */
export const renderSummary = (edition: Edition, result: RunResult, options: SummaryOptions): string => {
  const width = Math.max(options.width, 40)
  const paint = colours(options.color)
  const { run, cells } = result
  const lines: string[] = []
  const part = (title: string, its: readonly string[]): void => {
    if (its.length > 0) lines.push('', paint.bold(title), ...its)
  }
  const listing = (texts: readonly string[]): string[] =>
    texts.flatMap((text) => wrap(`  ${readable(text)}`, width, '    '))

  lines.push(`${paint.bold(verdictOf(result, paint))}`)
  const about = [`${run.edition} edition`, `${run.profile} profile`, `${run.url} (${run.kind})`].join(' · ')
  lines.push(...wrap(readable(about), width, '  '), ...wrap(figures(result), width, '  '))

  part('Ended early', listing(run.ending === undefined ? [] : [`${run.ending.detail}.`]))
  part('Left out by the budget', listing(run.cut ?? []))
  part('Clauses', renderTable(edition, cells, { colours: paint, width }))

  const all = ranked(edition, result.findings)
  const waived = waivedKeys(result.waivers)
  const standing = all.filter(({ key }) => !waived.has(key))
  if (standing.length > 0) {
    const shown = {
      target: result.run.target,
      colours: paint,
      width,
      basePath: basePathOf(run.url),
      ...(options.form === undefined ? {} : { form: options.form }),
    }
    lines.push('', paint.bold('Findings'), '', renderFindings(edition, standing, shown))
  }

  const toWaive = { colours: paint, width }
  const excused = all.filter(({ key }) => waived.has(key))
  part(
    'Waived',
    excused.flatMap((finding) => renderWaived(finding, result, toWaive)),
  )
  part('Waivers to look into', renderWaiverFaults(result, toWaive))
  part('Waivers of which this run says nothing', renderIdleWaivers(result, width))

  const undecided = groupBy(
    cells.filter(({ verdict }) => verdict === 'inconclusive'),
    ({ reasons }) => reasons[0] ?? 'no reason given',
  )
  part(
    'Inconclusive',
    listing([...undecided].map(([why, its]) => `${why.replace(/\.$/, '')}: ${its.map(({ cell }) => cell).join(', ')}`)),
  )
  part('Not exercised', renderUnexercised(edition, cells, width))
  part('Observations', observed(result.observations, width))
  part('Statuses', statuses(edition, result, width))
  part('Faults of the suite', listing(result.suiteFaults))
  part('Left behind on the target', listing(result.leftovers))

  const identity = [
    `seed ${run.seed}`,
    ...(run.id === '' ? [] : [`run ${readable(run.id)}`]),
    `suite ${result.suite.version}`,
  ]
  lines.push('', ...wrap(identity.join(' · '), width, '  '), ...wrap(`cases sha256 ${result.digest}`, width, '  '))
  lines.push(`again  ${readable(run.command)}`)
  return `${lines.join('\n')}\n`
}
