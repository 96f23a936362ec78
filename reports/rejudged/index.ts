import { colours, count, counted, readable, wrap } from '../terminal/text.ts'
import type { Changes } from './changes.ts'

/** So many cells are named; the others are counted. */
const named = 20

/** What judging again has changed, for a terminal. */
export const renderChanges = (
  changes: Changes,
  { color, width }: { readonly color: boolean; readonly width: number },
): string => {
  const paint = colours(color)
  const { suite, sameSuite, filters, whole, compared, cells, added, dropped, retraced } = changes
  const recorder = [`suite ${readable(suite.version)}`, ...(suite.commit === undefined ? [] : [readable(suite.commit)])]
  const lines: string[] = []
  const say = (text: string): void => void lines.push(...wrap(`  ${text}`, width, '    '))
  const list = (title: string, its: readonly string[]): void => {
    if (its.length === 0) return
    const more = its.length > named ? `, and ${counted(its.length - named, 'other')}` : ''
    say(`${title}: ${its.slice(0, named).map(readable).join(', ')}${more}`)
  }
  say(`recorded by ${recorder.join(', ')}${sameSuite ? ', judged by the same' : ', judged by another'}`)
  for (const [option, patterns] of [
    ['only', filters.only],
    ['exclude', filters.exclude],
  ] as const)
    if (patterns.length > 0)
      say(`a part of what there is: --${option} ${patterns.map(readable).join(`, --${option} `)}`)
  if (!whole) say(paint.yellow('The recording ends before its run did: what follows is missing.'))
  if (cells.length === 0) say(`same verdict as the run's on each of ${counted(compared, 'cell')}`)
  else {
    say(paint.yellow(`another verdict than the run's on ${counted(cells.length, 'cell')} of ${count(compared)}:`))
    for (const { cell, was, is } of cells.slice(0, named)) say(`  ${readable(cell)}  ${was} → ${is}`)
    if (cells.length > named) say(`  and ${counted(cells.length - named, 'other')}`)
  }
  list('new in this suite, and not in the recording', added)
  list('in the recording, and not in this suite', dropped)
  if (retraced === undefined) say('not compared with what its seed draws: this suite draws other cases')
  else if (retraced.length === 0) say('every request is the one that its seed draws')
  else {
    say(paint.yellow(`not what its seed draws, ${counted(retraced.length, 'time')}:`))
    for (const { detail } of retraced.slice(0, named)) say(`  ${readable(detail)}`)
    if (retraced.length > named) say(`  and ${counted(retraced.length - named, 'other')}`)
  }
  if (changes.incomplete)
    say(paint.yellow('By this suite there is no verdict: the recording lacks some of what it would send.'))
  if (changes.contradicts)
    say(paint.red('The recording contradicts itself: it was altered, or its suite does not judge as it should.'))
  return [paint.bold('Judged again'), ...lines].join('\n')
}
