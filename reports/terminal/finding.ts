import { STATUS_CODES } from 'node:http'
import type { KeyForm } from '../../contract/credentials.ts'
import type { Edition } from '../../contract/edition.ts'
import type { Exchange } from '../../oracle/exchange.ts'
import type { Finding } from '../../oracle/results.ts'
import { curl } from '../curl.ts'
import { shellWord } from '../shell.ts'
import { type Colours, counted, cut, readable, readableJson, spread, wrap } from './text.ts'

export interface FindingOptions {
  readonly colours: Colours
  /** Columns of the terminal. Commands are never broken, whatever their length. */
  readonly width: number
  /** How the target takes its key where a request does not say. */
  readonly form?: KeyForm
  /** Path of the target's base URL. */
  readonly basePath?: string
  /** Options that name the target on a command line. */
  readonly target?: string
}

/** Characters of a body that are shown. */
const excerpt = 200
/** Characters of what was expected, and of what was seen beyond the status: they are half sentences. */
const half = 2000

/** `201 Created  {"id":4711}`, or why there was no answer. */
export const answerOf = ({ response, failure }: Exchange): string => {
  if (response === undefined) return `no answer: ${readable(failure?.message ?? 'nothing arrived')}`
  const { status, body } = response
  const line = [String(status), STATUS_CODES[status]].filter((part) => part !== undefined).join(' ')
  if (body.kind === 'none') return `${line}  (no body)`
  const text = body.kind === 'json' ? readableJson(body.value) : `${readable(body.tag)} (${readable(body.error)})`
  return `${line}  ${cut(text, excerpt)}`
}

/** Whether a step was sent before the one before it had been answered. */
export const isSentMeanwhile = (steps: readonly Exchange[], index: number): boolean => {
  const [before, exchange] = [steps[index - 1], steps[index]]
  return (
    before !== undefined &&
    exchange !== undefined &&
    exchange.started > before.started &&
    exchange.started < before.ended
  )
}

/** Whether a later step speaks of an id that an earlier one was given. */
export const namesGivenIds = (steps: readonly Exchange[]): boolean =>
  steps.some(({ response }, index) => {
    if (response?.body.kind !== 'json') return false
    const { value } = response.body
    if (typeof value !== 'object' || value === null || !('id' in value)) return false
    const id = String(value.id)
    return steps.slice(index + 1).some(({ request }) => request.path.split(/[/?&=.]/).includes(id))
  })

/** `reproducible 3/3`: how often a finding showed when it was sent again. */
export const confirmationOf = ({ confirmation: { reproduced, of } }: Finding): string =>
  of === 0 ? 'not sent again' : `${reproduced === of ? 'reproducible' : 'flaky'} ${reproduced}/${of}`

const label = (name: string): string => `  ${name.padEnd(10)}`
const hanging = ' '.repeat(12)

/** A finding as its reader needs it: what was asked, what was due, what came, how to see it again. */
export const renderFinding = (edition: Pick<Edition, 'clauses'>, finding: Finding, options: FindingOptions): string => {
  const { colours, width } = options
  const { violation, exchanges: steps, level } = finding
  const clause = edition.clauses.find(({ id }) => id === violation.clause)
  const at = steps[finding.atFault]

  const about = [violation.operation, violation.rule, violation.parameters.join(', ')].filter((part) => part)
  const [headline = '', ...rest] = spread(
    `${violation.clause}  ${level}  ${readable(about.join(' · '))}`,
    confirmationOf(finding),
    width,
  )
  const paint = level === 'MUST' ? colours.red : colours.yellow
  const lines = [colours.bold(paint(headline)), ...rest.map((line) => colours.bold(paint(line)))]

  if (clause !== undefined) {
    const source = [clause.source.document, clause.source.section].filter((part) => part !== '').join(' › ')
    lines.push(
      ...spread(`  ${clause.statement}`, source, width).map((line) => (line.startsWith(' ') ? line : `  ${line}`)),
    )
  }
  const entry = (name: string, text: string): void => {
    const [first = '', ...more] = wrap(text, width - hanging.length)
    lines.push(label(name) + first, ...more.map((line) => hanging + line))
  }
  entry('expected', readable(cut(violation.expected, half)))
  const seen = finding.occurrences > 1 ? `  (${counted(finding.occurrences, 'time')})` : ''
  const beyond = violation.actual === '' ? '' : `  ${readable(cut(violation.actual, half))}`
  entry('observed', at === undefined ? readable(violation.status) + beyond + seen : answerOf(at) + beyond + seen)
  lines.push(...commands(steps, at, finding, options))
  lines.push(...identityOf(finding, options.target))
  return lines.join('\n')
}

/**
 * The key of a finding, and the command that sends its smallest case again to `target`, the options that name the target on
 * a command line. Never broken: both are to be copied.
 */
export const identityOf = ({ key, replay }: Finding, target = ''): readonly string[] => {
  const command = replayOf(replay, target)
  return [`${label('key')}${readable(key)}`, ...(command === undefined ? [] : [`${label('replay')}${command}`])]
}

/**
 * The command that sends the smallest case again of a finding with this token. What was only seen when a recording was judged
 * again has none.
 */
export const replayOf = (token: string, target: string): string | undefined =>
  token === ''
    ? undefined
    : `doorflow-conformance replay ${shellWord([token])}${target === '' ? '' : ` ${readable(target)}`}`

const commands = (
  steps: readonly Exchange[],
  at: Exchange | undefined,
  finding: Finding,
  { colours, form, basePath, width }: FindingOptions,
): string[] => {
  const lines: string[] = []
  const many = steps.length > 1
  const digits = String(steps.length).length
  for (const [index, exchange] of steps.entries()) {
    const { command, elided } = curl(exchange.request, {
      ...(form === undefined ? {} : { form }),
      ...(basePath === undefined ? {} : { basePath }),
    })
    const start = index === 0 ? label('smallest') : hanging
    lines.push(`${start}${many ? `${String(index + 1).padStart(digits)}  ` : ''}${command}`)
    const indent = hanging + (many ? ' '.repeat(digits + 2) : '')
    if (elided.length > 0) {
      const note = `${elided.join(' and ')} left out here: replay sends all of it`
      lines.push(...wrap(`# ${note}`, width - indent.length, '# ').map((line) => indent + line))
    }
    if (!many) continue
    // A race is not to be repeated by typing one line after the other.
    if (isSentMeanwhile(steps, index)) lines.push(`${indent}# sent at the same time as ${index}`)
    const answer = answerOf(exchange)
    const shown = exchange === at ? `${cut(answer, 60)}  ← here` : cut(answer, 60)
    lines.push(...wrap(shown, width - indent.length).map((line) => indent + colours.dim(line)))
  }
  if (many && namesGivenIds(steps)) {
    const note = `# ids are those of this run; ${finding.replay === '' ? 'put in' : 'replay puts in'} the ones given anew`
    lines.push(...wrap(note, width - hanging.length, '# ').map((line) => hanging + line))
  }
  return lines
}
