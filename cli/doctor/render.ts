import { groupBy } from '../../reports/group.ts'
import { colours, count, counted, readable, wrap } from '../../reports/terminal/text.ts'
import { rows } from '../output.ts'
import { additions } from './additions.ts'
import type { ClauseSeen, EditionSeen } from './edition.ts'
import type { Need, Outlook } from './needs.ts'
import type { Diagnosis } from './report.ts'

interface Layout {
  readonly color: boolean
  readonly width: number
}

/** Ids and operations that are named before the rest is only counted. */
const named = 6

const some = (names: readonly (number | string)[]): string =>
  names.length <= named ? names.join(', ') : `${names.slice(0, named).join(', ')} and ${names.length - named} more`

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`))
    .join('\n')

/** A diagnosis for people: what is wrong first, what to add last. */
export const renderDiagnosis = (diagnosis: Diagnosis, { color, width }: Layout): string => {
  const { target, problems, reachable, seen, cells, lines } = diagnosis
  const paint = colours(color)
  const sections: string[] = [
    problems.length === 0 ? paint.green('READY') : paint.red('NOT READY'),
    problems.flatMap(({ message }) => wrap(`  ${readable(message)}`, width, '  ')).join('\n'),
    indented(rows(overview(target, reachable, seen))),
    ...(seen === undefined
      ? []
      : [editionSection(seen.edition), clauseSection(seen.edition, width), foundSection(seen)]),
    cellSection(cells, width),
  ]
  if (lines !== '') {
    const how = 'To let more cells run, add what applies to the target description:'
    sections.push(`${how}\n\n${lines.trimEnd()}`)
  }
  return sections.filter((section) => section !== '').join('\n\n')
}

const overview = (
  { url, kind, edition }: Diagnosis['target'],
  reachable: boolean,
  seen: Diagnosis['seen'],
): readonly (readonly string[])[] => {
  if (seen === undefined)
    return [
      ['target', `${url} (${kind})`],
      ['reachable', reachable ? 'yes' : 'no'],
    ]
  const { answers, account, edition: spoken } = seen
  const { requests, median, longest } = answers
  const speaks =
    spoken.instead ?? (spoken.fitting.length === 0 ? 'none without deviations' : spoken.fitting.join(' or '))
  const fits = spoken.instead !== undefined ? 'does not fit' : spoken.fitting.includes(edition) ? 'fits' : 'deviates'
  return [
    ['target', `${url} (${kind})`],
    ['reachable', `yes: ${counted(requests, 'reading')}, half of them within ${median} ms, all within ${longest} ms`],
    ['account', `${account.id ?? 'shows no id'}${account.id === account.described ? ', as described' : ''}`],
    ['speaks', speaks],
    ['claimed', `${edition}, which ${fits}`],
  ]
}

const editionSection = ({ signs }: EditionSeen): string =>
  `What tells the editions apart:\n${indented(
    rows([
      ['SIGN', 'SEEN', 'FITS'],
      ...signs.map(({ what, seen, fits }) => [what, readable(seen), fits.join(', ') || 'none']),
    ]),
  )}`

const clauseSection = ({ claimed, clauses }: EditionSeen, width: number): string => {
  const of = (its: readonly ClauseSeen[]): string[] => {
    const held = its.filter(({ broken }) => broken.length === 0)
    const broken = its.filter((one) => one.broken.length > 0)
    return [
      ...wrap(`  held    ${held.map(({ clause }) => clause).join(' ')}`, width, '          '),
      ...broken.flatMap(({ clause, level, broken: where }) =>
        // The same deviation of several operations is said once, with the first that was seen.
        [...groupBy(where, ({ expected }) => expected)].flatMap(([expected, alike]) => {
          const on = some([...new Set(alike.map(({ operation }) => operation))])
          const text = `  broken  ${clause} ${level} ${on}: expected ${expected}; observed ${alike[0]?.observed ?? ''}`
          return wrap(readable(text), width, '          ')
        }),
      ),
    ]
  }
  const others = Object.entries(clauses).filter(([name]) => name !== claimed)
  return [
    `What these readings show of the clauses of ${claimed}, once each; a run shows more:`,
    ...of(clauses[claimed] ?? []),
    ...others.map(([name, its]) => {
      const broken = its.filter((one) => one.level === 'MUST' && one.broken.length > 0)
      const which = broken.length === 0 ? '' : `: ${broken.map(({ clause }) => clause).join(', ')}`
      return `Judged by ${name} they would break ${counted(broken.length, 'MUST clause')}${which}.`
    }),
  ].join('\n')
}

const foundSection = ({ found, working }: NonNullable<Diagnosis['seen']>): string =>
  [
    'Found:',
    indented(rows(Object.entries(found).map(([resource, ids]) => [resource, String(ids.length), some(ids)]))),
    'Works:',
    indented(
      rows(
        working.map(({ what, works, seen, described }) => [
          works ? 'yes' : 'no',
          what,
          readable(seen),
          described ? '' : works ? 'not claimed; it could be' : 'not claimed',
        ]),
      ),
    ),
  ].join('\n')

const whatOf = (id: string): string => additions.find((one) => one.id === id)?.what ?? id

const needLine = ({ additions: ids, cells }: Need): string =>
  `${counted(cells.length, 'cell')}: ${ids.map((id) => `${whatOf(id)} (${id.replace(':', ': ')})`).join(', and ')}`

const cellSection = ({ runnable, cells, operations, needs, others }: Outlook, width: number): string => {
  const partial = operations.filter((one) => one.runnable < one.cells)
  const lines = [`${count(runnable)} of ${counted(cells, 'cell')} could run.`]
  if (partial.length > 0) {
    const table = rows([
      ['OPERATION', 'COULD RUN', 'OF'],
      ...operations.map(({ operation, runnable: can, cells: all }) => [operation, String(can), String(all)]),
    ])
    lines.push(indented(table))
  }
  if (needs.length > 0)
    lines.push('What is missing:', ...needs.flatMap((need) => wrap(`  ${needLine(need)}`, width, '    ')))
  if (others.length > 0) {
    lines.push('What no addition changes:')
    for (const { reason, cells: its } of others)
      lines.push(...wrap(`  ${counted(its.length, 'cell')}: ${readable(reason)}`, width, '    '))
  }
  return lines.join('\n')
}
