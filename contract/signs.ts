import { articles, responsesAndErrors } from './classic/sources.ts'
import type { Source } from './clause.ts'
import { openApi } from './current/sources.ts'

/** In which form an edition's documents give what any harmless reading shows, so that editions can be told apart. */
export interface Signs {
  /** Members that only this edition's documents give the body of a refusal. */
  readonly refusal: { readonly members: readonly string[]; readonly source: Source }
  readonly accountId: { readonly type: 'integer' | 'text'; readonly source: Source }
  /** Headers, in lower case, in which a list says how much there is. */
  readonly paging: { readonly headers: readonly string[]; readonly source: Source }
}

/**
 * Signs are no clauses: an endpoint may keep every clause of an edition without showing them. Only together do they say
 * which edition somebody has built.
 */
export const signs: Readonly<Record<string, Signs>> = {
  classic: {
    refusal: {
      members: ['type'],
      source: responsesAndErrors('Response attributes', 'type'),
    },
    accountId: { type: 'integer', source: articles.account('GET') },
    paging: {
      headers: ['x-page', 'x-per-page', 'x-total-results'],
      source: articles.pagination('Response headers'),
    },
  },
  current: {
    refusal: {
      members: ['error', 'error_description'],
      source: openApi('components', 'schemas', 'Error'),
    },
    accountId: {
      type: 'text',
      source: openApi('components', 'schemas', 'Account'),
    },
    paging: {
      headers: ['total', 'per-page'],
      source: openApi('GET /api/3/people', '200', 'headers'),
    },
  },
}
