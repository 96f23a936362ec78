import { Command } from 'commander'
import type { Clause } from '../contract/clause.ts'
import type { Rule, Strength } from '../contract/defect.ts'
import type { Edition } from '../contract/edition.ts'
import type { Outcome, OutcomeName } from '../contract/outcome.ts'
import { anyOf } from '../oracle/show.ts'
import { faultsOf } from '../reference/faults/index.ts'
import { groupBy } from '../reports/group.ts'
import { wrap } from '../reports/terminal/text.ts'
import { plan } from '../suites/plan.ts'
import { describeEdition, editionNamed, inReference, otherEditionWith } from './editions.ts'
import { UsageError, unknownName } from './errors.ts'
import { layout, print } from './output.ts'

export const explainCommand = (): Command =>
  new Command('explain')
    .summary('explain one clause')
    .description('Says what a clause requires, where it is documented, which answers it admits and how it is checked.')
    .argument('<clause>', 'id of a clause, such as RE-400')
    .option('--edition <name>', 'contract: classic or current')
    .addHelpText(
      'after',
      '\nExample:\n  $ doorflow-conformance explain RE-410\n\nExit codes: 0 explained, 2 unknown clause',
    )
    .action((id: string, { edition: name }: { readonly edition?: string }) => {
      const edition = editionNamed(name)
      const ids = edition.clauses.map((clause) => clause.id)
      const clause = edition.clauses.find((one) => one.id === id.toUpperCase())
      if (clause === undefined) {
        const elsewhere = otherEditionWith(id.toUpperCase(), edition)
        if (elsewhere !== undefined) throw new UsageError(`${elsewhere.charAt(0).toUpperCase()}${elsewhere.slice(1)}`)
        throw unknownName('clause', id, ids, '`list clauses` shows what there is')
      }
      print(explain(edition, clause, layout().width))
    })

const explain = (edition: Edition, clause: Clause, width: number): string => {
  const lines = [`${clause.id}  ${clause.level}`, ...wrap(`  ${clause.statement}`, width, '  ')]
  const entry = (name: string, texts: readonly string[]): void => {
    for (const [index, text] of texts.entries()) {
      const [first = '', ...more] = wrap(text, width - 12)
      lines.push(`  ${(index === 0 ? name : '').padEnd(9)} ${first}`, ...more.map((line) => ' '.repeat(12) + line))
    }
  }
  entry('source', [[clause.source.document, clause.source.section].filter((part) => part !== '').join(' › ')])
  entry('answers', answers(edition, clause.id))
  entry('rules', rules(edition, clause.id))
  entry('cells', cells(edition, clause.id))
  if (clause.unexercised !== undefined) entry('no cell', [clause.unexercised])
  entry(
    'faults',
    faultsOf(inReference(edition))
      .filter(({ clauses }) => clauses[inReference(edition)].includes(clause.id))
      .map(({ id, summary }) => `${id}: ${summary}`),
  )
  return lines.join('\n')
}

/** In which part an outcome names a clause. */
const partOf = (
  { clause, usualClause, refusedClause }: Outcome,
  id: string,
): 'must' | 'should' | 'refused' | undefined =>
  clause === id ? 'must' : usualClause === id ? 'should' : refusedClause === id ? 'refused' : undefined

const outcomesOf = (edition: Edition, id: string): readonly (readonly [OutcomeName, Outcome])[] =>
  (Object.entries(edition.outcomes) as [OutcomeName, Outcome][]).filter(
    ([, outcome]) => partOf(outcome, id) !== undefined,
  )

const answers = (edition: Edition, id: string): string[] =>
  outcomesOf(edition, id).map(([name, outcome]) => {
    switch (partOf(outcome, id)) {
      case 'must': {
        const shared =
          outcome.mustOnShared === undefined ? '' : `; on a shared target also ${anyOf(outcome.mustOnShared)}`
        const opaque =
          outcome.mustForOpaqueIds === undefined ? '' : `; for opaque ids also ${anyOf(outcome.mustForOpaqueIds)}`
        return `${name}: MUST be ${anyOf(outcome.must)}${shared}${opaque}`
      }
      case 'should':
        return `${name}: SHOULD be ${anyOf(outcome.should)}, of the ${anyOf(outcome.must)} that are admitted`
      default:
        return `${name}: SHOULD not be accepted; if it is refused, then with ${anyOf(outcome.must)}`
    }
  })

/** Every rule; the compiler sees to it that none is left out. */
const allRules: Readonly<Record<Rule, true>> = {
  ...{ required: true, 'not-null': true, 'not-empty': true, 'not-blank': true, type: true, 'coercible-type': true },
  ...{
    format: true,
    range: true,
    pin: true,
    enum: true,
    reference: true,
    order: true,
    unique: true,
    'one-per-type': true,
  },
  ...{ 'unknown-member': true, 'body-syntax': true, 'body-object': true, 'body-present': true, 'body-encoding': true },
  ...{ 'body-size': true, 'body-depth': true, 'body-keys': true, 'content-type': true, 'known-id': true },
  ...{ 'id-form': true, 'path-form': true, 'known-path': true, suffix: true, method: true, 'unusual-method': true },
  ...{ accept: true, 'accept-form': true, 'header-size': true, key: true, 'key-form': true, visible: true },
  ...{
    alive: true,
    'alive-again': true,
    foreign: true,
    'id-kind': true,
    future: true,
    commandable: true,
    licence: true,
    grant: true,
    client: true,
  },
}

/** Parameters that a rule may be decided by: members of bodies and queries, and methods. */
const parametersOf = ({ schemas, operations }: Edition): readonly string[] => [
  ...new Set(
    operations.flatMap(({ body, query }) =>
      [body, query].flatMap((name) => Object.keys((name === undefined ? undefined : schemas[name])?.properties ?? {})),
    ),
  ),
  ...['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
]

/** Which broken rules lead to the clause, and how strongly they must be refused. */
const rules = (edition: Edition, id: string): string[] => {
  const outcomes = new Set(outcomesOf(edition, id).map(([name]) => name))
  const parameters = parametersOf(edition)
  const found = new Map<string, Set<Strength>>()
  for (const rule of Object.keys(allRules) as Rule[])
    for (const operation of edition.operations)
      for (const parameter of [undefined, ...parameters]) {
        const { outcome, strength } = edition.ruleFor(operation, rule, parameter)
        if (outcomes.has(outcome)) found.set(rule, (found.get(rule) ?? new Set()).add(strength))
      }
  return [...found].map(([rule, strengths]) => `${rule} (${[...strengths].join(' or ')})`)
}

const cells = (edition: Edition, id: string): string[] => {
  const planned = plan(describeEdition(edition), { profile: 'gate', only: [id], exclude: [] }).cells
  const own = planned.filter(({ clause, carrier }) => clause === id && !carrier)
  return [...groupBy(own, ({ variants }) => (variants.length === 0 ? 'derived' : 'sending'))].map(([kind, its]) => {
    const operations = its.map(({ operation }) => operation.id).join(', ')
    return kind === 'derived' ? `${operations} (from what other cells send)` : operations
  })
}
