import { describe, expect, test } from 'vitest'
import { acceptsJson } from '../../reference/accept.ts'

describe('JSON is accepted', () => {
  test.each([
    undefined,
    '',
    ' , ',
    '*/*',
    'application/*',
    'application/json',
    'APPLICATION/Json',
    'application/json;charset=utf-8',
    'application/json; charset="UTF-8"; q=0.1',
    'application/json;version=2',
    'application/json;version=2;q=0, application/json',
    'text/html, application/json;q=0.001',
    'text/html;q=0, */*;q=0.1',
    'application/*;q=0, application/json',
    '*/*;q=0, application/*;q=0.2',
    'application/json;q=0, application/json;q=1',
    'text/html;note="a, b;q=0", application/json',
    'application/json;Q=1.000',
    'json',
    '*/json',
    'application/json;q=2',
    'text/html;;=',
  ])('by %j', (accept) => expect(acceptsJson(accept)).toBe(true))
})

describe('JSON is not accepted', () => {
  test.each([
    'text/html',
    'text/*',
    'text/json',
    'application/vnd.api+json',
    'application/jsonp',
    'application/json;q=0',
    'application/json;q=0.000, text/html',
    'application/json; charset=utf-8; q=0',
    '*/*;q=0',
    '*/*, application/json;q=0',
    'application/*;q=0, */*',
    '*/*, application/*;Q=0',
    'text/html;note="application/json"',
  ])('by %j', (accept) => expect(acceptsJson(accept)).toBe(false))
})
