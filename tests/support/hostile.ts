import type { Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** What an endpoint may do to whoever asks it, on the bare socket. It ends by itself when the socket is closed. */
export type Behaviour = (socket: Socket) => void

const json = 'content-type: application/json\r\n'

const says =
  (text: string | Buffer, end = true): Behaviour =>
  (socket) => {
    socket.write(text)
    if (end) socket.end()
  }

/** A whole answer with a body. */
const answer = (body: string | Buffer, headers = json, status = '200 OK'): Buffer =>
  Buffer.concat([
    Buffer.from(`HTTP/1.1 ${status}\r\n${headers}content-length: ${Buffer.byteLength(body)}\r\n\r\n`, 'latin1'),
    Buffer.from(body),
  ])

const answers = (...given: Parameters<typeof answer>): Behaviour => says(answer(...given))

/** Begins to answer, and goes on with the same for ever, as fast as it is taken. */
const forEver =
  (begin: string, more: string | Buffer): Behaviour =>
  (socket) => {
    socket.write(begin)
    const go = (): void => {
      while (!socket.destroyed && socket.write(more));
    }
    socket.on('drain', go)
    go()
  }

/** Says one thing after the other, a little each time. */
const drips =
  (begin: string, more: string): Behaviour =>
  (socket) => {
    socket.write(begin)
    const timer = setInterval(() => socket.write(more), 40)
    socket.on('close', () => clearInterval(timer))
  }

/** Resets the connection after some bytes. */
const resets =
  (begin: string): Behaviour =>
  (socket) => {
    socket.write(begin, () => socket.resetAndDestroy())
  }

const head = (more = ''): string => `HTTP/1.1 200 OK\r\n${json}${more}\r\n`
const chunked = head('transfer-encoding: chunked\r\n')
const mebibyte = 1024 * 1024
const zeros = Buffer.alloc(64 * mebibyte)

/** Each with the status that is read, or the kind of failure. */
export const hostile: Readonly<Record<string, readonly [Behaviour, readonly (number | string)[]]>> = {
  'a body without end': [forEver(chunked, `10000\r\n${'x'.repeat(0x10000)}\r\n`), ['too-large']],
  'a body without end and without chunks': [forEver(head(), 'x'.repeat(0x10000)), ['too-large']],
  'a body that drips': [drips(chunked, '1\r\nx\r\n'), ['timeout']],
  'a body that never begins': [says(head('content-length: 100\r\n'), false), ['timeout']],
  'header lines without end': [forEver('HTTP/1.1 200 OK\r\n', `x-more: ${'y'.repeat(1000)}\r\n`), ['protocol']],
  'one header line without end': [forEver('HTTP/1.1 200 OK\r\nx-more: ', 'y'.repeat(0x10000)), ['protocol']],
  'header lines that drip': [drips('HTTP/1.1 200 OK\r\n', 'x-more: y\r\n'), ['timeout', 'protocol']],
  'ten thousand header lines': [says(`HTTP/1.1 200 OK\r\n${'x: y\r\n'.repeat(10_000)}\r\n`), ['protocol', 200]],
  silence: [() => {}, ['timeout']],
  'an interim answer without end': [
    forEver('', 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(100)),
    ['protocol', 'timeout', 'reset'],
  ],
  'early hints before the answer': [says(`HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n${answer('[]')}`), [200]],
  'a switch of protocols': [
    says('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ['protocol', 'reset'],
  ],
  'rubbish for a status line': [says('HTTP/1.1 twohundred OK\r\n\r\n'), ['protocol']],
  'a status of four digits': [says('HTTP/1.1 2000 OK\r\ncontent-length: 0\r\n\r\n'), ['protocol']],
  'a status that does not exist': [answers('[]', json, '999 Whatever'), [999]],
  'bytes that are no HTTP': [says(Buffer.from([0, 1, 2, 255, 254, 13, 10, 13, 10])), ['protocol']],
  'HTTP of version 0.9': [says('[]\r\n'), ['protocol']],
  'HTTP of version 2': [says(Buffer.from('00001204000000000000030000006400040000ffff', 'hex')), ['protocol']],
  'HTTP of version 1.0': [says(`HTTP/1.0 200 OK\r\n${json}\r\n[]`), [200]],
  'a body shorter than it says': [says(`${head('content-length: 50\r\n')}[]`), ['reset', 'protocol']],
  'a body longer than it says': [says(`${head('content-length: 2\r\n')}[][1,2,3]`, false), [200, 'protocol']],
  'a length below zero': [says(`${head('content-length: -5\r\n')}[]`), ['protocol']],
  'two lengths': [says(`${head('content-length: 2\r\ncontent-length: 3\r\n')}[]`), ['protocol']],
  'a length and chunks': [
    says(`${head('content-length: 2\r\ntransfer-encoding: chunked\r\n')}0\r\n\r\n`),
    ['protocol', 200],
  ],
  'a chunk of no size': [says(`${chunked}zz\r\n[]\r\n0\r\n\r\n`), ['protocol']],
  'a chunk larger than any number': [says(`${chunked}ffffffffffffffffff\r\n[]`), ['protocol']],
  'chunks that break off': [says(`${chunked}2\r\n[]\r\n`), ['reset', 'protocol']],
  'an end before any byte': [says(''), ['reset']],
  'a reset before any byte': [resets(''), ['reset']],
  'a reset within the header lines': [resets('HTTP/1.1 200 OK\r\ncontent-'), ['reset']],
  'a reset within the body': [resets(`${head('content-length: 50\r\n')}[`), ['reset']],
  'a compressed body that swells beyond all measure': [
    answers(gzipSync(zeros), `${json}content-encoding: gzip\r\n`),
    [200],
  ],
  'another compression that does': [answers(brotliCompressSync(zeros), `${json}content-encoding: br\r\n`), [200]],
  'fifty compressions at once': [
    answers(gzipSync('[]'), `${json}content-encoding: ${Array(50).fill('gzip').join(', ')}\r\n`),
    [200],
  ],
  'a compression that nobody knows': [answers('[]', `${json}content-encoding: zx81\r\n`), [200]],
  'a body that is not compressed as it says': [answers('[]', `${json}content-encoding: gzip\r\n`), [200]],
  'nesting of a million levels': [answers(`${'['.repeat(1e6)}${']'.repeat(1e6)}`), [200]],
  'nesting that is never closed': [answers('{"a":'.repeat(1e6)), [200]],
  'a hundred thousand members': [
    answers(`{${Array.from({ length: 1e5 }, (_, index) => `"m${index}":"${index}"`).join(',')}}`),
    [200],
  ],
  'a number of a million digits': [answers(`[${'9'.repeat(1e6)}]`), [200]],
  'members that stand for prototypes': [
    answers('[{"__proto__":{"id":1},"constructor":{"prototype":{"id":2}},"toString":"x","id":3}]'),
    [200],
  ],
  'text that is no UTF-8': [answers(Buffer.from([0x5b, 0x22, 0xff, 0xfe, 0xc0, 0x80, 0x22, 0x5d])), [200]],
  'escapes for a terminal': [
    answers('["\\u001b[2J\\u001b]0;owned\\u0007"]', `${json}retry-after: \u001b[2J\r\n`),
    [200, 'protocol'],
  ],
  markup: [answers('["<script>alert(1)</script>"]', 'content-type: text/html\r\n'), [200]],
  'a way to another host': [answers('', 'location: http://127.0.0.1:9/elsewhere\r\n', '302 Found'), [302]],
  'a body where there must be none': [
    says('HTTP/1.1 204 No Content\r\ncontent-length: 2\r\n\r\n[]', false),
    [204, 'protocol'],
  ],
  'an answer that nobody asked for behind the right one': [
    says(Buffer.concat([answer('[]'), answer('[{"id":666}]')]), false),
    [200, 'protocol'],
  ],
}
