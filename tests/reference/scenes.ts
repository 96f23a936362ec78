import { groupReservations, reservations, rules } from './booking-scenes.ts'
import { doors, limits } from './door-scenes.ts'
import { concurrency, fields, filters, foreign, pages, tokens, updates } from './life-scenes.ts'
import { loss, races, state, validation } from './person-scenes.ts'
import { errors, keys, methods, negotiation, robustness, status } from './request-scenes.ts'
import type { Scene } from './scene.ts'

export const scenes: Readonly<Record<string, Scene>> = {
  status,
  errors,
  keys,
  negotiation,
  methods,
  state,
  loss,
  validation,
  robustness,
  races,
  reservations,
  groupReservations,
  rules,
  doors,
  filters,
  pages,
  updates,
  foreign,
  fields,
  tokens,
  concurrency,
  // The longest comes last: it waits for limits to pass.
  limits,
}
