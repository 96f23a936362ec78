import { type Problem, problem } from './problem.ts'
import type { Subject } from './statement.ts'

/** A file of a bundle as it was found. */
export interface FoundFile {
  readonly sha256: string
}

/** What a file of a bundle can be called: it never leads out of its folder. */
export const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/

/** Holds the files of a bundle against the digests that were signed. `required` are those that every bundle has, and no other. */
export const checkFiles = (
  subjects: readonly Subject[],
  files: ReadonlyMap<string, FoundFile>,
  required: readonly string[],
): readonly Problem[] => {
  const problems: Problem[] = []
  const named = new Set<string>()
  for (const { name, digest } of subjects) {
    if (!fileName.test(name)) {
      problems.push(problem('the statement', `names a file that no bundle has: ${JSON.stringify(name.slice(0, 60))}`))
      continue
    }
    if (!required.includes(name)) problems.push(problem('the statement', `names ${name}, which belongs to no bundle`))
    if (named.has(name)) problems.push(problem('the statement', `names ${name} twice`))
    named.add(name)
    const found = files.get(name)
    if (found === undefined) problems.push(problem(name, 'is missing'))
    else if (found.sha256 !== digest.sha256)
      problems.push(problem(name, 'was altered: its SHA-256 is not the one that was signed'))
  }
  for (const name of files.keys())
    if (!named.has(name)) problems.push(problem(name, 'does not belong to the bundle: the statement does not name it'))
  for (const name of required)
    if (!named.has(name)) problems.push(problem('the statement', `says nothing of ${name}, which every bundle has`))
  return problems
}
