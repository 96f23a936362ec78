import type { KeyForm } from '../contract/credentials.ts'
import type { TargetDescription } from '../target/description.ts'
import type { WrittenDescription } from '../target/description-written.ts'
import { editionNamed } from './editions.ts'
import { type Embedded, embeddedDescription, startEmbedded } from './embedded.ts'
import { describeTarget, namesTarget, type TargetOptions } from './options.ts'
import { note } from './output.ts'

const adapted = (description: TargetDescription, { auth }: TargetOptions): TargetDescription => ({
  ...description,
  auth: (auth as KeyForm | undefined) ?? description.auth,
})

/** A target, and what its file holds where there is one. */
export interface OpenTarget extends Embedded {
  readonly written?: WrittenDescription
}

/** The target that was named, or the embedded endpoint, which is started and has to be stopped. @throws TargetError */
export const openTarget = async (options: TargetOptions): Promise<OpenTarget> => {
  if (namesTarget(options)) return { ...(await describeTarget(options)), stop: async () => {} }
  const { description, stop } = await startEmbedded(editionNamed(options.edition).name)
  note(`No target was named: using the embedded endpoint, started at ${description.url}.`)
  return { description: adapted(description, options), stop }
}

/** What `openTarget` would use, without starting anything. */
export const plannedTarget = async (options: TargetOptions): Promise<TargetDescription> =>
  namesTarget(options)
    ? (await describeTarget(options)).description
    : adapted(embeddedDescription('http://127.0.0.1', editionNamed(options.edition).name), options)
