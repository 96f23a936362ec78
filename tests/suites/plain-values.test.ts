import { describe, expect, test } from 'vitest'
import { runEmbedded } from '../../bench/embedded-run.ts'

const reserving = 'READ-BACK:create*eservation'

describe('what requests in order write shows', () => {
  test.each<[fault: string, edition: 'classic' | 'current', only: string, parameter: string]>([
    ['reservation-offset-dropped', 'classic', reserving, 'start_time'],
    ['reservation-seconds-cut', 'current', reserving, 'end_time'],
    ['reservation-keeps-one-door', 'classic', reserving, 'channel_ids'],
    ['reservation-by-alias-keeps-one-door', 'current', reserving, 'channel_ids'],
    ['group-reservation-loses-unsorted-groups', 'current', reserving, 'group_ids'],
    ['validity-offset-dropped', 'current', 'READ-BACK:createPerson', 'valid_from'],
  ])('%s (%s)', async (fault, edition, cells, parameter) => {
    const prefix = edition === 'classic' ? 'RE' : 'CU'
    const run = await runEmbedded({ edition, faults: [fault] }, { only: [`${prefix}-${cells}`] })
    const accused = run.findings.filter(({ violation }) => violation.clause === `${prefix}-READ-BACK`)
    expect(accused.flatMap(({ violation }) => violation.parameters)).toContain(parameter)
    expect(run.suiteFaults).toEqual([])
  })

  test.each([
    ['instants-in-zone', 'current'],
    ['date-as-midnight-in-zone', 'classic'],
    ['reservation-times-by-another-clock', 'current'],
    ['reservation-times-by-another-clock', 'classic'],
  ] as const)('nothing against an endpoint that shows times in its own way: %s (%s)', async (dialect, edition) => {
    const prefix = edition === 'classic' ? 'RE' : 'CU'
    const only = [`${prefix}-${reserving}`, `${prefix}-READ-BACK:*Person`]
    const run = await runEmbedded({ edition, dialects: [dialect] }, { only })
    expect(run.findings.map(({ key }) => key)).toEqual([])
    expect(run.leftovers).toEqual([])
    expect(run.unchanged).toBe(true)
  })
})
