import type { Source } from '../types.ts'

const of =
  (document: string) =>
  (...section: string[]): Source => ({ document, section: section.join(' › ') })

/** The document that the classic edition is built around. */
export const responsesAndErrors = of('Responses and Errors')

/** The developer articles that the classic edition takes its resources from, by what they are about. */
export const articles = {
  overview: of('Article 47854 (API overview)'),
  pagination: of('Article 47856 (Pagination)'),
  account: of('Article 47858 (Account)'),
  channels: of('Article 47860 (Channels)'),
  credentialTypes: of('Article 47861 (Credential types)'),
  credentials: of('Article 47862 (Credentials)'),
  events: of('Article 47863 (Events)'),
  notificationRules: of('Article 47865 (Notification rules)'),
  reservations: of('Article 47867 (Reservations)'),
  people: of('Article 47866 (People)'),
  syncing: of('Article 47871 (Syncing)'),
  peopleAndCredentials: of('Article 47872 (People and credentials)'),
  managingPeople: of('Article 47873 (Managing people)'),
} as const
