import { Argument, Command } from 'commander'
import type { Edition } from '../contract/types.ts'
import { dialects } from '../reference/dialects.ts'
import { faults } from '../reference/faults/index.ts'
import { plan } from '../suites/plan.ts'
import { describeEdition, editionNamed } from './editions.ts'
import { print, rows } from './output.ts'

const subjects = ['clauses', 'operations', 'cells', 'faults', 'dialects'] as const
type Subject = (typeof subjects)[number]

interface ListOptions {
  readonly edition?: string
  readonly json?: true
}

/** A list as rows of columns for people, and as objects for programs. */
interface Listing {
  readonly head: readonly string[]
  readonly entries: readonly { readonly row: readonly string[]; readonly json: object }[]
}

export const listCommand = (): Command =>
  new Command('list')
    .summary('list clauses, operations, cells, faults or dialects')
    .description('Lists what the contract requires, what is asked, what is checked, and what `serve` can plant.')
    .addArgument(new Argument('<what>', 'what to list').choices(subjects))
    .option('--edition <name>', 'contract: classic')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance list clauses
  $ doorflow-conformance list cells --json

Cells are those of the embedded endpoint, which has everything; \`run --dry-run\` shows those of a given target.
Exit codes: 0 listed, 2 wrong use`,
    )
    .action((subject: Subject, { edition, json }: ListOptions) => {
      const { head, entries } = listings[subject](editionNamed(edition))
      if (json)
        print(
          JSON.stringify(
            entries.map((entry) => entry.json),
            undefined,
            2,
          ),
        )
      else print(rows([head, ...entries.map(({ row }) => row)]))
    })

const listings: Readonly<Record<Subject, (edition: Edition) => Listing>> = {
  clauses: ({ clauses }) => ({
    head: ['CLAUSE', 'LEVEL', 'STATEMENT'],
    entries: clauses.map((clause) => ({ row: [clause.id, clause.level, clause.statement], json: clause })),
  }),
  operations: ({ operations }) => ({
    head: ['OPERATION', 'METHOD', 'PATH', 'ALSO'],
    entries: operations.map(({ id, method, path, variants, source }) => ({
      row: [id, method, path, Object.values(variants).join(' ')],
      json: { id, method, path, variants, source },
    })),
  }),
  cells: (edition) => ({
    head: ['CELL', 'LEVEL', 'PHASE', 'VARIANTS', 'NOT EXERCISED'],
    entries: plan(describeEdition(edition), { profile: 'gate', only: [], exclude: [] }).cells.map(
      ({ id, clause, operation, phase, variants, unexercised }) => {
        const level = edition.clauses.find((one) => one.id === clause)?.level ?? 'MUST'
        return {
          row: [id, level, phase, String(variants.length), unexercised?.detail ?? ''],
          json: {
            id,
            clause,
            operation: operation.id,
            level,
            phase,
            variants: variants.map((one) => one.id),
            unexercised,
          },
        }
      },
    ),
  }),
  faults: () => ({
    head: ['FAULT', 'CLAUSES', 'WHAT IS WRONG'],
    entries: faults.map(({ id, clauses, summary }) => ({
      row: [id, clauses.classic.join(' '), summary],
      json: { id, clauses, summary },
    })),
  }),
  dialects: () => ({
    head: ['DIALECT', 'WARNED OF', 'HOW IT ANSWERS'],
    entries: dialects.map(({ id, clauses, summary }) => ({
      row: [id, clauses.classic.join(' '), summary],
      json: { id, clauses, summary },
    })),
  }),
}
