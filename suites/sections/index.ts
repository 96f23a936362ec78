import type { Section } from '../cell.ts'
import { keyForms, pathForms } from './addressing.ts'
import { lifecycle, noEffect } from './lifecycle.ts'
import { refused400 } from './refused-400.ts'
import { refused401 } from './refused-401.ts'
import { refused402, refused403 } from './refused-402-403.ts'
import { refused404, refused410 } from './refused-404-410.ts'
import { refused405 } from './refused-405.ts'
import { negotiation, refused406 } from './refused-406.ts'
import { responseAttributes } from './response-attributes.ts'
import { robustness } from './robustness.ts'
import { readBack, success, successBodies } from './success.ts'

/** The sections of the classic edition, in the order of the document and then of the articles. */
export const sections: readonly Section[] = [
  success,
  refused400,
  refused401,
  refused402,
  refused403,
  refused404,
  refused405,
  refused406,
  refused410,
  robustness,
  responseAttributes,
  successBodies,
  readBack,
  noEffect,
  lifecycle,
  negotiation,
  pathForms,
  keyForms,
]
