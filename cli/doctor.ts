import { Command, Option } from 'commander'
import { suiteVersion } from '../suites/engine/version.ts'
import { TargetError } from '../target/errors.ts'
import { discardingRecorder } from '../target/recorder.ts'
import { openSession } from '../target/session.ts'
import { probe } from './doctor/probe.ts'
import { renderDiagnosis } from './doctor/render.ts'
import { type Diagnosis, diagnose, unread } from './doctor/report.ts'
import { editionNamed } from './editions.ts'
import { onInterruption } from './interruption.ts'
import { addTargetOptions, type TargetOptions } from './options.ts'
import { layout, note, print } from './output.ts'
import { type OpenTarget, openTarget } from './target.ts'

interface DoctorOptions extends TargetOptions {
  readonly format: 'text' | 'json'
}

/** Requests in flight: a look is in no hurry. */
const concurrency = 2

export const doctorCommand = (): Command =>
  addTargetOptions(
    new Command('doctor')
      .summary('look at a target, and say what a run could judge')
      .description(
        'Reads a few things of a target, changing nothing, and says whether it is there, which edition it speaks, what\nworks of its description, which cells could run, and what to add for the rest.',
      ),
  )
    .optionsGroup('Result:')
    .addOption(new Option('--format <name>', 'how to print it').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance doctor --config staging.yaml
  $ DOORFLOW_KEY=… doorflow-conformance doctor --url https://staging.example.com --format json

Exit codes:
    0  a run could begin, and what is described works
    2  wrong use, wrong description, wrong key, or evidently another edition
    3  unreachable
    4  a fault of the suite itself
  130  interrupted`,
    )
    .action(async (options: DoctorOptions) => {
      process.exitCode = await examine(options)
    })

const examine = async (options: DoctorOptions): Promise<number> => {
  const target = await openTarget(options)
  const controller = new AbortController()
  const interruption = onInterruption(
    () => controller.abort(),
    () => process.exit(130),
  )
  try {
    const diagnosis = await look(target, controller.signal)
    if (interruption.interrupted()) {
      note('Interrupted; nothing was changed.')
      return 130
    }
    print(options.format === 'json' ? JSON.stringify(diagnosis, undefined, 2) : renderDiagnosis(diagnosis, layout()))
    return Math.max(0, ...diagnosis.problems.map(({ exitCode }) => exitCode))
  } finally {
    interruption.end()
    await target.stop()
  }
}

const look = async ({ description, written = {} }: OpenTarget, signal: AbortSignal): Promise<Diagnosis> => {
  const edition = editionNamed(description.edition)
  try {
    const recorder = discardingRecorder()
    const session = await openSession(description, {
      concurrency,
      recorder,
      signal,
      version: suiteVersion,
      readOnly: true,
    })
    try {
      return diagnose(written, session, edition, await probe(session, edition))
    } finally {
      await session.close()
    }
  } catch (error) {
    if (error instanceof TargetError) return unread({ description, written }, edition, error)
    throw error
  }
}
