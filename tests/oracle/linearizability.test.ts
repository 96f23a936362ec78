import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Call, linearizable, type Model, overlap } from '../../oracle/linearizability.ts'
import { type Act, type Claim, oneHolder, oneLife } from '../../oracle/races.ts'

/** Every order of every selection of the calls that leaves out none that was answered. */
function* orders<Op>(calls: readonly Call<Op>[], chosen: readonly Call<Op>[] = []): Generator<readonly Call<Op>[]> {
  if (calls.every((call) => chosen.includes(call) || !call.answered)) yield chosen
  for (const call of calls) if (!chosen.includes(call)) yield* orders(calls, [...chosen, call])
}

/** No call stands before one that was over when it began. */
const inRealTime = <Op>(order: readonly Call<Op>[]): boolean =>
  order.every((call, index) => order.slice(index + 1).every((later) => !(later.answered && later.ended < call.started)))

const allowed = <State, Op>(order: readonly Call<Op>[], { initial, next }: Model<State, Op>): boolean =>
  order.reduce<readonly State[]>((states, call) => states.flatMap((state) => next(state, call)), [initial]).length > 0

/** The definition itself: slow, and too plain to be wrong. */
const byBruteForce = <State, Op>(calls: readonly Call<Op>[], model: Model<State, Op>): boolean => {
  for (const order of orders(calls)) if (inRealTime(order) && allowed(order, model)) return true
  return false
}

/** Intervals over distinct moments, as the client numbers them. */
const intervals = (most: number) =>
  fc
    .integer({ min: 1, max: most })
    .chain((count) =>
      fc.shuffledSubarray(
        Array.from({ length: 2 * count }, (_, index) => index),
        { minLength: 2 * count, maxLength: 2 * count },
      ),
    )
    .map((moments) =>
      Array.from({ length: moments.length / 2 }, (_, index) => {
        const [one = 0, other = 0] = moments.slice(2 * index, 2 * index + 2)
        return { started: Math.min(one, other), ended: Math.max(one, other) }
      }),
    )

const fates = fc.constantFrom('accepted' as const, 'refused' as const, undefined)

const contested = <Op extends object>(calls: readonly Call<Op>[]): readonly Call<Op & { contested: boolean }>[] =>
  calls.map((call, index) => ({
    ...call,
    op: { ...call.op, contested: calls.some((other, at) => at !== index && overlap(call, other)) },
  }))

const claims: fc.Arbitrary<readonly Call<Claim>[]> = intervals(5)
  .chain((times) => fc.tuple(fc.constant(times), fc.array(fates, { minLength: times.length, maxLength: times.length })))
  .map(([times, drawn]) =>
    contested(
      times.map((time, index) => ({
        ...time,
        op: { fate: drawn[index] },
        answered: drawn[index] !== undefined,
      })),
    ),
  )

const acts: fc.Arbitrary<readonly Call<Act>[]> = intervals(5)
  .chain((times) =>
    fc.tuple(
      fc.constant(times),
      fc.array(
        fc.record({ deed: fc.constantFrom('delete' as const, 'update' as const, 'read' as const), fate: fates }),
        {
          minLength: times.length,
          maxLength: times.length,
        },
      ),
    ),
  )
  .map(([times, drawn]) =>
    contested(
      times.map((time, index) => ({
        ...time,
        op: drawn[index] ?? { deed: 'read' as const, fate: undefined },
        answered: drawn[index]?.fate !== undefined,
      })),
    ),
  )

describe('linearizable', () => {
  it('finds an order wherever there is one, and nowhere else: something that one can have', () => {
    let [yes, no] = [0, 0]
    fc.assert(
      fc.property(claims, (calls) => {
        const truth = byBruteForce(calls, oneHolder)
        if (truth) yes += 1
        else no += 1
        expect(linearizable(calls, oneHolder)).toBe(truth)
      }),
      { numRuns: 1500, seed: 1 },
    )
    expect(Math.min(yes, no)).toBeGreaterThan(100)
  })

  it('finds an order wherever there is one, and nowhere else: something that lives once', () => {
    let [yes, no] = [0, 0]
    fc.assert(
      fc.property(acts, (calls) => {
        const truth = byBruteForce(calls, oneLife)
        if (truth) yes += 1
        else no += 1
        expect(linearizable(calls, oneLife)).toBe(truth)
      }),
      { numRuns: 1500, seed: 2 },
    )
    expect(Math.min(yes, no)).toBeGreaterThan(100)
  })

  it('never accuses who lets one thing happen after the other, wherever in its time that is, answered or not', () => {
    const histories = intervals(7).chain((times) =>
      fc.record({
        times: fc.constant(times),
        // Where in its interval each takes effect.
        at: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: times.length, maxLength: times.length }),
        lost: fc.array(fc.boolean(), { minLength: times.length, maxLength: times.length }),
        deeds: fc.array(fc.constantFrom('delete' as const, 'update' as const, 'read' as const), {
          minLength: times.length,
          maxLength: times.length,
        }),
      }),
    )
    fc.assert(
      fc.property(histories, ({ times, at, lost, deeds }) => {
        const calls = times.map((time, index) => ({
          ...time,
          effect: time.started + (at[index] ?? 0) * (time.ended - time.started),
          deed: deeds[index] ?? 'read',
          answered: lost[index] !== true,
        }))
        let [taken, alive] = [false, true]
        const fate = new Map<object, { claim: 'accepted' | 'refused'; act: 'accepted' | 'refused' }>()
        for (const call of [...calls].sort((a, b) => a.effect - b.effect)) {
          const act = alive || call.deed === 'delete' ? 'accepted' : 'refused'
          fate.set(call, { claim: taken ? 'refused' : 'accepted', act })
          taken = true
          if (call.deed === 'delete') alive = false
        }
        const claimed = calls.map((call) => ({
          ...call,
          op: { fate: call.answered ? fate.get(call)?.claim : undefined, contested: false },
        }))
        const acted = calls.map((call) => ({
          ...call,
          op: { deed: call.deed, fate: call.answered ? fate.get(call)?.act : undefined, contested: false },
        }))
        expect(linearizable(claimed, oneHolder)).toBe(true)
        expect(linearizable(acted, oneLife)).toBe(true)
      }),
      { numRuns: 2000, seed: 3 },
    )
  })

  it('refuses more calls than it has room for', () => {
    const call = { started: 0, ended: 1, answered: true, op: { fate: 'accepted', contested: true } } as const
    expect(() => linearizable(Array(9).fill(call), oneHolder)).toThrow('9 calls')
  })
})
