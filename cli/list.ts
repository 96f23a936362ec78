import { Argument, Command } from 'commander'
import type { Edition } from '../contract/edition.ts'
import { dialectsOf } from '../reference/dialects.ts'
import { faultsOf } from '../reference/faults/index.ts'
import { plan } from '../suites/plan.ts'
import { describeEdition, editionNamed, inReference } from './editions.ts'
import { kinds, matrixOf } from './matrix.ts'
import { print, rows } from './output.ts'

const subjects = ['clauses', 'operations', 'cells', 'matrix', 'faults', 'dialects'] as const
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
    .summary('list clauses, operations, cells, faults, dialects, or cells by operation')
    .description('Lists what the contract requires, what is asked, what is checked, and what `serve` can plant.')
    .addArgument(new Argument('<what>', 'what to list').choices(subjects))
    .option('--edition <name>', 'contract: classic or current')
    .option('--json', 'as JSON')
    .addHelpText(
      'after',
      `
Examples:
  $ doorflow-conformance list clauses
  $ doorflow-conformance list cells --json
  $ doorflow-conformance list matrix

matrix counts cells by operation and by what they try: requests in order, malformed ones, several in a row, several
at once.
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
  matrix: (edition) => ({
    head: ['OPERATION', ...kinds.map((kind) => kind.toUpperCase()), 'WHY NONE'],
    entries: matrixOf(edition).map((row) => ({
      row: [
        row.operation,
        ...kinds.map((kind) => String(row.cells[kind])),
        Object.entries(row.reasons)
          .map(([kind, reason]) => `${kind}: ${reason}`)
          .join(' '),
      ],
      json: row,
    })),
  }),
  faults: (edition) => ({
    head: ['FAULT', 'CLAUSES', 'WHAT IS WRONG'],
    entries: faultsOf(inReference(edition)).map(({ id, clauses, summary, escapes }) => ({
      row: [
        id,
        clauses[inReference(edition)].join(' '),
        escapes === undefined ? summary : `${summary} Not seen: ${escapes}`,
      ],
      json: { id, clauses, summary, ...(escapes === undefined ? {} : { escapes }) },
    })),
  }),
  dialects: (edition) => ({
    head: ['DIALECT', 'WARNED OF', 'HOW IT ANSWERS'],
    entries: dialectsOf(inReference(edition)).map(({ id, clauses, summary }) => ({
      row: [id, clauses[inReference(edition)].join(' '), summary],
      json: { id, clauses, summary },
    })),
  }),
}
