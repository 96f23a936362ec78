import type { RecordedRequest } from '../../oracle/exchange.ts'
import { type CurlOptions, curl } from '../curl.ts'
import { count } from '../terminal/text.ts'

/** Characters of a command that anybody would still copy from a page. */
const longest = 6000

/** Something to be copied, with the button that does so; without the script it can still be selected. */
export const Copied = ({ text, what }: { readonly text: string; readonly what: string }) => (
  <div class="copied">
    <code>{text}</code>
    <button type="button" class="copy scripted" aria-label={`Copy the ${what}`}>
      Copy
    </button>
  </div>
)

/** A request as a command line. It reads the target's address and key from the environment. */
export const Command = ({
  title,
  request,
  options,
}: {
  readonly title?: string
  readonly request: RecordedRequest
  readonly options: CurlOptions
}) => {
  const { command, elided } = curl(request, options)
  const long = command.length > longest
  const left = long ? [`a command of ${count(command.length)} characters`] : elided
  return (
    <div class="command">
      {title === undefined ? null : <p>{title}</p>}
      {long ? null : <Copied text={command} what="command" />}
      {left.length === 0 ? null : <p class="left">{left.join(' and ')} left out here: replay sends all of it</p>}
    </div>
  )
}
