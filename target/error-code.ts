/** What the system calls an error, such as `ENOENT`; of any other its message. */
export const errorCode = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error ? String(error.code) : error.message
}
