/** What can be asked of a channel, as the paths name it. */
export const commandNames = [
  'admit',
  'admit_person',
  'lockdown',
  'unlockdown',
  'unlock',
  'normal',
  'auto_unlock',
  'regenerate_encryption_key',
  'remove_encryption_key',
] as const

export type CommandName = (typeof commandNames)[number]
