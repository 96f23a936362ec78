import { describe, expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'
import type { EditionName } from '../../reference/edition.ts'

const run = async (edition: EditionName, only: readonly string[]) => {
  const over = await runEmbedded({ edition, dialects: ['lists-show-later'] }, { profile: 'smoke', only })
  return {
    accused: over.findings.map(({ key }) => key),
    open: over.reports.flatMap(({ inconclusive }) => inconclusive),
    observed: over.reports.flatMap(({ observations }) => observations.map(({ what }) => what)),
    left: over.leftovers,
    unchanged: over.unchanged,
    unexercised: over.reports.filter(({ exchanges, carrier }) => exchanges === 0 && !carrier).map(({ cell }) => cell),
  }
}

const inOrder = {
  accused: [],
  open: [],
  observed: expect.arrayContaining(['settled-later']),
  left: [],
  unchanged: true,
  unexercised: [],
}

describe.each(['classic', 'current'] as const)(
  'lists of the %s edition that show a little later what was created',
  (edition) => {
    const id = (name: string) => `${edition === 'classic' ? 'RE' : 'CU'}-${name}`
    const create = edition === 'classic' ? 'createCredential' : 'createPersonCredential'

    test('are no reason to call a refused request obeyed', async () => {
      const second = edition === 'classic' ? '402' : '409'
      expect(await run(edition, [id(`${second}:${create}`), id('LISTED:listPersonCredentials')])).toEqual(inOrder)
    })

    test('keep nothing from being deleted that the run has made', async () => {
      const deletions = ['200-DELETE', '401', '404'].flatMap((clause) =>
        ['deleteReservation', 'deleteGroupReservation'].map((operation) => id(`${clause}:${operation}`)),
      )
      expect(
        await run(edition, [
          ...deletions,
          id('READ-BACK:createGroupReservation'),
          id('LISTED:listReservations'),
          id('FILTER:listReservations'),
        ]),
      ).toEqual(inOrder)
    })
  },
)
