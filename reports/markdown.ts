/** All that Markdown, HTML or GitHub may read, within a line, as more than itself: markup, links, mentions, emoji. */
const special = /[!#$%&*+:<>@[\\\]^_`|~]|(?<=www)\./gi

/** Text as it stands within a line or a cell of a table, and nothing else. It may not begin a line. */
export const plain = (text: string): string => text.replace(special, (character) => `&#${character.charCodeAt(0)};`)

/** The same in the letters of code. */
export const code = (text: string): string => `<code>${plain(text)}</code>`

/** Lines of code. The fence is longer than any in it. */
export const fenced = (text: string, language = ''): string => {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}${language}\n${text}\n${fence}`
}
