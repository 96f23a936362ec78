import type { KeyForm } from '../../contract/credentials.ts'
import type { Edition } from '../../contract/edition.ts'
import type { Operation } from '../../contract/operation.ts'
import { identifiesClient, isPage } from './refusals.ts'
import { type Node, node } from './schemas.ts'

const schemes: Readonly<Record<KeyForm, { readonly name: string; readonly scheme: Node }>> = {
  bearer: {
    name: 'bearer',
    scheme: { type: 'http', scheme: 'bearer', description: 'The key or the access token in `Authorization: Bearer`.' },
  },
  basic: {
    name: 'basic',
    scheme: { type: 'http', scheme: 'basic', description: 'The key as the user name, with any password.' },
  },
  query: {
    name: 'query',
    scheme: { type: 'apiKey', in: 'query', name: 'api_key', description: 'The key in the address, where logs see it.' },
  },
}

/** The plain form of a key comes first; the others are for targets that claim them. */
const formsOf = ({ forms }: Edition): readonly KeyForm[] => ['bearer', ...(Object.keys(forms.keys) as KeyForm[])]

export const securitySchemes = (edition: Edition): Node => ({
  ...Object.fromEntries(
    formsOf(edition).map((form) => {
      const { name, scheme } = schemes[form]
      return [name, node({ ...scheme, 'x-doorflow-clauses': clausesFor(edition, form) })]
    }),
  ),
  ...(edition.operations.some(identifiesClient) ? { client } : {}),
})

const client: Node = {
  type: 'http',
  scheme: 'basic',
  description: 'The id of a client as the user name and its secret as the password.',
}

const clausesFor = ({ forms }: Edition, form: KeyForm): readonly string[] | undefined => {
  const clause = forms.keys[form]
  return clause === undefined ? undefined : [clause]
}

/** Any one of the forms opens every operation. */
export const security = (edition: Edition): readonly Node[] =>
  formsOf(edition).map((form) => ({ [schemes[form].name]: [] }))

/** What an operation asks for in place of a key: nothing for a page, and a client may also say in the body who it is. */
export const ownSecurity = (operation: Operation): readonly Node[] | undefined => {
  if (isPage(operation)) return []
  return identifiesClient(operation) ? [{ client: [] }, {}] : undefined
}
