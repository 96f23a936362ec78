/** The envelope; every other file of a bundle is a subject of what it holds. */
export const envelopeFile = 'statement.dsse.json'
export const attemptsFile = 'attempts.jsonl'
export const resultsFile = 'results.json'
export const evidenceFile = 'evidence.jsonl.gz'
export const profileFile = 'profile.json'
export const environmentFile = 'environment.json'
export const killMatrixFile = 'kill-matrix.json'
export const textFile = 'certificate.txt'
