import fc from 'fast-check'

/**
 * Sequences of commands. fast-check's own model runner (`fc.commands`) sends while it draws; here cases are data that is
 * drawn before anything is sent, judged afterwards and replayed from a token. So the same idea is used over data: an
 * array of commands, each a plain description, is folded over a model of what should be there, and a command that makes
 * no sense in its state is dropped. What is left of a sequence once commands are taken out is a sequence again, which is
 * why shrinking may take out any.
 */

/** A command that does nothing, in place of one that has been taken out. */
export interface Nothing {
  readonly do: 'nothing'
}

export interface Weighted<Command> {
  readonly weight: number
  readonly arbitrary: fc.Arbitrary<Command>
}

const shortest = 3
const longest = 11

/** Whether a command stays in its sequence: drawn so, and shrunk to the contrary. */
const stays = fc.oneof(
  { withCrossShrink: true },
  { weight: 1, arbitrary: fc.constant(false) },
  { weight: 40, arbitrary: fc.constant(true) },
)

/**
 * Three to eleven commands. Shrinking takes out one after the other first, each by a single attempt, and makes those that
 * are left simpler afterwards.
 */
export const commandsOf = <Command>(
  kinds: readonly Weighted<Command>[],
): fc.Arbitrary<readonly (Command | Nothing)[]> =>
  // By default the first of a sample are small, and a run takes no more than the first.
  fc.noBias(
    fc
      .tuple(
        fc.array(stays, { minLength: longest, maxLength: longest, size: 'max' }),
        fc.array(fc.oneof(...kinds), { minLength: shortest, maxLength: longest, size: 'max' }),
      )
      .map(([kept, commands]) => commands.map((command, index) => (kept[index] === true ? command : nothing))),
  )

const nothing: Nothing = { do: 'nothing' }

/** Picks one of those that there are when the command is reached. */
export const anyOne: fc.Arbitrary<number> = fc.nat({ max: 5 })
