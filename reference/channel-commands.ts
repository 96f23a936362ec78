import { createHash } from 'node:crypto'
import { denied, hasAccess } from './access.ts'
import { accepted, requestAdmission } from './admission-requests.ts'
import { isObject, membersOf, parseBody } from './body.ts'
import { instantOf, namedPerson, nobody, showInstant } from './bookings.ts'
import { type Channel, type ChannelState, normalMode, showChannel } from './channels.ts'
import type { CommandName } from './command-names.ts'
import type { Entity, Person } from './entities.ts'
import type { Exchange } from './exchange.ts'
import { check, type Field } from './fields.ts'
import type { EveryHook } from './hooks.ts'
import { explanations, type Obstacle, obstacleOf, refuseWith } from './obstacles.ts'
import { decide, expect, json, type Operation } from './operations.ts'
import type { Answer, Found, Members, Problem } from './types.ts'

interface Asked {
  readonly exchange: Exchange
  readonly hooks: EveryHook
  readonly channel: Channel
  readonly values: Members
}

interface Command {
  /** What the body may have; without it nobody looks at the body. */
  readonly fields?: readonly Field[]
  /** What keeps a door from doing it, the first that applies first. */
  readonly obstacles: readonly Obstacle[]
  readonly problems?: (asked: Asked) => readonly Problem[]
  readonly run: (asked: Asked) => Answer
}

/** A command that leaves the channel in another state and shows it. */
const setting = (command: Omit<Command, 'run'>, change: (asked: Asked) => Partial<ChannelState>): Command => ({
  ...command,
  run: (asked) => {
    const { exchange, hooks, channel } = asked
    Object.assign(channel, hooks.channelChange(change(asked), exchange), { updated_at: new Date().toISOString() })
    return json(200, hooks.shown(showChannel(channel), exchange))
  },
})

const flagNames = ['card_lockdown', 'rex_lockdown', 'aux_lockdown'] as const

/** Without a word on what to lock, everything is; with one, only what is named. */
const lockdownOf = (values: Members): ChannelState['lockdown'] => {
  const all = flagNames.every((name) => values[name] === undefined)
  const flag = (name: (typeof flagNames)[number]) => ({ state: all || values[name] === true })
  return {
    message: 'Locked down',
    card_lockdown: flag('card_lockdown'),
    rex_lockdown: flag('rex_lockdown'),
    aux_lockdown: flag('aux_lockdown'),
  }
}

const relockProblems = ({ exchange, values }: Asked): readonly Problem[] => {
  const relockAt = instantOf(exchange, values.relock_at)
  if (relockAt === null || relockAt > Date.now()) return []
  return [{ rule: 'range', param: 'relock_at', message: 'relock_at has to be in the future.' }]
}

/** The OpenAPI description has a form of its own for a shift that nobody knows. */
const shiftProblems = ({ exchange, values }: Asked): readonly Problem[] => {
  const { shift_id: id } = values
  if (typeof id !== 'number' || exchange.store.records.shifts.has(id)) return []
  const message = `No shift found for shift_id - ${id}`
  const problem = { rule: 'reference', param: 'shift_id', message } as const
  if (exchange.edition === 'classic') return [problem]
  return [{ ...problem, outcome: 'command-refused', body: { success: false, message } }]
}

const personOf = ({ exchange, values }: Asked): Person | undefined => namedPerson(exchange, values.person_id)

/** Nobody of that number is answered with 404, as if they stood in the path. */
const personProblems = (asked: Asked): readonly Problem[] =>
  typeof asked.values.person_id !== 'number' || personOf(asked) !== undefined
    ? []
    : [{ rule: 'reference', param: 'person_id', message: 'There is no such person.', outcome: 'not-found' }]

/** In the current edition a door that is offline takes the request and never answers; a locked one denies it. */
const admitPerson = (asked: Asked): Answer => {
  const { exchange, hooks, channel, values } = asked
  const person = personOf(asked) ?? nobody(values.person_id)
  const obstacle = hooks.obstacle(obstacleOf(channel, ['offline', 'locked-down', 'unlocked']), exchange)
  if (obstacle === 'offline' && exchange.edition === 'classic') throw refuseWith(exchange, channel, obstacle)
  if (obstacle === 'locked-down') throw denied(exchange, explanations[obstacle])
  if (!hooks.grants(hasAccess(exchange, person), exchange))
    throw denied(exchange, 'The person has no valid credentials for this channel.')
  if (obstacle === 'offline') return accepted(requestAdmission(exchange.store.records, channel, person, 52))
  return accepted(requestAdmission(exchange.store.records, channel, person, obstacle === 'unlocked' ? 16 : 15))
}

