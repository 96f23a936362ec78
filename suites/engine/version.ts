import { readFileSync } from 'node:fs'
import { generatorVersion } from './seeds.ts'

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

const commit = readCommit()

/** This suite, as results and recordings name it; the commit where it was built in a repository. */
export const ownSuite: { readonly version: string; readonly generators: number; readonly commit?: string } = {
  version: suiteVersion,
  generators: generatorVersion,
  ...(commit === undefined ? {} : { commit }),
}
