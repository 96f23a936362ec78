import type { Edition } from '../../contract/edition.ts'
import type { WrittenDescription } from '../../target/description-written.ts'
import type { TargetError } from '../../target/errors.ts'
import type { TargetSession } from '../../target/session.ts'
import { type EditionSeen, editionSeen } from './edition.ts'
import { candidatesIn, listedIds } from './found.ts'
import { linesToAdd } from './lines.ts'
import { type Outlook, outlook } from './needs.ts'
import type { Probe } from './probe.ts'
import { type Working, workingOf } from './working.ts'

/** Something that keeps `run` from beginning, or from exercising what was described. */
export interface Problem {
  /** One sentence: what is wrong, and what would be right. */
  readonly message: string
  /** That of `run`: 2 for a wrong description, 3 for a target that is not there. */
  readonly exitCode: 2 | 3
}

/** What a look at a target shows. Plain JSON. */
export interface Diagnosis {
  readonly target: { readonly url: string; readonly kind: string; readonly edition: string }
  readonly problems: readonly Problem[]
  readonly reachable: boolean
  /** Absent where the target could not be read at all. */
  readonly seen?: {
    /** Milliseconds that answers took. */
    readonly answers: { readonly requests: number; readonly median: number; readonly longest: number }
    readonly account: { readonly id?: string; readonly described?: string }
    readonly edition: EditionSeen
    /** Ids that were listed, by resource. */
    readonly found: Readonly<Record<string, readonly (number | string)[]>>
    readonly working: readonly Working[]
  }
  readonly cells: Outlook
  /** YAML that lets more cells run. */
  readonly lines: string
}

const noCandidates = { channels: [], offlineChannels: [], lockedChannels: [], groups: [], roles: [], mobileTypes: [] }

const allNeeded = ({ needs }: Outlook): ReadonlySet<string> => new Set(needs.flatMap(({ additions }) => additions))

const presentIn = (written: WrittenDescription): ReadonlySet<string> => new Set(Object.keys(written))

type Described = Pick<TargetSession, 'description'> & { readonly written: WrittenDescription }

const targetOf = ({ description: { url, kind, edition } }: Described): Diagnosis['target'] => ({ url, kind, edition })

/** What can be said of a target that could not be read. */
export const unread = (described: Described, edition: Edition, error: TargetError): Diagnosis => {
  const cells = outlook(edition, described.description)
  return {
    target: targetOf(described),
    problems: [{ message: error.message, exitCode: error.exitCode }],
    reachable: error.exitCode === 2,
    cells,
    lines: linesToAdd(allNeeded(cells), noCandidates, presentIn(described.written)),
  }
}

/** What the readings of a target say of it. */
export const diagnose = (
  written: WrittenDescription,
  session: TargetSession,
  edition: Edition,
  probes: readonly Probe[],
): Diagnosis => {
  const { description, fixtures } = session
  const seen = editionSeen(probes, description)
  const working = workingOf(probes, session, edition)
  const cells = outlook(edition, description, fixtures)
  const times = probes.map(({ exchange }) => exchange.duration).sort((one, other) => one - other)
  return {
    target: targetOf({ description, written }),
    problems: problemsOf(session, seen, working),
    reachable: true,
    seen: {
      answers: {
        requests: times.length,
        median: Math.round(times[Math.floor(times.length / 2)] ?? 0),
        longest: Math.round(times.at(-1) ?? 0),
      },
      account: {
        ...(fixtures.account === undefined ? {} : { id: fixtures.account.id }),
        ...(description.account === undefined ? {} : { described: description.account }),
      },
      edition: seen,
      found: listedIds(probes, edition),
      working,
    },
    cells,
    lines: linesToAdd(
      allNeeded(cells),
      candidatesIn(probes, edition, session),
      presentIn(written),
      description.account === undefined ? fixtures.account?.id : undefined,
    ),
  }
}

const problemsOf = (
  { description, fixtures }: TargetSession,
  { claimed, instead }: EditionSeen,
  working: readonly Working[],
): readonly Problem[] => {
  const problems: string[] = []
  const { account } = fixtures
  if (account === undefined) problems.push('The account shows no id, so that nothing may be changed there.')
  else if (description.account === undefined)
    problems.push(`The account is not described, so that nothing may be changed there; add account: ${account.id}.`)
  else if (!fixtures.accountVerified)
    problems.push(
      `The key belongs to account ${account.id}, not ${description.account}; correct the key or the account.`,
    )
  if (instead !== undefined)
    problems.push(`The target evidently speaks the edition ${instead}, not ${claimed}; write edition: ${instead}.`)
  for (const { what, seen, mend } of working.filter((one) => !one.works && one.mend !== undefined))
    problems.push(`${what.charAt(0).toUpperCase()}${what.slice(1)}: no (${seen}); ${mend}.`)
  return problems.map((message) => ({ message, exitCode: 2 }))
}
