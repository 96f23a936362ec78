import { Command, Option } from 'commander'
import { editions } from '../contract/index.ts'
import { openApi } from '../reports/openapi/document.ts'
import { isOpenApiText, openApiText } from '../reports/openapi/text.ts'
import { suiteVersion } from '../suites/engine/version.ts'
import { editionNamed } from './editions.ts'
import { note, print } from './output.ts'
import { checkOwnFile, writeOwnFile } from './own-file.ts'

interface ContractOptions {
  readonly edition?: string
  readonly json?: true
  readonly output?: string
}

export const contractCommand = (): Command =>
  new Command('contract')
    .summary('write an edition as an OpenAPI document')
    .description(
      'Writes what an edition requires as an OpenAPI 3.1 document, so that other tools can use this reading of it.',
    )
    .option('--edition <name>', `contract: ${Object.keys(editions).join(', ')}`)
    .addOption(new Option('--format <name>', 'what to write it as').choices(['openapi']).default('openapi'))
    .option('--json', 'in JSON; otherwise in YAML, unless the file is named *.json')
    .option('--output <file>', 'write it there instead of printing it')
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance contract --edition classic --format openapi > classic.yaml
  $ doorflow-conformance contract --output classic.json

Exit codes: 0 written, 2 wrong use (unknown edition, a file that is somebody else's)`,
    )
    .action((options: ContractOptions) => write(options))

const write = async ({ edition: name, json, output }: ContractOptions): Promise<void> => {
  const edition = editionNamed(name)
  const form = json === true || output?.toLowerCase().endsWith('.json') === true ? 'json' : 'yaml'
  const text = openApiText(openApi(edition, { version: suiteVersion }), form)
  if (output === undefined) {
    print(text)
    return
  }
  await checkOwnFile(output, 'contract', isOpenApiText)
  await writeOwnFile(output, text)
  note(`Wrote the ${edition.name} edition, ${edition.operations.length} operations, to ${output}.`)
}