/** No secret: it only has to be another one each time. */
const newKey = ({ channel }: Asked): string =>
  createHash('sha256').update(`${channel.id} ${channel.encryption_key}`).digest('hex').slice(0, 32)

const keyed = (channel: Channel, key: string): Partial<ChannelState> =>
  channel.encryption_key === undefined ? {} : { encryption_key: key }

/**
 * What can be asked of a channel. What moves the door cannot be done while it is offline, and what opens it or leaves
 * it to itself cannot be done while it is locked down. The rest is stored, and reaches the door when it can.
 */
const commands: Readonly<Record<CommandName, Command>> = {
  admit: {
    obstacles: ['offline', 'locked-down', 'unlocked'],
    run: ({ exchange, channel }) => accepted(requestAdmission(exchange.store.records, channel, undefined, 50)),
  },
  admit_person: {
    fields: [{ name: 'person_id', type: 'integer', required: true }],
    obstacles: [],
    problems: personProblems,
    run: admitPerson,
  },
  lockdown: setting(
    { fields: flagNames.map((name) => ({ name, type: 'flag' })), obstacles: ['offline'] },
    ({ values }) => ({ lockdown: lockdownOf(values) }),
  ),
  unlockdown: setting({ obstacles: ['offline'] }, () => ({ lockdown: null })),
  unlock: setting(
    {
      fields: [{ name: 'relock_at', type: 'instant' }],
      obstacles: ['offline', 'locked-down'],
      problems: relockProblems,
    },
    ({ exchange, values }) => ({
      mode: {
        ...normalMode,
        description: 'unlock',
        relock_at: showInstant(exchange, instantOf(exchange, values.relock_at)),
      },
    }),
  ),
  normal: setting({ obstacles: ['offline', 'locked-down'] }, () => ({ mode: normalMode })),
  auto_unlock: setting(
    { fields: [{ name: 'shift_id', type: 'integer' }], obstacles: [], problems: shiftProblems },
    ({ exchange, values }) => ({ auto_unlock: exchange.store.records.shifts.get(Number(values.shift_id)) ?? null }),
  ),
  regenerate_encryption_key: setting({ obstacles: [] }, (asked) => keyed(asked.channel, newKey(asked))),
  remove_encryption_key: setting({ obstacles: [] }, ({ channel }) => keyed(channel, '')),
}

const find = (exchange: Exchange, hooks: EveryHook): Channel => {
  const record = exchange.store.records.channels.get(exchange.place?.parentId ?? '')
  const found: Found<Entity> = { state: record === undefined ? 'never' : 'live', record }
  return expect(hooks.foundEntity(found, exchange), 'channel') as Channel
}

/** Most commands need no body, and none is as good as one that says nothing. */
const bodyOf = (exchange: Exchange, hooks: EveryHook, { fields = [] }: Command): Members => {
  const silent = exchange.raw === undefined || exchange.raw.length === 0
  if (silent && !fields.some(({ required }) => required)) return {}
  return membersOf(hooks.body(parseBody(exchange.raw), exchange))
}

export const commandChannel: Operation = (exchange, hooks) => {
  const channel = find(exchange, hooks)
  // The path was found among the names of the commands.
  const command = commands[exchange.place?.below as CommandName]
  const { fields } = command
  const members = fields === undefined ? {} : bodyOf(exchange, hooks, command)
  exchange.members = members
  const { problems, values } = check(fields ?? [], isObject(members) ? members : {}, true)
  const asked = { exchange, hooks, channel, values }
  const all = [...problems, ...(problems.length > 0 ? [] : (command.problems?.(asked) ?? []))]
  const commit = decide(exchange, hooks, all, () => command.run(asked))
  const obstacle = hooks.obstacle(obstacleOf(channel, command.obstacles), exchange)
  if (obstacle !== undefined && command.obstacles.length > 0) throw refuseWith(exchange, channel, obstacle)
  return commit
}
