import { describe, expect, it } from 'vitest'
import type { Defect } from '../../contract/defect.ts'
import type { Expected } from '../../oracle/expectation.ts'
import { type Answer, answer, clausesOf, empty, garbage, inBody, json, judgeOne, request } from './support.ts'

const tag = '⟦abc.abc.12.a.non-blank,text⟧'
const blankTag = '⟦abc.abc.3.s.text⟧'
const emptyTag = '⟦abc.abc.0..text⟧'

const expected = (defect: Defect | undefined, more: Partial<Expected> = {}): Expected => ({
  operation: 'createPerson',
  outcome: 'missing-parameter',
  strength: 'must-refuse',
  ...(defect === undefined ? {} : { defect }),
  ...more,
})

const lastName = expected(inBody('required', 'last_name'))
const broken = (body: unknown, type: string | undefined = json): readonly string[] =>
  clausesOf(judgeOne(lastName, answer(400, body, type)))

const good = { type: 'missing_parameter', message: 'last_name is missing', param: 'last_name' }

describe('the body of a refusal', () => {
  it.each<[string, Answer, string[]]>([
    ['none', empty(400), []],
    ['flat', answer(400, good), []],
    ['inside error', answer(400, { error: good }), []],
    ['inside error, beside an empty type', answer(400, { type: null, error: good }), []],
    ['flat, beside other members', answer(400, { ...good, code: 17, errors: [{}], error: 'text' }), []],
    ['flat, beside an error that says nothing', answer(400, { ...good, error: {} }), []],
    ['only a type', answer(400, { type: 'x' }), []],
    ['a blank type', answer(400, { type: ' ' }), []],
    ['a type that the suite does not know', answer(400, { type: tag }), []],
    ['nulls for what is optional', answer(400, { type: 'x', message: null, param: null }), []],
    ['a message that the suite does not know', answer(400, { type: 'x', message: tag }), []],
    ['plain content type', answer(400, good, 'application/json'), []],
    ['content type in capitals', answer(400, good, 'Application/JSON ; Charset=UTF-8'), []],
    ['a type built upon JSON', answer(400, good, 'application/problem+json'), []],
    ['no content type', { ...answer(400, good), type: undefined }, ['RE-ERROR-JSON']],
    ['content type text', answer(400, good, 'text/plain'), ['RE-ERROR-JSON']],
    ['content type HTML', answer(400, good, 'text/html; charset=utf-8'), ['RE-ERROR-JSON']],
    ['content type with JSON in its name', answer(400, good, 'application/jsonp'), ['RE-ERROR-JSON']],
    ['content type that mentions JSON', answer(400, good, 'text/html; was=application/json'), ['RE-ERROR-JSON']],
    ['text/json', answer(400, good, 'text/json'), ['RE-ERROR-JSON']],
    ['a type that ends in json', answer(400, good, 'application/notjson'), ['RE-ERROR-JSON']],
    ['HTML', garbage(400, 'text/html'), ['RE-ERROR-JSON']],
    ['broken JSON', garbage(400, json), ['RE-ERROR-JSON']],
    ['a list', answer(400, [good]), ['RE-ERROR-OBJECT']],
    ['a string', answer(400, 'no'), ['RE-ERROR-OBJECT']],
    ['null', answer(400, null), ['RE-ERROR-OBJECT']],
    ['a number', answer(400, 400), ['RE-ERROR-OBJECT']],
    ['no type', answer(400, { message: 'no' }), ['RE-TYPE']],
    ['no type at all', answer(400, {}), ['RE-TYPE']],
    ['type null', answer(400, { type: null }), ['RE-TYPE']],
    ['an error that is a text', answer(400, { error: 'invalid' }), ['RE-TYPE']],
    ['errors by field', answer(400, { errors: { last_name: ['missing'] } }), ['RE-TYPE']],
    ['no type inside error', answer(400, { error: { message: 'no' } }), ['RE-TYPE']],
    ['type a number', answer(400, { type: 400 }), ['RE-TYPE-VALUE']],
    ['type empty', answer(400, { type: '' }), ['RE-TYPE-VALUE']],
    ['type empty, tagged', answer(400, { type: emptyTag }), ['RE-TYPE-VALUE']],
    ['type an object', answer(400, { type: {} }), ['RE-TYPE-VALUE']],
    ['type empty inside error', answer(400, { error: { type: '' } }), ['RE-TYPE-VALUE']],
    ['type false', answer(400, { type: false }), ['RE-TYPE-VALUE']],
    ['message a number', answer(400, { type: 'x', message: 5 }), ['RE-MESSAGE']],
    ['message a list', answer(400, { type: 'x', message: ['no'] }), ['RE-MESSAGE']],
    ['message false', answer(400, { type: 'x', message: false }), ['RE-MESSAGE']],
    ['message empty', answer(400, { type: 'x', message: '' }), ['RE-MESSAGE-TEXT']],
    ['message blank', answer(400, { type: 'x', message: ' \n' }), ['RE-MESSAGE-TEXT']],
    ['message blank, tagged', answer(400, { type: 'x', message: blankTag }), ['RE-MESSAGE-TEXT']],
    ['message inside error a number', answer(400, { error: { type: 'x', message: 5 } }), ['RE-MESSAGE']],
    ['param empty', answer(400, { type: 'x', param: '' }), ['RE-PARAM']],
    ['param a list', answer(400, { type: 'x', param: ['last_name'] }), ['RE-PARAM']],
    ['param a number', answer(400, { type: 'x', param: 1 }), ['RE-PARAM']],
    ['param names another', answer(400, { type: 'x', param: 'first_name' }), ['RE-PARAM-FAULTY']],
    ['param names nothing', answer(400, { type: 'x', param: 'base' }), ['RE-PARAM-FAULTY']],
    ['param unknown to the suite', answer(400, { type: 'x', param: tag }), ['RE-PARAM-FAULTY']],
    ['no type, and param names another', answer(400, { param: 'first_name' }), ['RE-TYPE', 'RE-PARAM-FAULTY']],
  ])('%s', (_, given, clauses) => {
    expect(clausesOf(judgeOne(lastName, given))).toEqual(clauses)
  })

  it('is not looked at where it need not be anything', () => {
    const page = garbage(404, 'text/html')
    const path: Defect = { rule: 'id-form', place: 'path', parameters: ['id'] }
    const at = (more: Partial<Expected>): readonly string[] => clausesOf(judgeOne({ ...lastName, ...more }, page))
    expect(at({ operation: 'getPerson', outcome: 'not-found', strength: 'may-accept', defect: path })).toEqual([])
    expect(at({ operation: 'listRoles', outcome: 'absent', anyBody: true })).toEqual([])
    expect(at({ operation: 'getPerson', outcome: 'not-acceptable-suffix' })).toEqual(['RE-406-SUFFIX-USUAL'])
    expect(at({ operation: 'getPerson', outcome: 'not-found', defect: path })).toEqual(['RE-ERROR-JSON'])
    const head = request('getPerson', { method: 'HEAD' })
    expect(
      clausesOf(judgeOne({ ...lastName, operation: 'getPerson', outcome: 'not-found' }, page, { sent: head })),
    ).toEqual([])
  })

  it('is not looked at where the status is wrong already', () => {
    expect(clausesOf(judgeOne(lastName, garbage(422, 'text/html')))).toEqual(['RE-400'])
    expect(clausesOf(judgeOne(lastName, garbage(500, 'text/html')))).toEqual(['RE-500'])
  })

  it('is judged where only the preference is missed', () => {
    const inUse = expected({ rule: 'unique', place: 'state', parameters: ['email'] }, { outcome: 'request-failed' })
    expect(clausesOf(judgeOne(inUse, answer(400, [])))).toEqual(['RE-402-USUAL', 'RE-ERROR-OBJECT'])
  })

  it('is observed: none, and which envelope', () => {
    const names = (given: Answer) =>
      judgeOne(lastName, given).observations.map(({ what, detail }) => `${what} ${detail}`)
    expect(names(empty(400))).toEqual(['refusal-without-body answered 400'])
    expect(names(answer(400, good))).toEqual(['error-envelope at top level'])
    expect(names(answer(400, { error: good }))).toEqual(['error-envelope inside `error`'])
  })

  it('is evidence only for the attributes that it has', () => {
    const clauses = (body: unknown) => judgeOne(lastName, answer(400, body)).examined.map((pair) => pair.split(':')[0])
    expect(clauses({})).not.toContain('RE-TYPE-VALUE')
    expect(clauses({ type: 'x' })).not.toContain('RE-MESSAGE')
    expect(clauses({ type: 'x' })).not.toContain('RE-PARAM')
    expect(clauses({ type: 'x', message: 5 })).not.toContain('RE-MESSAGE-TEXT')
    expect(clauses(good)).toEqual(
      expect.arrayContaining(['RE-TYPE-VALUE', 'RE-MESSAGE-TEXT', 'RE-PARAM', 'RE-PARAM-FAULTY', 'RE-PARAM-SOUND']),
    )
    expect(judgeOne(lastName, empty(400)).examined.some((pair) => pair.startsWith('RE-ERROR'))).toBe(false)
  })
})

