import * as allure from 'allure-js-commons'
import { inject } from 'vitest'
import { type AllureCell, allureCell } from '../reports/allure/index.ts'
import { standings } from '../reports/standing.ts'
import { plan } from '../suites/plan.ts'
import { type ToldVerdict, tellVerdicts } from '../suites/verdict-teller.ts'
import { envelopeLabel } from './allure-envelope.ts'
import { type RunFacts, resultOf } from './result.ts'

/** What a verdict takes besides what the cells have reported. Plain JSON: it crosses a thread. */
export type ReportFacts = Pick<RunFacts, 'strict' | 'command' | 'target' | 'waiving'>

declare module 'vitest' {
  interface ProvidedContext {
    doorflowReports: ReportFacts
  }
}

/** Hands a cell over to allure-vitest, inside of the test of its verdict. */
const hand = async (cell: AllureCell): Promise<void> => {
  await allure.displayName(cell.name)
  await allure.testCaseId(cell.identity.id)
  await allure.historyId(cell.identity.id)
  await allure.description(cell.description)
  await allure.labels(...cell.labels.map(([name, value]) => ({ name, value })), envelopeLabel(cell))
  for (const { url, name } of cell.links) await allure.link(url, name, 'source')
  for (const [name, value] of cell.parameters) await allure.parameter(name, value, { excluded: true })
  // One after the other and never within one another: only so do steps nest as they ought to.
  for (const { title, waived, files } of cell.findings) {
    await allure.logStep(title, waived ? allure.Status.SKIPPED : allure.Status.FAILED)
    for (const { name, content, contentType } of files) await allure.attachment(name, content, contentType)
  }
}

/**
 * A set-up file of vitest, named only where results for Allure are wanted: tells Allure what the run has come to for each
 * cell. Needs allure-vitest's own set-up beside it.
 */
tellVerdicts(({ reports, run, interrupted }) => {
  const settings = inject('doorflow')
  const { strict, command, target, waiving } = inject('doorflowReports')
  const planned = plan(settings.description, settings)
  const result = resultOf(
    {
      plan: planned,
      settings,
      // Neither is shown.
      startedAt: new Date(),
      duration: 0,
      strict,
      command,
      target,
      ...(waiving === undefined ? {} : { waiving }),
    },
    { reports, run, suiteFaults: [], interrupted },
  )
  const cells = new Map(standings(planned.edition, result).map((standing) => [standing.cell, standing]))
  return async (id): Promise<ToldVerdict> => {
    const standing = cells.get(id)
    if (standing === undefined) throw new Error(`no verdict on ${id}`)
    const cell = allureCell(planned.edition, standing, result, { form: settings.description.auth })
    await hand(cell)
    return { outcome: cell.status, message: cell.message }
  }
})
