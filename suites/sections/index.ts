import type { Section } from '../cell.ts'
import { keyForms, pathForms } from './addressing.ts'
import { commands } from './commands.ts'
import { foreignThings } from './foreign.ts'
import { lifecycle, noEffect } from './lifecycle.ts'
import { filters, paging } from './lists.ts'
import { authorisation, oauth } from './oauth.ts'
import { disabledPeople, holders, namesakes } from './people.ts'
import { races } from './races.ts'
import { badGateway, gatewayTimeout, licence, maintenance, rateLimit } from './recipes.ts'
import { refused400 } from './refused-400.ts'
import { refused401 } from './refused-401.ts'
import { refused402, refused403 } from './refused-402-403.ts'
import { refused404, refused410 } from './refused-404-410.ts'
import { refused405 } from './refused-405.ts'
import { negotiation, refused406 } from './refused-406.ts'
import { replaced } from './replaced.ts'
import { responseAttributes } from './response-attributes.ts'
import { robustness } from './robustness.ts'
import { stateful } from './stateful.ts'
import { readBack, success, successBodies } from './success.ts'
import { sync } from './sync.ts'
import { throughPeople } from './through-people.ts'
import { updates } from './updates.ts'

/** The sections of both editions, in the order of the document and then of the articles. */
export const sections: readonly Section[] = [
  success,
  disabledPeople,
  holders,
  refused400,
  refused401,
  refused402,
  licence,
  refused403,
  refused404,
  foreignThings,
  refused405,
  refused406,
  refused410,
  namesakes,
  rateLimit,
  robustness,
  badGateway,
  maintenance,
  gatewayTimeout,
  responseAttributes,
  successBodies,
  readBack,
  updates,
  throughPeople,
  replaced,
  noEffect,
  lifecycle,
  stateful,
  filters,
  paging,
  races,
  negotiation,
  pathForms,
  keyForms,
]

/** What is done rather than written, and what tokens are asked for. */
export const commandSections: readonly Section[] = [commands, sync, authorisation, oauth]
