import type { JsonBody } from '../oracle/exchange.ts'
import { normalForm } from '../oracle/tag.ts'

/** Most characters of the texts that are remembered together: what a hostile target fills stays small. */
const capacity = 512 * 1024
/** Longer ones seldom come twice, and would push out many others. */
const longest = 32 * 1024

interface Remembered {
  readonly body: JsonBody
  /** The strings in it that became tags, as the target sent them. */
  readonly tagged: readonly string[]
  /** Their normal forms, once they are asked for. */
  forms?: ReadonlySet<string>
}

/** What the bodies were redacted to that a target sends again and again: most refusals, and lists of what never changes. */
export interface RepeatedBodies {
  /** The body that the same text was redacted to, unless a case knows (`known`) a string of it that became a tag. */
  find(text: string, known: readonly string[]): JsonBody | undefined
  /** For a body of which nothing stayed because of the case that it was an answer to. */
  keep(text: string, body: JsonBody, tagged: readonly string[]): void
}

export const rememberBodies = (): RepeatedBodies => {
  const bodies = new Map<string, Remembered>()
  let characters = 0

  return {
    find: (text, known) => {
      const found = bodies.get(text)
      if (found === undefined) return undefined
      if (found.tagged.length === 0 || known.length === 0) return found.body
      found.forms ??= new Set(found.tagged.map(normalForm))
      for (const own of known) if (found.forms.has(normalForm(own))) return undefined
      return found.body
    },
    keep: (text, body, tagged) => {
      if (text.length > longest) return
      characters += text.length
      if (characters > capacity) {
        bodies.clear()
        characters = text.length
      }
      bodies.set(text, { body, tagged })
    },
  }
}
