import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { editions } from '../../contract/index.ts'
import type { RunResult } from '../../oracle/results.ts'
import { startReference } from '../../reference/server.ts'
import { renderHtml } from '../../reports/html/index.tsx'
import { manyFaults, runAgainst } from '../support/results.ts'
import { everyKindOf } from './every-kind.ts'
import { edition, exchange, finding, result } from './samples.ts'
import { count, overflow, startViewer, unfold, type Viewer, violations, visible } from './viewer.ts'

let viewer: Viewer
let clean: RunResult
let faulty: RunResult

const render = (of: RunResult): string => renderHtml(editions[of.run.edition] ?? edition, of)

/** A run against an endpoint with these mistakes. */
const resultWith = async (faults: readonly string[]): Promise<RunResult> => {
  const reference = await startReference({ faults })
  try {
    return await runAgainst(reference.url, { profile: 'smoke', seed: 7 })
  } finally {
    await reference.close()
  }
}

beforeAll(async () => {
  viewer = await startViewer()
  clean = await resultWith([])
  faulty = await resultWith(manyFaults)
}, 240_000)

afterAll(() => viewer?.close())

describe('a report of a real run, opened from a disk', () => {
  test('asks for nothing but itself, and its policy is never broken', async () => {
    const { page, asked, said, address } = await viewer.open(render(faulty))
    await page.locator('.finding summary').first().click()
    await page.locator('button.theme').click()
    expect(asked).toEqual([address])
    expect(said).toEqual([])
    await page.close()
  })

  test('has a policy that would stop a request, a style and a script that somebody planted', async () => {
    const planted = render(clean).replace(
      '<main',
      '<img src="https://example.com/x.png"><p id="red" style="color: rgb(255, 0, 0)">x</p><script>document.title = "taken"</script><main',
    )
    const { page, said } = await viewer.open(planted)
    expect(said.filter((text) => text.includes('Content Security Policy'))).toHaveLength(3)
    expect(await page.title()).not.toBe('taken')
    expect(await page.evaluate('getComputedStyle(document.getElementById("red")).color')).not.toBe('rgb(255, 0, 0)')
    await page.close()
  })

  test('says first what broke: the verdict, and each broken clause', async () => {
    const { page } = await viewer.open(render(faulty))
    expect(await page.locator('h1').textContent()).toBe('NOT CONFORMANT')
    const broken = new Set(faulty.findings.map(({ violation }) => violation.clause))
    expect(broken.size).toBeGreaterThan(12)
    const named = await page.locator('.broken .clause').allTextContents()
    expect(named.length).toBe(Math.min(24, broken.size))
    expect(named.every((id) => broken.has(id))).toBe(true)
    const levels = await page.locator('.broken .level').allTextContents()
    expect(levels).toEqual([...levels].sort())
    await page.close()

    const { page: quiet } = await viewer.open(render(clean))
    expect(await quiet.locator('h1').textContent()).toBe('CONFORMANT')
    expect(await count(quiet, '.broken, .finding')).toBe(0)
    await quiet.close()
  })

  test('shows every cell in the matrix, which fits a screen', async () => {
    const { page } = await viewer.open(render(faulty))
    expect(await count(page, '.matrix a')).toBe(faulty.cells.length)
    for (const verdict of new Set(faulty.cells.map((cell) => cell.verdict)))
      expect(await count(page, `.matrix .v-${verdict}`)).toBe(
        faulty.cells.filter((cell) => cell.verdict === verdict).length,
      )
    const box = await page.locator('.matrix').boundingBox()
    expect(box?.width).toBeLessThan(1440)
    expect(box?.height).toBeLessThan(850)
    await page.close()
  })

  test('tells verdicts apart without colour', async () => {
    const { page } = await viewer.open(render(faulty))
    const signs = (await page.evaluate(
      `['pass', 'fail', 'flaky', 'warn', 'waived', 'inconclusive', 'not-exercised'].map((verdict) => {
        const mark = document.querySelector('.legend .mark')
        mark.className = 'mark v-' + verdict
        return getComputedStyle(mark, '::before').content + getComputedStyle(mark).borderTopStyle
      })`,
    )) as readonly string[]
    expect(new Set(signs).size).toBe(7)
    await page.close()
  })

  test('is moved through by arrow keys in the matrix, and Enter leads to the finding of a cell', async () => {
    const { page } = await viewer.open(render(faulty))
    await page.locator('section:has(> .matrix)').focus()
    await page.keyboard.press('Tab')
    const focused = (): Promise<string> => page.evaluate('document.activeElement.getAttribute("aria-label")')
    const first = await focused()
    await page.keyboard.press('ArrowRight')
    const second = await focused()
    expect(second).not.toBe(first)
    expect(await page.locator('.readout b').textContent()).toBe(second)
    await page.keyboard.press('ArrowLeft')
    expect(await focused()).toBe(first)
    const broken = page.locator('.matrix .v-fail').first()
    await broken.focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction('document.activeElement.closest("details.finding") !== null')
    const label = (await broken.getAttribute('aria-label')) ?? ''
    const [clause, operation] = (await page.evaluate(
      '(({ clause, operation }) => [clause, operation])(document.activeElement.closest("details[open].finding").dataset)',
    )) as readonly [string, string]
    expect(label).toContain(`${clause} on ${operation}`)
    const sound = page.locator('.matrix .v-pass').first()
    await sound.focus()
    await page.keyboard.press('Enter')
    await page.waitForFunction('document.activeElement.matches("tr.cell")')
    expect(await page.locator('tr.cell:focus').isVisible()).toBe(true)
    expect(await page.evaluate('document.activeElement.id')).toBe(`cell-${await sound.getAttribute('data-cell')}`)
    await page.close()
  })

  test('is searched and filtered by keyboard, and Escape shows everything again', async () => {
    const { page } = await viewer.open(render(faulty))
    const all = await visible(page, '.finding')
    await page.keyboard.press('/')
    const race = faulty.findings.find(({ violation }) => violation.clause === 'RE-RACE-UNIQUE')?.key ?? 'none'
    await page.keyboard.type(race.toLowerCase())
    expect(await visible(page, '.finding')).toBe(1)
    expect(await page.locator('.finding').filter({ visible: true }).getAttribute('data-clause')).toBe('RE-RACE-UNIQUE')
    expect(await page.locator('.matches').textContent()).toBe('1 finding, 0 cells')
    expect(await count(page, '.matrix a:not(.out)')).toBe(1)
    await page.keyboard.press('Escape')
    expect(await visible(page, '.finding')).toBe(all)
    expect(await count(page, '.matrix a.out')).toBe(0)
    // From the search field, Tab leads through the filters.
    await page.keyboard.press('/')
    await page.keyboard.press('Tab')
    await page.keyboard.type('SHOULD')
    expect(await visible(page, '.finding')).toBe(faulty.findings.filter(({ level }) => level === 'SHOULD').length)
    await page.keyboard.press('Escape')
    await page.locator('select[name=operation]').selectOption('createReservation')
    await page.locator('select[name=verdict]').selectOption('fail')
    expect(await visible(page, '.finding')).toBe(
      faulty.findings.filter(({ violation, level }) => violation.operation === 'createReservation' && level === 'MUST')
        .length,
    )
    await page.keyboard.press('/')
    await page.keyboard.type('nothing is called so')
    expect(await page.locator('.none').isVisible()).toBe(true)
    await page.close()
  })

  test('copies a command', async () => {
    const { page } = await viewer.open(render(faulty), { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.locator('.finding summary').first().click()
    const command = page.locator('.finding .copied').first()
    await command.locator('button').click()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(await command.locator('code').textContent())
    expect(await command.locator('code').textContent()).toContain('curl ')
    await page.close()
  })

  test('is dark where its reader wants that, and the switch turns it round', async () => {
    const { page } = await viewer.open(render(clean), { colorScheme: 'dark' })
    const paper = (): Promise<string> => page.evaluate('getComputedStyle(document.documentElement).backgroundColor')
    const dark = await paper()
    await page.locator('button.theme').click()
    expect(await paper()).toBe('rgb(255, 255, 255)')
    await page.locator('button.theme').click()
    expect(await paper()).toBe(dark)
    expect(dark).not.toBe('rgb(255, 255, 255)')
    await page.close()
  })

  test('can be read without its script: nothing that needs it is shown, and what is folded unfolds', async () => {
    const { page } = await viewer.open(render(faulty), { javaScriptEnabled: false })
    for (const part of ['.toolbar', '.copy', '.theme', '.readout']) {
      expect(await count(page, part), part).toBeGreaterThan(0)
      expect(await visible(page, part), part).toBe(0)
    }
    const first = page.locator('.finding').first()
    await first.locator('summary').first().click()
    expect(await first.locator('.copied code').first().isVisible()).toBe(true)
    expect(await visible(page, '.finding')).toBe(faulty.findings.length)
    await page.close()
  })

  test('is no wider than a phone, folded and unfolded', async () => {
    for (const each of [clean, faulty]) {
      const { page } = await viewer.open(render(each), { viewport: { width: 360, height: 740 } })
      expect(await overflow(page)).toBe(0)
      await unfold(page)
      expect(await overflow(page)).toBe(0)
      await page.close()
    }
  })

  test('is printed with its findings unfolded and without what paper cannot do', async () => {
    const { page } = await viewer.open(render(faulty), { javaScriptEnabled: false })
    const command = page.locator('.finding .copied code').first()
    expect(await command.isVisible()).toBe(false)
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
    expect(await command.isVisible()).toBe(true)
    expect(((await command.boundingBox())?.height ?? 0) > 5).toBe(true)
    expect(await page.evaluate('getComputedStyle(document.documentElement).colorScheme')).toBe('light')
    await page.close()

    // Without a script these are not there to be left out.
    const { page: scripted } = await viewer.open(render(faulty))
    await unfold(scripted)
    for (const part of ['.toolbar', '.copy']) expect(await visible(scripted, part), part).toBeGreaterThan(0)
    await scripted.emulateMedia({ media: 'print' })
    expect(await visible(scripted, '.toolbar, .copy')).toBe(0)
    await scripted.close()
  })

  test.each([
    ['light', 1440],
    ['dark', 1440],
    ['light', 360],
    ['dark', 360],
  ] as const)('has nothing that axe would say against it, %s and %i wide', async (colorScheme, width) => {
    const { page } = await viewer.open(render(everyKindOf(faulty)), { colorScheme, viewport: { width, height: 900 } })
    expect(await count(page, 'main > section')).toBe(11)
    await unfold(page)
    expect(await violations(page)).toEqual([])
    await page.close()
  })

  test('has nothing that axe would say against it as a whole, folded', async () => {
    const { page } = await viewer.open(render(faulty))
    expect(await violations(page)).toEqual([])
    await page.close()
  })
})

describe('what a target sends', () => {
  test('stays text', async () => {
    const markup =
      '</script><script>document.title = "taken"</script><img src=x onerror="document.title = 1"><h1>CONFORMANT</h1>'
    const hostile = result({
      findings: [
        finding({
          violation: { ...finding().violation, actual: markup, status: markup, parameters: [markup, '" onclick="x'] },
          exchanges: [
            exchange({
              response: { status: 201, headers: {}, body: { kind: 'json', value: { [markup]: markup }, bytes: 1 } },
            }),
            exchange({ failure: { kind: 'protocol', message: markup } }),
          ],
        }),
      ],
      observations: [{ operation: markup, what: markup, detail: markup }],
      suiteFaults: [markup],
      leftovers: [markup],
      statuses: { [`getPerson ${markup}`]: 1 },
    })
    const { page, said } = await viewer.open(render(hostile))
    await unfold(page)
    expect(await page.title()).toContain('doorflow-conformance')
    expect(await count(page, 'h1')).toBe(1)
    expect(await count(page, 'img, [onclick], [onerror], body script ~ script')).toBe(0)
    expect(await page.locator('.warning').first().textContent()).toContain(markup)
    expect(said).toEqual([])
    expect(await overflow(page)).toBe(0)
    await page.close()
  })
})
