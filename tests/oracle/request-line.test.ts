import { describe, expect, it } from 'vitest'
import { faults } from './request-faults.ts'
import { request, tag } from './support.ts'

describe('the method', () => {
  it.each([
    ['getPerson', 'PATCH', ['method method PATCH']],
    ['getPerson', 'POST', ['method method POST']],
    ['getPerson', 'PUT', ['body-present wire']],
    ['getPerson', 'DELETE', []],
    ['listRoles', 'DELETE', ['method method DELETE']],
    ['getPerson', 'HEAD', ['unusual-method method HEAD']],
    ['getPerson', 'OPTIONS', ['unusual-method method OPTIONS']],
    ['getPerson', 'get', ['unusual-method method get']],
    ['getPerson', 'BREW', ['unusual-method method BREW']],
  ])('%s by %s', (operation, method, expected) => {
    expect(faults(request(operation, { method }))).toEqual(method === 'PUT' ? ['body-present wire'] : expected)
  })
})

describe('the path', () => {
  it('is in order with an id that the target gave as text, whatever that is', () => {
    const path = (id: string) => `/api/3/people/${encodeURIComponent(id)}`
    expect(faults(request('getPerson', { path: path(tag) }))).toEqual([])
    expect(faults(request('getPerson', { path: path(`x${tag}`) }))).toEqual(['path-form path id'])
  })

  it.each<[string, string[]]>([
    ...['abc', 'null', '1.5', '1e3', "1'--", '0', '-1', '007', '2147483648', '9'.repeat(400)].map(
      (id): [string, string[]] => [`/api/3/people/${id}`, ['id-form path id']],
    ),
    ...[
      '%',
      '%2',
      '%ZZ',
      '%00',
      '%FF',
      '%C0%AF',
      '%37',
      '%F0%9F%9A%AA',
      '%252e',
      '1%2F2',
      '%2e%2e',
      '7 ',
      'ä',
      '7\\',
      '..',
    ].map((id): [string, string[]] => [`/api/3/people/${id}`, ['path-form path id']]),
    ['/api/3/people/7/', ['path-form path']],
    ['/api/3//people/7', ['path-form path']],
    ['/api/3/../people/7', ['path-form path']],
    ['/api/3/%70eople/7', ['path-form path']],
    [`/api/3/people/7?q=${'x'.repeat(3_000)}`, ['path-form path']],
    ['/api/3/people/7/nonexistent', ['known-path path']],
    ['/api/3/nonexistent', ['known-path path']],
    ['/api/3/PEOPLE/7', ['known-path path']],
    ['/', ['path-form path']],
    ...['xml', 'csv', 'html', 'pdf', 'yaml'].map((suffix): [string, string[]] => [
      `/api/3/people/7.${suffix}`,
      ['suffix path'],
    ]),
  ])('%s', (path, expected) => {
    expect(faults(request('getPerson', { path }))).toEqual(expected)
  })

  it.each(['%', '%00', '%FF', '%F0%9F%9A%AA', '%252e', '1%2F2', '%E2%80%AE', '%0d%0a', '%41', '..'])(
    'of an opaque id: %s',
    (id) => {
      expect(faults(request('getCredential', { path: `/api/3/credentials/${id}` }))).toEqual(['path-form path id'])
    },
  )

  it('of an opaque id: a suffix, but no wrong form', () => {
    expect(faults(request('getCredential', { path: '/api/3/credentials/R1sRdPO.xml' }))).toEqual(['suffix path'])
    expect(faults(request('getCredential', { path: '/api/3/credentials/-1' }))).toEqual([])
    expect(faults(request('getPersonCredential', { path: '/api/3/people/x/credentials/R1' }))).toEqual([
      'id-form path person_id',
    ])
  })
})

describe('the query', () => {
  it.each([
    ['page=0', ['range query page']],
    ['page=-1', ['range query page']],
    ['page=abc', ['type query page']],
    ['page=1.5', ['type query page']],
    ['per_page=', ['type query per_page']],
    ['page=99999999999999999999', ['range query page']],
    ['since=yesterday', ['format query since']],
    ['email=x', ['format query email']],
    ['colour=red', ['unknown-member query']],
    ['page=0&since=x', ['range query page', 'format query since']],
  ])('%s', (query, expected) => {
    expect(faults(request('listPeople', { path: `/api/3/people?${query}` }))).toEqual(expected)
  })
})
