import { unprintable } from '../terminal/text.ts'

const unit = (character: string, at: number): string => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`

/**
 * A document as JSON that can be shown anywhere: whatever cannot be seen, or acts on a terminal or on the lines of a
 * script, is spelled out. The only such character that JSON leaves as it is outside of strings is the end of a line.
 */
export const jsonText = (value: unknown): string => {
  const text = JSON.stringify(value, undefined, 2).replace(unprintable, (character) =>
    character === '\n' ? character : Array.from({ length: character.length }, (_, at) => unit(character, at)).join(''),
  )
  return `${text}\n`
}
