import { Command, Option } from 'commander'
import { compare } from '../oracle/comparison/index.ts'
import { renderComparisonJson } from '../reports/compare/json.ts'
import { renderComparison } from '../reports/compare/terminal.ts'
import { layout, print } from './output.ts'
import { readResultsFile } from './results-file.ts'

interface CompareOptions {
  readonly strict?: true
  readonly format: 'text' | 'json'
}

export const compareCommand = (): Command =>
  new Command('compare')
    .summary('say what has become worse from one run to another')
    .description('Compares the results of two runs, as --report json writes them, and fails on what is newly failing.')
    .argument('<before>', 'results.json of the earlier run')
    .argument('<after>', 'results.json of the later one')
    .option('--strict', 'fail on what SHOULD hold as well, and on what was seen only once')
    .addOption(new Option('--format <name>', 'how to write it').choices(['text', 'json']).default('text'))
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance compare main/results.json results.json
  $ doorflow-conformance compare main/results.json results.json --strict --format json

Exit codes:
    0  nothing is newly failing
    1  something that MUST hold is newly failing; with --strict what SHOULD hold, too
    2  wrong use, or a file that is not in order
    3  the later run does not show that nothing is: it judged nothing, was interrupted, lost its target, or left
       a MUST undecided that held before`,
    )
    .action(async (before: string, after: string, options: CompareOptions) => {
      process.exitCode = await compareFiles(before, after, options)
    })

const compareFiles = async (before: string, after: string, { strict, format }: CompareOptions): Promise<number> => {
  const [{ result: old }, { result: young, clauses }] = [await readResultsFile(before), await readResultsFile(after)]
  const comparison = compare(old, young, { strict: strict === true })
  print(
    format === 'json'
      ? renderComparisonJson(old, young, comparison)
      : renderComparison(old, young, comparison, { ...layout(), names: [before, after], clauses }),
  )
  return comparison.exitCode
}
