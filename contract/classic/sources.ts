import { sectionsOf } from '../rows.ts'

/** The document that the classic edition is built around. */
export const responsesAndErrors = sectionsOf('Responses and Errors')

/** The developer articles that the classic edition takes its resources from, by what they are about. */
export const articles = {
  overview: sectionsOf('Article 47854 (API overview)'),
  pagination: sectionsOf('Article 47856 (Pagination)'),
  account: sectionsOf('Article 47858 (Account)'),
  channels: sectionsOf('Article 47860 (Channels)'),
  credentialTypes: sectionsOf('Article 47861 (Credential types)'),
  credentials: sectionsOf('Article 47862 (Credentials)'),
  events: sectionsOf('Article 47863 (Events)'),
  notificationRules: sectionsOf('Article 47865 (Notification rules)'),
  reservations: sectionsOf('Article 47867 (Reservations)'),
  people: sectionsOf('Article 47866 (People)'),
  syncing: sectionsOf('Article 47871 (Syncing)'),
  peopleAndCredentials: sectionsOf('Article 47872 (People and credentials)'),
  managingPeople: sectionsOf('Article 47873 (Managing people)'),
} as const
