import type { Edition } from '../../contract/edition.ts'
import type { OutcomeName } from '../../contract/outcome.ts'
import type { TargetSession } from '../../target/session.ts'
import { type Probe, probed, statusOf } from './probe.ts'

/** Whether a key, a form or a fixture that the description names, or could name, works. */
export interface Working {
  readonly what: string
  readonly works: boolean
  readonly seen: string
  /** The description names it, so that it has to work. */
  readonly described: boolean
  /** What the owner of the description can do where it does not work. Absent where it is the endpoint's matter. */
  readonly mend?: string
}

/** Whether a reading was answered as its outcome has it. */
const works = (
  edition: Edition,
  probe: Probe | undefined,
  what: string,
  outcome: OutcomeName,
  described = true,
): Working[] => {
  if (probe === undefined) return []
  const { must } = edition.outcomes[outcome]
  const seen = statusOf(probe.exchange)
  return [{ what, described, works: must.some((status) => String(status) === seen), seen }]
}

/** What of the description's keys, forms and fixtures works, and which form would. */
export const workingOf = (
  probes: readonly Probe[],
  { description, fixtures }: TargetSession,
  edition: Edition,
): readonly Working[] => {
  const { forms, fixtures: described, identities } = description
  const of = (about: Probe['about'], what: string, outcome: OutcomeName, claimed?: boolean): Working[] =>
    works(edition, probed(probes, about), what, outcome, claimed)
  const hidden: Working[] =
    described.hiddenPerson === undefined
      ? []
      : [
          {
            what: `the full key reads the hidden person ${described.hiddenPerson}`,
            described: true,
            works: fixtures.hiddenPerson !== undefined,
            seen: fixtures.hiddenPerson === undefined ? 'no person' : 'a person',
            mend: 'correct fixtures.hiddenPerson',
          },
        ]
  const foreign = Object.entries(fixtures.foreign ?? {}).map(([kind, id]) => `${kind} ${id}`)
  const other: Working[] =
    identities.other === undefined
      ? []
      : [
          {
            what: 'the key of the second account shows what is foreign',
            described: true,
            works: foreign.length > 0,
            seen: foreign.join(', ') || 'nothing',
            mend: 'correct keys.other, or name ids below fixtures',
          },
        ]
  return [
    ...of('served', 'the full key', 'read'),
    ...of('restricted', 'the restricted key', 'read').map((one) => ({ ...one, mend: 'correct keys.restricted' })),
    ...hidden,
    ...of('hidden', 'the restricted key is kept from the hidden person', 'hidden'),
    ...of('expired', 'the expired key is refused', 'unauthenticated'),
    ...other,
    ...probes
      .filter(({ about }) => about === 'foreign')
      .flatMap((probe) =>
        works(edition, probe, `the full key is kept from ${probe.path} of the second account`, 'foreign'),
      ),
    ...of('suffix', 'paths that end in .json', 'read', forms.paths.includes('suffix')),
    ...of('singular', 'paths in the singular', 'read', forms.paths.includes('singular')),
    ...of('basic', 'a key as the user name of Basic', 'read', forms.keys.includes('basic')),
    ...of('bearer', 'a key as a bearer token', 'read', forms.keys.includes('bearer')),
  ]
}
