/** A finding as it is printed. */
export interface Printed {
  readonly clause: string
  readonly operation: string
  /** Status that was observed; undefined where no answer came. */
  readonly status: string | undefined
  /** Commands that show it, each with the status that it was answered with where there are several. */
  readonly commands: readonly { readonly line: string; readonly status: string | undefined }[]
  /** The commands name ids that only the run's own things had. */
  readonly boundToRun: boolean
  /** What to type to see it again. */
  readonly replay: string
  readonly text: string
}

/** Of one that is shown in full: one that is only counted among others like it names no operation. */
const heading = /^([A-Z]{2}-[A-Z0-9-]+) {2}(?:MUST|SHOULD|MAY) {2}([a-z]\w*)/

const commandsIn = (lines: readonly string[]): Printed['commands'] =>
  lines.flatMap((line, index) => {
    const command = /^ {2}(?:smallest| {8}) {2}(?: *\d+ {2})?(.*\bcurl .*)$/.exec(line)?.[1]
    if (command === undefined) return []
    const answer = lines.slice(index + 1).find((next) => !next.trim().startsWith('#'))
    return [{ line: command, status: /^ +(\d{3})\b/.exec(answer ?? '')?.[1] }]
  })

/** The findings that a report shows in full. */
export const findingsIn = (report: string): readonly Printed[] =>
  report.split('\n\n').flatMap((text) => {
    const lines = text.trimEnd().split('\n')
    const [, clause, operation] = heading.exec(lines[0] ?? '') ?? []
    const replay = /^ {2}replay {4}(doorflow-conformance replay \S.*)$/m.exec(text)?.[1]
    if (clause === undefined || operation === undefined || replay === undefined) return []
    const status = /^ {2}observed {2}(\d{3})\b/m.exec(text)?.[1]
    const boundToRun = text.includes('# ids are those of this run')
    return [{ clause, operation, status, commands: commandsIn(lines), boundToRun, replay, text }]
  })