describe('param', () => {
  const named = (
    defect: Defect,
    operation: string,
    param: string,
    outcome: Expected['outcome'] = 'missing-parameter',
  ) =>
    clausesOf(
      judgeOne(
        expected(defect, { operation, outcome }),
        answer(outcome === 'missing-parameter' ? 400 : 404, { type: 'x', param }),
      ),
    )

  it.each([
    'last_name',
    'lastName',
    'last-name',
    'LastName',
    'LAST_NAME',
    'Last name',
    'person.last_name',
    'person[last_name]',
    'body.last_name',
    '/last_name',
    '#/last_name',
    '$.last_name',
    '/person/last_name',
    'data.attributes.last_name',
    'last_name[0]',
    'last_name.value',
    ':last_name',
    '"last_name"',
  ])('may name last_name as %s', (param) => {
    expect(named(inBody('required', 'last_name'), 'createPerson', param)).toEqual([])
  })

  it.each([
    ['group_ids', 'group_ids'],
    ['group_ids', 'groups'],
    ['group_ids', 'group_ids[0]'],
    ['group_ids', 'group_ids.0'],
    ['group_ids', '/group_ids/0'],
    ['group_ids', 'groupIds'],
    ['group_ids', 'person[group_ids][]'],
  ])('may name %s as %s', (name, param) => {
    expect(named(inBody('type', name), 'createPerson', param)).toEqual([])
  })

  it.each([
    ['value', 'person_credential[value]'],
    ['value', 'person_credential.value'],
    ['value', 'person_credential'],
    ['value', 'personCredential'],
    ['value', 'pin'],
    ['credential_type_id', 'credential_type'],
    ['credential_type_id', '/person_credential/credential_type_id'],
  ])('may name %s of a credential as %s', (name, param) => {
    expect(named(inBody('required', name), 'createPersonCredential', param)).toEqual([])
  })

  it.each([
    ['last_name', 'first_name'],
    ['last_name', 'name'],
    ['last_name', 'last'],
    ['last_name', 'last_name2'],
    ['last_name', 'person.first_name'],
    ['last_name', 'person'],
    ['last_name', '0'],
    ['last_name', '/'],
    ['last_name', 'last_name,first_name'],
    ['valid_from', 'valid_to'],
    ['email', 'e_mails'],
  ])('may not name %s as %s', (name, param) => {
    expect(named(inBody('required', name), 'createPerson', param)).toEqual(['RE-PARAM-FAULTY'])
  })

  it('may not name the wrapper’s other member', () => {
    expect(
      named(inBody('required', 'value'), 'createPersonCredential', 'person_credential.credential_type_id'),
    ).toEqual(['RE-PARAM-FAULTY'])
    expect(named(inBody('required', 'value'), 'createCredential', 'credential.credential_type_id')).toEqual([
      'RE-PARAM-FAULTY',
    ])
    expect(named(inBody('required', 'credential_type_id'), 'createCredential', 'person_id')).toEqual([
      'RE-PARAM-FAULTY',
    ])
  })

  it('may name either party of a relation, or both', () => {
    const order = expected(inBody('order', 'valid_from', 'valid_to'), {
      outcome: 'invalid-value',
      strength: 'may-accept',
    })
    for (const param of ['valid_from', 'validTo', 'valid_from,valid_to', 'valid_from and valid_to']) {
      expect(clausesOf(judgeOne(order, answer(400, { type: 'x', param })))).toEqual([])
    }
    expect(clausesOf(judgeOne(order, answer(400, { type: 'x', param: 'email' })))).toEqual(['RE-PARAM-FAULTY'])
  })

  it('names the query’s parameter where that is at fault', () => {
    const since = expected(
      { rule: 'format', place: 'query', parameters: ['since'] },
      { operation: 'listPeople', outcome: 'invalid-value', strength: 'should-refuse' },
    )
    const at = (param: string) => clausesOf(judgeOne(since, answer(400, { type: 'x', param })))
    expect(at('query.since')).toEqual([])
    expect(at('page')).toEqual(['RE-PARAM-FAULTY'])
  })

  it('names the parameter whose value the state forbids', () => {
    const inUse = expected({ rule: 'unique', place: 'state', parameters: ['email'] }, { outcome: 'request-failed' })
    const at = (param: string) => clausesOf(judgeOne(inUse, answer(402, { type: 'x', param })))
    expect(at('person.email')).toEqual([])
    expect(at('last_name')).toEqual(['RE-PARAM-FAULTY'])
  })

  it('does not name a sound parameter where none is at fault', () => {
    const places: readonly Defect[] = [
      { rule: 'known-id', place: 'path', parameters: ['id'] },
      { rule: 'alive', place: 'state', parameters: [] },
      { rule: 'key', place: 'key', parameters: [] },
      { rule: 'method', place: 'method', parameters: ['PATCH'] },
    ]
    for (const defect of places) {
      const at = (param: string) =>
        clausesOf(
          judgeOne(
            expected(defect, { operation: 'updatePerson', outcome: 'not-found' }),
            answer(404, { type: 'x', param }),
          ),
        )
      for (const param of ['email', 'person[email]', '/lastName', 'groupIds[0]'])
        expect(at(param)).toEqual(['RE-PARAM-SOUND'])
      for (const param of ['id', 'person_id', 'person', 'Authorization', 'base', 'path', tag])
        expect(at(param)).toEqual([])
    }
  })

  it('may name what is at fault in the path by the name that it has in a body', () => {
    const path: Defect = { rule: 'known-id', place: 'path', parameters: ['person_id'] }
    expect(named(path, 'createCredential', 'person_id', 'not-found')).toEqual([])
    expect(named(path, 'createCredential', 'value', 'not-found')).toEqual(['RE-PARAM-SOUND'])
  })

  it('may name anything where the body as a whole is broken, or a sound value is refused', () => {
    const whole = expected({ rule: 'body-syntax', place: 'wire', parameters: [] }, { outcome: 'malformed-body' })
    const exotic: Expected = { operation: 'createPerson', outcome: 'created', strength: 'may-refuse' }
    for (const param of ['first_name', 'body', 'email', tag]) {
      expect(clausesOf(judgeOne(whole, answer(400, { type: 'x', param })))).toEqual([])
      expect(clausesOf(judgeOne(exotic, answer(400, { type: 'x', param })))).toEqual([])
    }
    expect(broken(good)).toEqual([])
  })
})
