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
