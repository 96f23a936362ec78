import { expect, test } from 'vitest'
import { browserPath } from '../support/browser.ts'

test('whoever has no browser is told how to get one', () => {
  expect(() => browserPath({}, () => false)).toThrow(
    /^No Chromium at \/usr\/bin\/chromium, .* Install it \(apt-get install chromium\), or name it in CHROMIUM_PATH\.$/,
  )
  expect(() => browserPath({ CHROMIUM_PATH: '/nowhere' }, (path) => path !== '/nowhere')).toThrow(
    '/nowhere, as CHROMIUM_PATH',
  )
  expect(browserPath({ CHROMIUM_PATH: '/mine' }, () => true)).toBe('/mine')
})
