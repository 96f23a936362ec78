import type { Credentials, KeyForm } from '../contract/credentials.ts'
import type { RecordedBody, RecordedRequest } from '../oracle/exchange.ts'
import { expand, printfFormat, shellWord, type Word } from './shell.ts'
import { count, isPlain } from './terminal/text.ts'

export interface CurlOptions {
  /** How the target takes its key where the request does not say; `bearer` unless told otherwise. */
  readonly form?: KeyForm
  /** Path of the target's base URL, for requests that curl can only send with their path given apart. */
  readonly basePath?: string
  /** Characters of a body, path or header beyond which it is left out. 2,000 unless told otherwise. */
  readonly limit?: number
}

export interface CurlCommand {
  /** A command line for any POSIX shell; it reads DOORFLOW_URL and the keys from the environment. */
  readonly command: string
  /** What the command lacks: parts that are too long to be shown. */
  readonly elided: readonly string[]
}

const variables = {
  full: 'DOORFLOW_KEY',
  restricted: 'DOORFLOW_RESTRICTED_KEY',
  expired: 'DOORFLOW_EXPIRED_KEY',
  other: 'DOORFLOW_OTHER_KEY',
} as const

const client = {
  id: 'DOORFLOW_CLIENT_ID',
  secret: 'DOORFLOW_CLIENT_SECRET',
  redirect: 'DOORFLOW_REDIRECT_URI',
} as const

const encoded = (name: string, variable: string): string[] => [
  '--data-urlencode',
  shellWord([`${name}=`, expand(`\${${variable}}`)]),
]

/** curl puts several pieces of data behind one another as the members of one form, or of the query (`--get`). */
const ofClient = (credentials: Credentials): string[] => {
  if (credentials.kind !== 'client' || credentials.in === 'header') return []
  return credentials.in === 'form'
    ? [...encoded('client_id', client.id), ...encoded('client_secret', client.secret)]
    : ['--get', ...encoded('client_id', client.id), ...encoded('redirect_uri', client.redirect)]
}

/** The key as part of a word; undefined where the request carries none. */
const keyOf = (credentials: Credentials): Word | undefined => {
  switch (credentials.kind) {
    case 'key':
      return [expand(`\${${variables[credentials.identity]}}`)]
    case 'empty':
      return ['']
    case 'truncated':
      return [expand(`\${${variables.full}%?}`)]
    case 'unknown':
      return [expand(`$(printf %s "$${variables.full}" | sed 's/./0/g')`)]
    case 'lengthened':
      return [expand(`\${${variables.full}}`), 'x']
    case 'recased':
      return [expand(`$(printf %s "$${variables.full}" | tr 'A-Za-z' 'a-zA-Z')`)]
    case 'scheme':
      return [expand(`\${${variables.full}}`)]
    case 'none':
    case 'header':
    case 'client':
      return undefined
  }
}

/** A scheme stands in the header, however keys usually travel. */
const formOf = (credentials: Credentials, standard: KeyForm): KeyForm =>
  credentials.kind === 'scheme' ? 'bearer' : (('form' in credentials ? credentials.form : undefined) ?? standard)

