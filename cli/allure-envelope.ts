import type { Label } from 'allure-js-commons'
import type { AllureCell } from '../reports/allure/index.ts'

/** What allure-vitest has no words for, and its reporter therefore takes along in a label. */
export type Envelope = Pick<AllureCell, 'identity' | 'status' | 'flaky' | 'message' | 'labels'>

const name = 'doorflow-conformance'

export const envelopeLabel = ({ identity, status, flaky, message, labels }: AllureCell): Label => ({
  name,
  value: JSON.stringify({ identity, status, flaky, message, labels } satisfies Envelope),
})

/** What the label of a cell holds; undefined where there is none, as with tests that are no verdicts. */
export const openEnvelope = (labels: readonly Label[]): Envelope | undefined => {
  const label = labels.find((one) => one.name === name)
  return label === undefined ? undefined : (JSON.parse(label.value) as Envelope)
}
