import { SaxesParser } from 'saxes'

/** An element of an XML document, read by a parser that takes nothing that is not well-formed. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

/** Reads XML 1.0. @throws Error where it is not well-formed */
export const readXml = (xml: string): Element => {
  const parser = new SaxesParser()
  type Open = { name: string; attributes: Record<string, string>; children: Element[]; text: string }
  const root: Open = { name: '', attributes: {}, children: [], text: '' }
  const open: Open[] = [root]
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const element: Open = { name, attributes: attributes as Record<string, string>, children: [], text: '' }
    open.at(-1)?.children.push(element)
    open.push(element)
  })
  parser.on('text', (text) => {
    const at = open.at(-1)
    if (at !== undefined) at.text += text
  })
  parser.on('closetag', () => void open.pop())
  parser.write(xml).close()
  const [document] = root.children
  if (document === undefined) throw new Error('there is no element')
  return document
}

const allowed: Readonly<
  Record<string, { readonly attributes: readonly string[]; readonly children: readonly string[] }>
> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors'], children: ['testsuite'] },
  testsuite: { attributes: ['name', 'tests', 'failures', 'errors', 'skipped'], children: ['properties', 'testcase'] },
  properties: { attributes: [], children: ['property'] },
  property: { attributes: ['name', 'value'], children: [] },
  testcase: { attributes: ['classname', 'name'], children: ['failure', 'error', 'skipped', 'system-out'] },
  failure: { attributes: ['type', 'message'], children: [] },
  error: { attributes: ['type', 'message'], children: [] },
  skipped: { attributes: ['type', 'message'], children: [] },
  'system-out': { attributes: [], children: [] },
}

/** What of a document the schemas of Jenkins and of Ant for JUnit files do not both have, and what it miscounts. */
export const faultsIn = (element: Element): readonly string[] => {
  const rule = allowed[element.name]
  if (rule === undefined) return [`<${element.name}> is unknown`]
  const faults: string[] = []
  for (const name of Object.keys(element.attributes))
    if (!rule.attributes.includes(name)) faults.push(`<${element.name}> has ${name}`)
  for (const { name } of element.children)
    if (!rule.children.includes(name)) faults.push(`<${name}> in <${element.name}>`)
  const places = element.children.map(({ name }) => rule.children.indexOf(name))
  if (places.some((place, index) => index > 0 && place < (places[index - 1] ?? 0)))
    faults.push(`the order in <${element.name}>`)
  if (element.name === 'testcase' && element.children.filter(({ name }) => name !== 'system-out').length > 1)
    faults.push('two outcomes of one case')
  const cases = casesIn(element)
  const count = (outcome: string): string =>
    String(cases.filter(({ children }) => children.some(({ name }) => name === outcome)).length)
  if (element.name.startsWith('testsuite')) {
    const { tests, failures, errors, skipped = count('skipped') } = element.attributes
    if (tests !== String(cases.length)) faults.push(`tests of ${element.attributes.name}`)
    if (failures !== count('failure') || errors !== count('error') || skipped !== count('skipped'))
      faults.push(`figures of ${element.attributes.name}`)
  }
  return [...faults, ...element.children.flatMap(faultsIn)]
}

export const casesIn = (element: Element): readonly Element[] =>
  element.name === 'testcase' ? [element] : element.children.flatMap(casesIn)

/** `classname name`: by which a case is known from run to run. */
export const nameOf = ({ attributes }: Element): string => `${attributes.classname} ${attributes.name}`

/** What a case came to. */
export const outcomeOf = ({ children }: Element): string =>
  children.find(({ name }) => name !== 'system-out')?.name ?? 'passed'
