import type { Clause, Level } from '../../contract/clause.ts'
import type { Edition } from '../../contract/edition.ts'
import { isConfirmed } from '../../oracle/findings.ts'
import type { Finding, RunResult } from '../../oracle/results.ts'
import { briefOf, titleOf } from '../finding-text.ts'
import { plain } from '../markdown.ts'
import type { ReportOptions } from '../options.ts'
import type { Shown, Standing } from '../standing.ts'
import { cut, excerpt } from '../terminal/text.ts'
import { type Attachment, findingFiles } from './finding-files.ts'
import { type CellIdentity, identityOf } from './identity.ts'
import { type SourceLink, sourceLink } from './source-link.ts'

/** One cell as Allure shows a test. */
export interface AllureCell {
  readonly identity: CellIdentity
  readonly name: string
  readonly status: 'passed' | 'failed' | 'broken' | 'skipped'
  readonly flaky: boolean
  readonly message: string
  readonly labels: readonly (readonly [name: string, value: string])[]
  readonly links: readonly SourceLink[]
  /** None of them is part of what the test is. */
  readonly parameters: readonly (readonly [name: string, value: string])[]
  /** Markdown. */
  readonly description: string
  readonly findings: readonly {
    readonly title: string
    readonly waived: boolean
    readonly files: readonly Attachment[]
  }[]
}

const severities: Readonly<Record<Level, string>> = { MUST: 'critical', SHOULD: 'normal', MAY: 'minor' }

const statuses: Readonly<Record<Shown, AllureCell['status']>> = {
  passed: 'passed',
  // Allure knows no warnings; the label tells.
  warned: 'passed',
  failed: 'failed',
  open: 'broken',
  skipped: 'skipped',
}

/** Findings of one cell whose exchanges are attached; the message names all that it has room for. */
const inFull = 20

const labelsOf = (edition: Edition, clause: Clause, { operation, shown, waived }: Standing): AllureCell['labels'] => {
  const { section, document } = clause.source
  const its = edition.operations.find(({ id }) => id === operation)
  return [
    ['epic', `${edition.name} edition`],
    ['feature', section === '' ? document : `${document} › ${section}`],
    ['story', operation],
    ['parentSuite', `${edition.name} edition`],
    ['suite', clause.id],
    ['severity', severities[clause.level]],
    ['layer', 'API'],
    ['tag', clause.level],
    ...(shown === 'warned' ? [['tag', 'warning'] as const] : []),
    ...(waived.length > 0 ? [['tag', 'waived'] as const] : []),
    ['clause', clause.id],
    ...(its === undefined ? [] : [['endpoint', `${its.method} ${its.path}`] as const]),
  ]
}

const said = (finding: Finding, result: RunResult): string => [titleOf(finding), ...briefOf(finding, result)].join('\n')

/** A cell as one test of Allure's. @throws Error where the edition has no such clause */
export const allureCell = (
  edition: Edition,
  standing: Standing,
  result: RunResult,
  options: ReportOptions,
): AllureCell => {
  const { shown, findings, waived, reasons, operation } = standing
  const clause = edition.clauses.find(({ id }) => id === standing.clause)
  if (clause === undefined) throw new Error(`the ${edition.name} edition has no clause ${standing.clause}`)
  const { run, suite } = result
  const link = sourceLink(clause.source)
  const why = reasons.map((reason) => excerpt(reason, 2000))
  return {
    identity: identityOf(edition.name, clause.id, operation),
    name: `${clause.id} · ${operation}`,
    status: statuses[shown],
    flaky: findings.length > 0 && !findings.some(isConfirmed),
    message: cut([...findings.map((finding) => said(finding, result)), ...why].join('\n\n'), 10_000),
    labels: labelsOf(edition, clause, standing),
    links: link === undefined ? [] : [link],
    parameters: [
      ['seed', String(run.seed)],
      ['profile', run.profile],
      ['target', excerpt(run.url, 500)],
      ['suite', suite.version],
      ['run again', excerpt(run.command, 2000)],
    ],
    description: [
      clause.statement,
      `${clause.level}, from ${link?.name ?? clause.source.document}`,
      ...why.map((reason) => `${waived.length > 0 ? 'Excused' : 'Not judged'}: ${plain(reason)}`).slice(0, 1),
    ].join('\n\n'),
    findings: [
      ...findings.map((finding) => ({ finding, waived: false })),
      ...waived.map((finding) => ({ finding, waived: true })),
    ]
      .slice(0, inFull)
      .map(({ finding, waived: isWaived }) => ({
        title: `${isWaived ? 'waived: ' : ''}${titleOf(finding)}`,
        waived: isWaived,
        files: findingFiles(edition, finding, result, options),
      })),
  }
}