/** Characters that curl takes in a URL and leaves as they are. Braces and brackets need `--globoff`. */
const plainPath = /^\/[A-Za-z0-9\-._~!$&'()*+,;=:@%/?[\]{}"`|^]*$/
const dotSegment = /(?:^|\/)(?:\.|%2e){1,2}(?:[/?]|$)/i

const address = (path: string, key: Word | undefined, basePath: string): string[] => {
  const whole: Word = key === undefined ? [path] : [`${path}${path.includes('?') ? '&' : '?'}api_key=`, ...key]
  const url = expand('$DOORFLOW_URL')
  if (!plainPath.test(path))
    return ['--request-target', shellWord([basePath, ...whole], latin1(path)), shellWord([url])]
  return [
    ...(dotSegment.test(path) ? ['--path-as-is'] : []),
    ...(/[[\]{}]/.test(path) ? ['--globoff'] : []),
    shellWord([url, ...whole]),
  ]
}

/** Paths and headers go over the wire as Latin-1; what does not fit cannot have been sent, and is shown as it is. */
const latin1 = (text: string): 'latin1' | 'utf8' => (/[^\0-\xff]/.test(text) ? 'utf8' : 'latin1')

const header = (name: string, value: string): string[] => [
  '-H',
  shellWord([value.trim() === '' ? `${name};` : `${name}: ${value}`], latin1(name + value)),
]

const authorization = (credentials: Credentials, form: KeyForm, key: Word | undefined): string[] => {
  if (credentials.kind === 'header') return header('Authorization', credentials.value)
  if (credentials.kind === 'client' && credentials.in === 'header') {
    return ['-u', shellWord([expand(`\${${client.id}}`), ':', expand(`\${${client.secret}}`)])]
  }
  if (key === undefined || form === 'query') return []
  if (credentials.kind === 'scheme') return ['-H', shellWord([`Authorization: ${credentials.scheme} `, ...key])]
  if (form === 'basic') {
    const password = (credentials.kind === 'key' ? credentials.password : undefined) ?? 'x'
    return ['-u', shellWord([...key, `:${password}`])]
  }
  return ['-H', shellWord(['Authorization: Bearer ', ...key])]
}

interface Payload {
  /** Command whose output is the body, where the body cannot stand in an argument. */
  readonly pipe?: string
  readonly arguments: readonly string[]
}

/** Bytes of a recorded body. */
export const bytesOf = (body: RecordedBody): Buffer =>
  'text' in body ? Buffer.from(body.text, 'utf8') : Buffer.from(body.base64, 'base64')

const payload = (body: RecordedBody): Payload => {
  if ('base64' in body)
    return { pipe: `printf %s ${shellWord([body.base64])} | base64 -d`, arguments: ['--data-binary', '@-'] }
  if (!isPlain(body.text)) return { pipe: `printf ${printfFormat(bytesOf(body))}`, arguments: ['--data-binary', '@-'] }
  return { arguments: [body.text.startsWith('@') ? '--data-raw' : '--data-binary', `${shellWord([body.text])}`] }
}

const method = ({ method: name, body }: RecordedRequest): string[] => {
  if (name === 'HEAD') return body === undefined ? ['--head'] : ['-i', '-X', 'HEAD', '--max-time', '10']
  return name === 'GET' && body === undefined ? ['-i'] : ['-i', '-X', shellWord([name])]
}

/**
 * A recorded request as a command that sends it again: the same method, path, headers and bytes. It prints the answer
 * with its status. What is too long for a screen is left out and named.
 */
export const curl = (request: RecordedRequest, options: CurlOptions = {}): CurlCommand => {
  const { form: standard = 'bearer', basePath = '', limit = 2000 } = options
  const elided: string[] = []
  const form = formOf(request.credentials, standard)
  const key = keyOf(request.credentials)

  let path = request.path
  if (path.length > limit) {
    elided.push(`the path, of ${count(path.length)} characters`)
    path = path.slice(0, 60)
  }
  const headers = request.headers.filter(([name, value]) => {
    if (value.length <= limit) return true
    elided.push(`the header ${name}, of ${count(value.length)} characters`)
    return false
  })
  let body: Payload | undefined
  if (request.body !== undefined) {
    const long = 'text' in request.body ? request.body.text.length : request.body.base64.length
    if (long > limit) elided.push(`the body, of ${count(bytesOf(request.body).length)} bytes`)
    body = long > limit ? { arguments: ['--data-binary', "''"] } : payload(request.body)
  }

  const sent = new Set(request.headers.map(([name]) => name.toLowerCase()))
  const parts = [
    'curl',
    ...method(request),
    ...address(path, form === 'query' ? key : undefined, basePath),
    ...authorization(request.credentials, form, key),
    ...headers.flatMap(([name, value]) => header(name, value)),
    // curl would add these of its own accord.
    ...(sent.has('accept') ? [] : ['-H', "'Accept:'"]),
    ...(body === undefined || sent.has('content-type') ? [] : ['-H', "'Content-Type:'"]),
    ...(body?.arguments ?? []),
    ...ofClient(request.credentials),
  ]
  return { command: `${body?.pipe === undefined ? '' : `${body.pipe} | `}${parts.join(' ')}`, elided }
}
