import { writeFile } from 'node:fs/promises'
import { describeEdition, editionNamed } from '../cli/editions.ts'
import type { Edition } from '../contract/edition.ts'
import type { FrozenCell, FrozenProfile } from '../oracle/frozen-profile.ts'
import { dialectsOf } from '../reference/dialects.ts'
import { digestOfJson } from '../reports/certificate/canonical.ts'
import { publishedHashes } from '../suites/certify/index.ts'
import { generatorVersion } from '../suites/engine/seeds.ts'
import { plan } from '../suites/plan.ts'
import type { PlannedCell } from '../suites/planned-cell.ts'
import { runsOf } from '../suites/settings.ts'
import type { TargetDescription } from '../target/description.ts'
import { runEmbedded } from './embedded-run.ts'

/**
 * Freezes the profile by which an edition is certified: what is planned for a target that has everything, and how much
 * evidence each cell needs. Usage: `npm run freeze -- EDITION`; then `npm run format`. A profile that has been published
 * is never written again: the next one gets the next number, and the hash of the former one stays known.
 *
 * A cell needs as much as the sparest of the admitted ways of answering gave in a smoke run, half of its own cases at
 * most. What may be left unsaid, such as `param`, is so found to need nothing.
 */
const [name = ''] = process.argv.slice(2)
const edition = editionNamed(name)
const folder = new URL('../../suites/certify/', import.meta.url)

/** What every client needs. */
const coreResources: ReadonlySet<string> = new Set(['account', 'people', 'credentials'])

/** Clauses that say how a request is refused: with which status, with which body, and without effect. */
const coreClauses =
  /^(?:RE-(?:STATUS|CLASS|400|400-BODY|400-VALUE|400-VALUE-REFUSED|401|401-HEADER|401-HEADER-USUAL|404|404-USUAL|404-REFERENCE|405|405-REFUSED|406|406-WRITE|500|ERROR-JSON|ERROR-OBJECT|TYPE|TYPE-VALUE|MESSAGE|MESSAGE-TEXT|PARAM|PARAM-FAULTY|PARAM-SOUND|NO-EFFECT)|CU-(?:STATUS|CLASS|422|422-USUAL|422-REFUSED|400-BODY|401|401-HEADER|401-HEADER-USUAL|REFERENCE|404|404-USUAL|405|405-REFUSED|500|ERROR-JSON|ERROR-OBJECT|ERROR|ERROR-TYPE|DESCRIPTION|ERRORS|ERRORS-FAULTY|ERRORS-SOUND|NO-EFFECT))$/

const described = describeEdition(edition)
/** The same without what is judged only where it is claimed. */
const plain: TargetDescription = { ...described, forms: { paths: [], keys: [described.auth] } }

/** What a vendor owes: nothing that is only permitted, and no client that is approved without a person. */
const isOwed = ({ clause, operation }: PlannedCell): boolean =>
  operation.acts !== 'browser' && edition.clauses.some(({ id, level }) => id === clause && level !== 'MAY')

const plannedFor = (description: TargetDescription): ReadonlyMap<string, PlannedCell> =>
  new Map(
    plan(description, { profile: 'gate', runs: runsOf.certify, only: [], exclude: [] })
      .cells.filter((cell) => cell.unexercised === undefined && isOwed(cell))
      .map((cell) => [cell.id, cell]),
  )

const casesOf = (cell: PlannedCell): number => cell.variants.reduce((sum, { runs }) => sum + runs, 0)

/** The least evidence that each cell had, over the sound endpoint and all dialects. */
const sparest = async ({ name }: Edition): Promise<ReadonlyMap<string, number>> => {
  const spoken = name === 'current' ? 'current' : 'classic'
  const least = new Map<string, number>()
  const endpoints = [
    ...[1, 2, 3].map((seed) => ({ seed, dialects: [] as string[] })),
    ...dialectsOf(spoken).map(({ id }) => ({ seed: 1, dialects: [id] })),
  ]
  for (const { seed, dialects } of endpoints) {
    const { verdicts } = await runEmbedded({ edition: spoken, dialects }, { profile: 'smoke', seed })
    for (const { cell, evidence } of verdicts) least.set(cell, Math.min(least.get(cell) ?? evidence, evidence))
    console.log(`${name}, seed ${seed}, ${dialects.join(', ') || 'sound'}`)
  }
  return least
}

const whole = plannedFor(described)
const bare = plannedFor(plain)
const least = await sparest(edition)

const frozen = (cell: PlannedCell): FrozenCell => {
  const cases = casesOf(bare.get(cell.id) ?? cell)
  const seen = least.get(cell.id) ?? 0
  return {
    cell: cell.id,
    core: coreResources.has(cell.operation.resource) && coreClauses.test(cell.clause),
    minimum: cell.variants.length === 0 ? Math.min(seen, 1) : Math.min(seen, Math.ceil(cases / 2)),
    variants: Object.fromEntries(cell.variants.map(({ id, runs }) => [id, runs])),
  }
}

const judged = new Set([...whole.values()].map(({ clause }) => clause))
const known = publishedHashes(edition.name)
const profile: FrozenProfile = {
  format: 1,
  name: `certify-${edition.name}-${known.length + 1}`,
  edition: edition.name,
  generators: generatorVersion,
  clauses: edition.clauses.map(({ id }) => id).filter((id) => id === edition.outcomes.absent.clause || judged.has(id)),
  cells: [...whole.values()].map(frozen),
}
const hash = digestOfJson(profile)
await writeFile(new URL(`${edition.name}.json`, folder), `${JSON.stringify(profile, undefined, 2)}\n`)
console.log(
  `${profile.name}: ${profile.cells.length} cells, ${profile.cells.filter(({ core }) => core).length} of them core`,
)
console.log(`add to hashes.json: ${hash}`)
