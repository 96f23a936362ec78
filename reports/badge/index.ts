import { makeBadge } from 'badge-maker'
import type { Edition } from '../../contract/edition.ts'
import { type Conclusion, conclusionOf } from '../../oracle/conclusion.ts'
import type { RunResult } from '../../oracle/results.ts'
import { waivedKeys } from '../../oracle/waivers.ts'
import type { ReportOptions } from '../options.ts'
import { count } from '../terminal/text.ts'

const words: Readonly<Record<Conclusion, readonly [message: string, color: string]>> = {
  conformant: ['conformant', 'brightgreen'],
  'not-conformant': ['not conformant', 'red'],
  'waivers-to-mend': ['waivers to mend', 'orange'],
  'no-verdict': ['no verdict', 'lightgrey'],
  'suite-at-fault': ['no verdict', 'lightgrey'],
  interrupted: ['no verdict', 'lightgrey'],
}

/**
 * The verdict of a run as a badge (SVG), with the edition in its label. A run that filters or a budget have cut says so,
 * and so does one with waivers: a badge is read without the report behind it.
 */
export const renderBadge = ({ name }: Edition, result: RunResult, { filtered = false }: ReportOptions = {}): string => {
  const conclusion = conclusionOf(result)
  const [message, color] = words[conclusion]
  const waived = waivedKeys(result.waivers).size
  const inPart = filtered || (result.run.cut ?? []).length > 0 || result.run.ending !== undefined
  const but = [...(inPart ? ['in part'] : []), ...(waived === 0 ? [] : [`${count(waived)} waived`])]
  return `${makeBadge({
    label: `DoorFlow ${name}`,
    message: conclusion === 'conformant' ? [message, ...but].join(', ') : message,
    color: conclusion === 'conformant' && but.length > 0 ? 'yellowgreen' : color,
  })}\n`
}
