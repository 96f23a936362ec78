import type { HeldCredential } from './entities.ts'
import type { Store } from './store.ts'
import type { Members } from './types.ts'

/** What an article shows of a mobile credential besides, and what the OpenAPI description does. */
const mobile = ({ edition }: Store, id: number | string): Members =>
  edition === 'classic'
    ? {
        invitation_code: `REFR-${String(id).padStart(4, '0').slice(-4)}-AAAA-0000`,
        invitation_expires_at: '2030-01-01T00:00:00Z',
      }
    : { url: null, wallet_type: null }

/** A credential as whoever asks sees it. */
export const show = (store: Store, { id, person, type, value }: HeldCredential): Members => {
  const common = { id, person_id: person.id, credential_type_id: type.id, label: type.label }
  if (type.simple) return { ...common, value, status: 'active' }
  return { ...common, value: null, status: 'invited', ...mobile(store, id) }
}
