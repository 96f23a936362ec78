export { acceptable, acceptableCount, malformedAccepts, unacceptable } from './accept.ts'
export { malformedBodies } from './body.ts'
export { malformedKeys, missingKeys, wrongKeys } from './key.ts'
export { inventedMethods, otherSafeMethods, undocumentedMethods } from './method.ts'
export { malformedParameters, malformedQueries } from './parameters.ts'
export { foreignSuffixes, oddPaths, oddWires, unknownIds, unknownPaths } from './path.ts'
export { malformedPins, takesPin } from './pins.ts'
export type { StateVariant } from './state.ts'
export {
  afterDeletion,
  afterDeletionOfPerson,
  beforeName,
  emailInUse,
  emailInUseByTheDisabled,
  secondOfOneType,
  valueInUse,
  withoutLicence,
} from './state.ts'
export type { MalformedVariant } from './variant.ts'
