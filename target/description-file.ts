import { extname } from 'node:path'
import { faultIn } from './description-faults.ts'
import { moduleExtensions, readDescriptionModule } from './description-module.ts'
import type { WrittenDescription } from './description-written.ts'
import { parseWritten, readWritten } from './written-file.ts'

/** A description with the means to say where in its file something stands. */
export interface DescriptionFile {
  readonly written: WrittenDescription
  /** `file:line:column` of a member, or of the innermost one around it that is there. */
  where(...path: string[]): string
  /** The file is a program, and its absolute path; its texts may come from anywhere. */
  readonly module?: string
}

/**
 * Reads a description from a YAML or JSON file, or from what a file in TypeScript or JavaScript exports.
 *
 * @throws TargetError (exit code 2) with file, line and column, if it cannot be read or is not in order.
 */
export const readDescriptionFile = async (file: string): Promise<DescriptionFile> => {
  const text = await readWritten(file, 'target description')
  return moduleExtensions.has(extname(file)) ? readDescriptionModule(file, text) : readDescriptionText(file, text)
}

const readDescriptionText = (file: string, text: string): DescriptionFile => {
  const { value, where, digits } = parseWritten(file, text, faultIn)
  const description = value as WrittenDescription
  // A number keeps the digits that it was written with: 020445 is not 20445, and long ones stay exact.
  const account = digits('account')
  return { written: account === undefined ? description : { ...description, account }, where }
}
