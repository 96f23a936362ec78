import type { Credentials } from '../contract/credentials.ts'
import type { Defect } from '../contract/defect.ts'
import type { Edition } from '../contract/edition.ts'
import type { Operation } from '../contract/operation.ts'
import type { Exchange } from '../oracle/exchange.ts'
import { judge } from '../oracle/judge.ts'
import type { TargetDescription } from './description.ts'
import { accountIdSign, evidentInstead, pagingSign, refusalSign } from './edition-signs.ts'
import { TargetError } from './errors.ts'

const noKey: Defect = { rule: 'key', place: 'key', parameters: [] }

/** Whether a refusal for want of a key breaks any clause of an edition. */
const breaksClause = (edition: Edition, operation: Operation, exchange: Exchange): boolean => {
  const step = { operation: operation.id, ...edition.ruleFor(operation, noKey.rule), defect: noKey }
  const { violations } = judge(edition, { steps: [step], relations: [], target: { shared: true } }, [exchange])
  return violations.length > 0
}

/**
 * Makes sure that the target does not evidently speak another edition than the claimed one: that not all signs of
 * `evidentInstead` point to that one while the body of its refusal breaks what the claimed edition says of refusals. So
 * no endpoint that keeps its edition is turned away, however unusual, and one that is merely faulty is judged. A request
 * more is sent only where the first two answers leave little doubt.
 *
 * @throws TargetError (exit code 2) that names the other edition and what was seen
 */
export const checkEdition = async (
  edition: Edition,
  { url }: TargetDescription,
  first: { readonly account: Exchange; readonly people: Exchange },
  read: (operation: Operation, credentials: Credentials) => Promise<Exchange>,
): Promise<void> => {
  const early = [accountIdSign(first.account), pagingSign(first.people)]
  const account = edition.operations.find(({ resource, action }) => resource === 'account' && action === 'read')
  if (account === undefined || evidentInstead(edition.name, early) === undefined) return
  const refused = await read(account, { kind: 'none' })
  const signs = [...early, refusalSign(refused)]
  const instead = evidentInstead(edition.name, signs)
  if (instead === undefined || !breaksClause(edition, account, refused)) return
  const saw = signs.map((sign) => `${sign?.what}: ${sign?.seen}`).join('; ')
  throw new TargetError(
    `${url} evidently speaks the edition ${instead}, not ${edition.name} (${saw}); write edition: ${instead}, or ask doctor for more.`,
  )
}
