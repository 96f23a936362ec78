import { depthOf, shapeOf } from '../../oracle/wire/json-text.ts'

/** Why a text is not JSON that two readers understand alike: half a sentence, without anything of the text. */
export class JsonProblem extends Error {
  override readonly name = 'JsonProblem'
}

const deepest = 64

/**
 * Parses JSON that somebody else may have tampered with: UTF-8, no member named twice (readers differ in which they take),
 * and no deeper than 64 levels.
 *
 * @throws JsonProblem
 */
export const parseStrict = (bytes: Uint8Array): unknown => {
  const text = decode(bytes)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new JsonProblem('is not JSON, or only the beginning of it')
  }
  if (depthOf(value) > deepest) throw new JsonProblem(`is nested deeper than ${deepest} levels`)
  if (shapeOf(text).duplicates)
    throw new JsonProblem('names a member twice, so that readers may differ in what it says')
  return value
}

const decode = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new JsonProblem('is not UTF-8')
  }
}
