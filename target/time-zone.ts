const names: readonly string[] = Intl.supportedValuesOf('timeZone')

const isZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    // Intl has no other way to say that it does not know a zone.
    return false
  }
}

/**
 * The IANA zone that an account names: by its own name, or by its city alone, as the articles show it (`London`).
 * Undefined where that is no zone, or not one only.
 */
export const timeZoneOf = (written: unknown): string | undefined => {
  if (typeof written !== 'string' || !/^[A-Za-z0-9_+/ -]{1,60}$/.test(written)) return undefined
  if (written.includes('/') || written === 'UTC') return isZone(written) ? written : undefined
  const city = `/${written.replaceAll(' ', '_')}`
  const found = names.filter((name) => name.endsWith(city))
  return found.length === 1 ? found[0] : undefined
}
