import { readFileSync } from 'node:fs'

/** Finds the package's own description, from the sources as well as from what they are compiled to. */
const read = (): string => {
  for (const path of ['../../package.json', '../../../package.json']) {
    try {
      const { name, version } = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as Record<
        string,
        string
      >
      if (name === 'doorflow-conformance' && version !== undefined) return version
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }
  throw new Error('package.json of doorflow-conformance is missing')
}

export const suiteVersion: string = read()

const readCommit = (): string | undefined => {
  try {
    return readFileSync(new URL('../../commit.txt', import.meta.url), 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The commit that the compiled files were built from; undefined where they were not built in a repository. */
export const suiteCommit: string | undefined = readCommit()
