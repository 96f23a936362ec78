/** A command as the runner of GitHub Actions reads it. */
export interface WorkflowCommand {
  readonly name: string
  readonly properties: Readonly<Record<string, string>>
  readonly data: string
}

const data = (text: string): string => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
const property = (text: string): string => data(text.replaceAll('%3A', ':').replaceAll('%2C', ','))

const propertiesOf = (text: string, separator: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text
      .split(separator)
      .map((each) => each.trim())
      .filter((each) => each !== '')
      .map((each) => {
        const [name = '', ...value] = each.split('=')
        return [name, property(value.join('='))]
      }),
  )

/** Blanks as .NET trims them. */
const blanks = /^[\s\u0085]*/

/** `::name a=b,c=d::data`, where nothing but blanks stands before it. */
const newForm = (line: string): WorkflowCommand | undefined => {
  const trimmed = line.replace(blanks, '')
  if (!trimmed.startsWith('::')) return undefined
  const end = trimmed.indexOf('::', 2)
  if (end < 0) return undefined
  const [name = '', ...rest] = trimmed.slice(2, end).split(' ')
  return { name, properties: propertiesOf(rest.join(' '), ','), data: data(trimmed.slice(end + 2)) }
}

/** `##[name a=b;c=d]data`, anywhere in a line; `##vso[…]` likewise, which Azure Pipelines reads. */
const oldForm = (line: string): WorkflowCommand | undefined => {
  const found = /##(?:vso)?\[([^\]]*)\](.*)/is.exec(line)
  if (found === null) return undefined
  const [name = '', ...rest] = (found[1] ?? '').split(' ')
  return { name, properties: propertiesOf(rest.join(' '), ';'), data: found[2] ?? '' }
}

/** The commands that a runner finds in what a step prints. Any end of a line ends one. */
export const workflowCommands = (output: string): readonly WorkflowCommand[] =>
  output.split(/\r\n|\r|\n/).flatMap((line) => newForm(line) ?? oldForm(line) ?? [])
