import type { KeyForm } from '../contract/credentials.ts'

/** What a report may want to know beyond the result of a run. */
export interface ReportOptions {
  /** How the target takes its key where a request does not say; `bearer` unless told otherwise. */
  readonly form?: KeyForm
  /** Filters chose what was run: whatever held, held in part. */
  readonly filtered?: boolean
}
