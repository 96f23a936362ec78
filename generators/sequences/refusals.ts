import fc from 'fast-check'
import type { Defect } from '../../contract/defect.ts'
import type { Draft, GarbleKind } from '../draft.ts'

/** A way to spoil the body of an update so that it has to be refused, or had better be. */
export type Spoiling = 'cut' | 'garbled' | 'list' | 'number' | 'broken-email' | 'without-value'

interface Spoilt {
  readonly draft: Draft
  readonly defect: Defect
}

const wire = (rule: 'body-syntax' | 'body-object'): Defect => ({ rule, place: 'wire', parameters: [] })

const garble: GarbleKind = 'trailing-comma'

/** Spoilings of any body. */
export const anySpoiling: fc.Arbitrary<Spoiling> = fc.constantFrom('cut', 'garbled', 'list', 'number')

/** An update with something wrong in it, and what that is. */
export const spoil = (draft: Draft, how: Spoiling): Spoilt => {
  const value = draft.body?.value ?? {}
  switch (how) {
    case 'cut':
      return { draft: { ...draft, body: { value, mangle: { kind: 'cut', at: 700 } } }, defect: wire('body-syntax') }
    case 'garbled':
      return {
        draft: { ...draft, body: { value, mangle: { kind: 'garble', how: garble } } },
        defect: wire('body-syntax'),
      }
    case 'list':
      return { draft: { ...draft, body: { value: [value] } }, defect: wire('body-object') }
    case 'number':
      return { draft: { ...draft, body: { value: 42 } }, defect: wire('body-object') }
    case 'broken-email':
      return {
        draft: { ...draft, body: { value: { ...(value as object), email: 'nobody at all' } } },
        defect: { rule: 'format', place: 'body', parameters: ['email'] },
      }
    case 'without-value':
      return {
        draft: { ...draft, body: { value: {} } },
        defect: { rule: 'required', place: 'body', parameters: ['value'] },
      }
  }
}
