import { facts } from '../../reference/seed.ts'

interface Entity {
  readonly id: number | string
}

const read = async <T>(url: string, path: string): Promise<T> => {
  const response = await fetch(`${url}/api/3/${path}`, {
    headers: { authorization: `Bearer ${facts.keys.full}`, accept: 'application/json' },
    signal: AbortSignal.timeout(20_000),
  })
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}`)
  return (await response.json()) as T
}

const collections = [
  'account',
  'credential_types',
  'groups',
  'roles',
  'sites',
  'channels',
  'reservations?per_page=1000',
  'group_reservations?per_page=1000',
  'notification_rules',
]

/** When something was done last: a log, which nobody can take back. */
const moments: ReadonlySet<string> = new Set(['last_sync', 'updated_at'])

const withoutMoments = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (name, member: unknown) => (moments.has(name) ? undefined : member)))

/** Everybody whom a practice endpoint holds. */
export const peopleOf = (url: string): Promise<readonly Entity[]> => read(url, 'people?per_page=1000')

/**
 * Everything that a practice endpoint shows to somebody who holds its key: people and their credentials above all. What
 * happened at its doors is no holding: commands that are allowed leave events behind.
 */
export const holdings = async (url: string): Promise<Readonly<Record<string, unknown>>> => {
  const people = await peopleOf(url)
  const paths = [
    ...collections,
    'credentials?per_page=1000',
    ...people.flatMap(({ id }) => [`people/${id}`, `people/${id}/credentials?per_page=1000`]),
  ]
  const values = await Promise.all(paths.map((path) => read<unknown>(url, path)))
  return { people, ...Object.fromEntries(paths.map((path, index) => [path, withoutMoments(values[index])])) }
}
