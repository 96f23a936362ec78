import { describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import { operationOf } from '../../contract/lookup.ts'

/** How strongly an operation must refuse a value that is left out, null, empty or blank. */
const needed = (name: string, id: string): readonly string[] => {
  const edition = editions[name]
  if (edition === undefined) throw new Error(`There is no edition ${name}`)
  return (['required', 'not-null', 'not-empty', 'not-blank'] as const).map(
    (rule) => edition.ruleFor(operationOf(edition, id), rule, 'value').strength,
  )
}

const open = ['may-accept', 'may-accept', 'may-accept', 'may-accept']

describe('the value of a credential', () => {
  test.each([
    ['classic', 'createCredential'],
    ['classic', 'createPersonCredential'],
    ['classic', 'updatePersonCredential'],
    ['current', 'createPersonCredential'],
  ])('need not be there (%s, %s)', (name, id) => {
    expect(needed(name, id)).toEqual(open)
  })

  test('has to be there where the description of the current edition requires it', () => {
    expect(needed('current', 'updatePersonCredential')).toEqual([
      'must-refuse',
      'may-accept',
      'should-refuse',
      'should-refuse',
    ])
  })

  test.each(['classic', 'current'])('is not what tells of which type it is, which has to be there (%s)', (name) => {
    const edition = editions[name]
    if (edition === undefined) throw new Error(`There is no edition ${name}`)
    const create = operationOf(edition, 'createPersonCredential')
    expect(edition.ruleFor(create, 'required', 'credential_type_id').strength).toBe('must-refuse')
  })

  test('is refused where it cannot be a PIN', () => {
    const { current } = editions
    if (current === undefined) throw new Error('There is no current edition')
    const create = operationOf(current, 'createPersonCredential')
    expect(current.ruleFor(create, 'pin', 'value').strength).toBe('should-refuse')
  })
})
