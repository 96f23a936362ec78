import { isObject } from '../body.ts'
import type { Hooks } from '../hooks.ts'
import type { Parsed } from '../types.ts'
import { type Fault, fault, inBoth } from './fault.ts'

/** Understands what is no JSON, or no object. */
const reading = (read: (text: string, parsed: Parsed) => unknown): Hooks => ({
  body(parsed, { raw }) {
    if (parsed.ok && isObject(parsed.value)) return parsed
    try {
      const value = read(raw?.toString('utf8') ?? '', parsed)
      return value === undefined ? parsed : { ok: true, value }
    } catch {
      return parsed
    }
  },
})

export const bodyFaults: readonly Fault[] = [
  fault(
    'truncated-json-accepted',
    inBoth('400-BODY'),
    'JSON that ends too early is completed.',
    reading((text, { ok }) => {
      if (ok) return undefined
      for (const end of ['}', '"}', 'null}', ':null}', '":null}', ']}', '{}']) {
        try {
          return JSON.parse(text.trim().replace(/,$/, '') + end) as unknown
        } catch {
          // The next one may fit.
        }
      }
      return undefined
    }),
  ),
  fault(
    'trailing-text-ignored',
    inBoth('400-BODY'),
    'What follows a JSON object is overlooked.',
    reading((text, { ok }) => {
      for (
        let end = text.lastIndexOf('}'), tries = 0;
        !ok && end > 0 && tries < 20;
        end = text.lastIndexOf('}', end - 1), tries += 1
      ) {
        try {
          return JSON.parse(text.slice(0, end + 1)) as unknown
        } catch {
          // Perhaps the text goes on too far still.
        }
      }
      return undefined
    }),
  ),
  fault(
    'loose-json-accepted',
    inBoth('400-BODY'),
    'Single quotes, names without quotes and trailing commas pass for JSON.',
    reading((text, { ok }) =>
      ok
        ? undefined
        : (JSON.parse(
            text
              .replaceAll("'", '"')
              .replace(/([{,]\s*)([a-z_]\w*)\s*:/gi, '$1"$2":')
              .replace(/,\s*([}\]])/g, '$1'),
          ) as unknown),
    ),
  ),
  fault(
    'list-as-body-accepted',
    inBoth('400-BODY'),
    'Of a list of people the first is taken.',
    reading((_, parsed) =>
      parsed.ok && Array.isArray(parsed.value) && isObject(parsed.value[0]) ? parsed.value[0] : undefined,
    ),
  ),
  fault(
    'scalar-as-body-accepted',
    inBoth('400-BODY'),
    'An update with a number, a text or null as body changes nothing and succeeds.',
    {
      body: (parsed, { action }) =>
        parsed.ok && action === 'update' && (typeof parsed.value !== 'object' || parsed.value === null)
          ? { ok: true, value: {} }
          : parsed,
    },
  ),
  fault(
    'form-accepted-for-json',
    inBoth('400-BODY'),
    'A body that is no JSON is read as a form.',
    reading((text, { ok }) =>
      !ok && /^[\w%+.]+=/.test(text) ? Object.fromEntries(new URLSearchParams(text)) : undefined,
    ),
  ),
]
