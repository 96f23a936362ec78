import { Document, type Element, serializeToWellFormedString } from 'slimdom'
import { excerpt } from '../terminal/text.ts'
import { xmlText } from './xml-text.ts'

/** What one test case comes to. A case has one outcome at most: readers differ in what they make of two. */
export interface Case {
  readonly name: string
  readonly outcome?: {
    readonly kind: 'failure' | 'error' | 'skipped'
    /** `MUST`, `flaky`, … */
    readonly type?: string
    readonly message: string
    readonly text?: string
  }
  readonly output?: string
}

export interface Suite {
  readonly name: string
  readonly about: Readonly<Record<string, string>>
  readonly cases: readonly Case[]
}

const total = (cases: readonly Case[], kind: string): string =>
  String(cases.filter(({ outcome }) => outcome?.kind === kind).length)

/** Puts together the document. Whatever is written passes here, and with it what XML cannot hold. */
export const documentOf = (
  suites: readonly Suite[],
  properties: Readonly<Record<string, string>>,
  group: string,
): string => {
  const document = new Document()
  const add = (
    parent: Element | Document,
    name: string,
    attributes: Readonly<Record<string, string>>,
    text = '',
  ): Element => {
    const element = document.createElement(name)
    for (const [attribute, value] of Object.entries(attributes)) element.setAttribute(attribute, xmlText(value))
    if (text !== '') element.appendChild(document.createTextNode(xmlText(text)))
    // One element a line, so that two files can be compared.
    if (parent !== document) parent.appendChild(document.createTextNode('\n'))
    parent.appendChild(element)
    return element
  }
  const all = suites.flatMap(({ cases }) => cases)
  const root = add(document, 'testsuites', {
    name: 'doorflow-conformance',
    tests: String(all.length),
    failures: total(all, 'failure'),
    errors: total(all, 'error'),
  })
  for (const { name, about, cases } of suites) {
    const suite = add(root, 'testsuite', {
      name: `${group}.${name}`,
      tests: String(cases.length),
      failures: total(cases, 'failure'),
      errors: total(cases, 'error'),
      skipped: total(cases, 'skipped'),
    })
    const its = add(suite, 'properties', {})
    for (const [property, value] of Object.entries({ ...about, ...properties }))
      add(its, 'property', { name: property, value: excerpt(value, 4000) })
    for (const { name: test, outcome, output } of cases) {
      const element = add(suite, 'testcase', { classname: `${group}.${name}`, name: test })
      if (outcome !== undefined) {
        const { kind, type, message, text } = outcome
        add(element, kind, { ...(type === undefined ? {} : { type }), message }, text)
      }
      if (output !== undefined) add(element, 'system-out', {}, output)
    }
  }
  return `<?xml version="1.0" encoding="UTF-8"?>\n${serializeToWellFormedString(document)}\n`
}
