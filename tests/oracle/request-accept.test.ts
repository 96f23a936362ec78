import { describe, expect, it } from 'vitest'
import { faults } from './request-faults.ts'
import { request } from './support.ts'

describe('Accept', () => {
  const at = (...values: string[]) =>
    faults(request('getPerson', { headers: values.map((value) => ['Accept', value] as const) }))

  it.each([
    '*/*',
    'application/*',
    'application/json',
    'application/json;q=0.1',
    'Application/JSON',
    'text/html, */*;q=0.001',
    'text/html,application/json ; q=1.000',
    'application/*;q=0, application/json',
    'application/json;charset=utf-8',
    'text/html;level="a,b", */*',
  ])('admits JSON: %s', (value) => {
    expect(at(value)).toEqual([])
  })

  it.each([
    'text/xml',
    'text/*',
    'application/xml',
    'application/json;q=0',
    'application/json;q=0, */*',
    'application/*;q=0.0, */*',
    '*/*;q=0',
    'audio/*;q=0.5, text/plain',
    'application/javascript',
  ])('admits no JSON: %s', (value) => {
    expect(at(value)).toEqual(['accept accept'])
  })

  it.each([
    '',
    ',,,',
    '*',
    'json',
    '/',
    'application/',
    ';q=1',
    'application/json;q=2',
    'application/json;q=abc',
    'application/json;q=0.1234',
    'application/json;;',
    'text/html;q',
    '*/json',
    'application/json;version=2',
    'application/vnd.api+json',
    'text/json',
    'application/json;q=1, application/json;q=0',
    'application json',
  ])('is unclear: %s', (value) => {
    expect(at(value)).toEqual(['accept-form accept'])
  })

  it('may stand on several lines, or on none', () => {
    expect(at()).toEqual([])
    expect(at('text/html', 'application/json')).toEqual([])
    expect(at('text/html', 'text/xml')).toEqual(['accept accept'])
  })
})
