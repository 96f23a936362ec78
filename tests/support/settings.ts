import type { RunSettings } from '../../suites/settings.ts'
import type { TargetDescription } from '../../target/description.ts'

/** The settings of a small run, where a test does not care. */
export const settingsFor = (description: TargetDescription, more: Partial<RunSettings> = {}): RunSettings => ({
  description,
  seed: 1,
  profile: 'smoke',
  only: [],
  exclude: [],
  concurrency: 8,
  maxFindings: 10,
  ...more,
})
