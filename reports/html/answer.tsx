import { STATUS_CODES } from 'node:http'
import type { Exchange, ObservedBody } from '../../oracle/exchange.ts'
import { count } from '../terminal/text.ts'
import { readableBody, shown } from './text.ts'

/** `422 Unprocessable Entity`; as it is where it is the kind of a failure. */
export const statusLine = (status: string): string => {
  const name = STATUS_CODES[status]
  return name === undefined ? shown(status, 60) : `${status} ${name}`
}

const bodyText = (body: ObservedBody): string => {
  switch (body.kind) {
    case 'none':
      return 'no body'
    case 'json':
      return readableBody(body.value)
    case 'text':
      return `${shown(body.tag, 400)} (${shown(body.error, 400)})`
  }
}

/** The status that an exchange was answered with, or its body. */
export const Answer = ({ exchange, body = false }: { readonly exchange: Exchange; readonly body?: boolean }) => {
  const { response, failure } = exchange
  if (!body)
    return (
      <>
        {response === undefined
          ? `no answer: ${shown(failure?.message ?? 'nothing arrived')}`
          : statusLine(String(response.status))}
      </>
    )
  if (response === undefined || response.body.kind === 'none') return null
  const { bytes } = response.body
  return (
    <div class="answer">
      <p>
        Answer <span class="quiet">{count(bytes)} bytes</span>
      </p>
      <pre>
        <code>{bodyText(response.body)}</code>
      </pre>
    </div>
  )
}
