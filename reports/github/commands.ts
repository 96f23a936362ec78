/**
 * What GitHub Actions reads from the output of a step: a line that begins with `::name`, blanks aside, is a command, and so
 * is whatever stands behind `##[` anywhere in a line. Azure Pipelines, which shares the older form, has `##vso[` besides.
 */
// Colons are looked for first: what is looked for from each beginning of a line goes over a run of blank lines once for each.
const atStart = /:(?=:)(?<=^[\s\u0085]*:)/gm
const anywhere = /##(?=(?:vso)?\[)/gi

/**
 * Text that no runner takes for a command, whatever is in it: one character of what would make it one is spelled out, as
 * other harmful ones are. For all that is printed while a runner reads along.
 */
export const withoutCommands = (text: string): string => text.replace(anywhere, '#\\u0023').replace(atStart, '\\u003a')

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

/** One annotation as a workflow command: a line that the runner takes for one command, whatever the texts are. */
export const annotation = (
  kind: 'error' | 'warning',
  { title, message }: { readonly title: string; readonly message: string },
): string => `::${kind} title=${property(withoutCommands(title))}::${data(withoutCommands(message))}`
