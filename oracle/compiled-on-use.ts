import { Ajv2020, type AnySchemaObject, type Options, type ValidateFunction } from 'ajv/dist/2020.js'

/**
 * What holds values against a published schema. It is compiled when the first value comes: most commands need none of the
 * published schemas, and compiling all of them would be most of what a command does before it says anything.
 */
export const compiledOnUse = <T>(schema: AnySchemaObject, options: Options): (() => ValidateFunction<T>) => {
  let compiled: ValidateFunction<T> | undefined
  return () => {
    compiled ??= new Ajv2020(options).compile<T>(schema)
    return compiled
  }
}
