import type { KeyForm } from '../contract/types.ts'
import type { TargetDescription } from '../target/description.ts'
import { editionNamed } from './editions.ts'
import { type Embedded, embeddedDescription, startEmbedded } from './embedded.ts'
import { describeTarget, namesTarget, type TargetOptions } from './options.ts'
import { note } from './output.ts'

const adapted = (description: TargetDescription, { auth, edition }: TargetOptions): TargetDescription => ({
  ...description,
  edition: editionNamed(edition).name,
  auth: (auth as KeyForm | undefined) ?? description.auth,
})

/** The target that was named, or the embedded endpoint, which is started and has to be stopped. @throws TargetError */
export const openTarget = async (options: TargetOptions): Promise<Embedded> => {
  if (namesTarget(options)) return { description: await describeTarget(options), stop: async () => {} }
  editionNamed(options.edition)
  const { description, stop } = await startEmbedded()
  note(`No target was named: using the embedded endpoint, started at ${description.url}.`)
  return { description: adapted(description, options), stop }
}

/** What `openTarget` would use, without starting anything. */
export const plannedTarget = async (options: TargetOptions): Promise<TargetDescription> =>
  namesTarget(options) ? describeTarget(options) : adapted(embeddedDescription('http://127.0.0.1'), options)
