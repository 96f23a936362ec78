// What the report can do beyond being read: search and filters, the matrix by arrow keys, copying, dark and light.
// It stands in the page itself, so it imports nothing and asks for nothing.

/** @type {(selector: string, within?: ParentNode) => HTMLElement[]} */
const all = (selector, within = document) => [
  .../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector)),
]

/** @type {(selector: string, within?: ParentNode) => HTMLElement | null} */
const one = (selector, within = document) => within.querySelector(selector)

const root = document.documentElement
root.classList.add('js')

// Dark and light

const theme = /** @type {HTMLButtonElement | null} */ (one('button.theme'))
const prefersDark = matchMedia('(prefers-color-scheme: dark)')
const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? 'dark' : 'light')) === 'dark'
const nameTheme = () => {
  if (theme !== null) theme.textContent = isDark() ? 'Light' : 'Dark'
}
theme?.addEventListener('click', () => {
  root.dataset.theme = isDark() ? 'light' : 'dark'
  nameTheme()
})
prefersDark.addEventListener('change', nameTheme)
nameTheme()

// Copying

/** @param {HTMLElement} element */
const select = (element) => {
  const range = document.createRange()
  range.selectNodeContents(element)
  getSelection()?.removeAllRanges()
  getSelection()?.addRange(range)
}

document.addEventListener('click', (event) => {
  const button = event.target instanceof Element ? event.target.closest('button.copy') : null
  const source = button?.parentElement?.querySelector('code') ?? null
  if (button === null || source === null) return
  /** @param {string} text */
  const say = (text) => {
    button.textContent = text
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 1500)
  }
  const { clipboard } = navigator
  // Where the browser does not let a page copy, what is to be copied is selected at least.
  const byHand = () => {
    select(source)
    say('Selected')
  }
  if (clipboard === undefined) byHand()
  else clipboard.writeText(source.textContent ?? '').then(() => say('Copied'), byHand)
})

// Links into what is folded away

const reveal = () => {
  const target = one(':target')
  if (target === null) return
  for (let at = /** @type {Element | null} */ (target); at !== null; at = at.parentElement)
    if (at instanceof HTMLDetailsElement) at.open = true
  target.scrollIntoView()
  // Whoever goes on by keyboard goes on from there.
  const place = one(':scope > summary', target) ?? target
  if (place === target) target.tabIndex = -1
  place.focus({ preventScroll: true })
}
addEventListener('hashchange', reveal)
// A link to where one is already is a wish to be led there again.
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null
  if (link !== null && link.getAttribute('href') === location.hash) reveal()
})
if (location.hash !== '') reveal()

// Print unfolds everything, and folds it again

/** @type {HTMLDetailsElement[]} */
let unfolded = []
addEventListener('beforeprint', () => {
  unfolded = /** @type {HTMLDetailsElement[]} */ (all('details:not([open])'))
  for (const details of unfolded) details.open = true
})
addEventListener('afterprint', () => {
  for (const details of unfolded) details.open = false
})
