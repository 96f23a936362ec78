import { Document, type YAMLMap } from 'yaml'
import type { Edition } from '../contract/edition.ts'
import { isConfirmed } from '../oracle/findings.ts'
import type { Finding, RunResult } from '../oracle/results.ts'
import { daysAfter, waivedKeys } from '../oracle/waivers.ts'
import { readable } from './terminal/text.ts'

/** Days for which a suggested waiver holds. */
const term = 30

/** What a clause demands and what came instead, for those who are to say why that is accepted. */
const comment = (edition: Edition, { level, violation }: Finding): string => {
  const statement = edition.clauses.find(({ id }) => id === violation.clause)?.statement ?? ''
  return readable(` ${level}: ${statement} Expected ${violation.expected}; observed ${violation.status}.`)
}

/**
 * The file that would excuse what was found and is not excused yet, as YAML. Its entries have neither reason nor owner,
 * so that it is refused until somebody has filled them in.
 */
export const suggestWaivers = (edition: Edition, { findings, waivers, run }: RunResult): string => {
  const waived = waivedKeys(waivers)
  const open = findings.filter(({ key, level }) => level !== 'MAY' && !waived.has(key))
  if (open.length === 0) return '# Nothing was found that a waiver could be suggested for.\n'
  const expires = daysAfter(run.startedAt.slice(0, 10), term)
  const document = new Document({})
  document.commentBefore =
    ' Waivers for what was found, for the file that --waivers names. Fill in reason and owner: it is refused until then.'
  for (const [list, its] of [
    ['waivers', open.filter(isConfirmed)],
    ['flaky', open.filter((finding) => !isConfirmed(finding))],
  ] as const) {
    if (its.length === 0) continue
    const entries = its.map((finding) => {
      const entry = document.createNode({ key: finding.key, reason: '', owner: '', expires }) as YAMLMap
      entry.commentBefore = comment(edition, finding)
      return entry
    })
    document.set(list, document.createNode(entries))
  }
  return document.toString({ lineWidth: 0 })
}
