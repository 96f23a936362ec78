import { embeddedDescription } from '../../cli/embedded.ts'
import type { TargetDescription } from '../../target/description.ts'

/** A target that claims everything, so that every cell of an edition can be planned for it. Nothing listens there. */
export const fullyDescribed = (edition = 'classic'): TargetDescription => ({
  ...embeddedDescription('http://127.0.0.1:9', edition),
  kind: 'dedicated',
})
