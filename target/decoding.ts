import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib'

const decoders: Readonly<Record<string, typeof gunzipSync>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
}

/**
 * Undoes a Content-Encoding: the suite asks for none, but HTTP lets a server choose one all the same. Undefined if the
 * encoding is unknown, the bytes are not in it, or more than `limit` bytes come out.
 */
export const decodeBody = (bytes: Buffer, encoding: string, limit: number): Buffer | undefined => {
  let decoded: Buffer = bytes
  for (const name of encoding.toLowerCase().split(',').reverse()) {
    const coding = name.trim()
    if (coding === '' || coding === 'identity') continue
    const decoder = decoders[coding]
    if (decoder === undefined) return undefined
    try {
      decoded = decoder(decoded, { maxOutputLength: limit })
    } catch {
      // zlib has one error for every way in which bytes can be wrong; what they were is not ours to record.
      return undefined
    }
  }
  return decoded
}
