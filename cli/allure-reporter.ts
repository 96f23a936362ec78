import { resolve } from 'node:path'
import { Stage, Status, type TestResult } from 'allure-js-commons'
import type { EnvironmentInfo } from 'allure-js-commons/sdk'
import { addSkipLabel, type LifecycleListener } from 'allure-js-commons/sdk/reporter'
import AllureVitestReporter from 'allure-vitest/reporter'
import { openEnvelope } from './allure-envelope.ts'

const statuses = { passed: Status.PASSED, failed: Status.FAILED, broken: Status.BROKEN, skipped: Status.SKIPPED }

/**
 * allure-vitest takes name and labels of a test from its file, its process and its machine, and the status from the words of
 * its error. A cell's are its own. What is no verdict is no result.
 */
const asCell = (result: TestResult): void => {
  const envelope = openEnvelope(result.labels)
  if (envelope === undefined) {
    addSkipLabel(result.labels)
    return
  }
  const { identity, status, flaky, message, labels } = envelope
  result.fullName = identity.fullName
  result.titlePath = [...identity.titlePath]
  result.labels = [
    ...labels.map(([name, value]) => ({ name, value })),
    { name: 'framework', value: 'doorflow-conformance' },
  ]
  result.status = statuses[status]
  result.stage = Stage.FINISHED
  result.statusDetails = { ...(message === '' ? {} : { message }), ...(flaky ? { flaky } : {}) }
}

const listener: LifecycleListener = { afterTestResultStop: asCell }

export interface AllureOptions {
  /** Folder for the results; DOORFLOW_ALLURE unless given. */
  readonly folder?: string
  readonly environment?: EnvironmentInfo
}

/** The reporter of allure-vitest, for vitest. It takes the results from tests of verdicts alone. */
export default class AllureReporter extends AllureVitestReporter {
  constructor({ folder = process.env.DOORFLOW_ALLURE?.trim() || 'allure-results', environment }: AllureOptions = {}) {
    super({
      resultsDir: resolve(folder),
      reportMatchers: false,
      listeners: [listener],
      ...(environment === undefined ? {} : { environmentInfo: environment }),
    })
  }
}
