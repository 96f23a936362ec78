// Search and filters

const search = one('search')
const text = /** @type {HTMLInputElement | null} */ (one('input[name=text]'))
const selects = /** @type {HTMLSelectElement[]} */ (all('search select'))
const clear = /** @type {HTMLButtonElement | null} */ (one('button.clear'))
const matches = one('output.matches')
const none = one('.none')

/** @typedef {{ element: HTMLElement, facts: Record<string, string>, text: string }} Item */

/** @type {(element: HTMLElement) => Item} */
const itemOf = (element) => {
  const group = /** @type {HTMLElement | null} */ (element.closest('.clause-cells'))
  const { level, section, clause } = { ...group?.dataset, ...element.dataset }
  const { verdict, operation } = element.dataset
  const facts = { level: level ?? '', section: section ?? '', operation: operation ?? '', verdict: verdict ?? '' }
  const about = one('.what', group ?? element.closest('.group') ?? element)?.textContent ?? ''
  return { element, facts, text: `${clause} ${about} ${section} ${element.textContent}`.toLowerCase() }
}

/** Made when it is needed: who only reads need not wait for it. @type {Item[] | undefined} */
let items

/** @param {number} number @param {string} what */
const counted = (number, what) => `${number.toLocaleString('en-US')} ${what}${number === 1 ? '' : 's'}`

const filter = () => {
  const words = (text?.value ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '')
  const wanted = selects.filter(({ value }) => value !== '').map(({ name, value }) => [name, value])
  const active = words.length > 0 || wanted.length > 0
  root.classList.toggle('filtered', active)
  if (clear !== null) clear.hidden = !active
  if (items === undefined) {
    if (!active) return
    items = all('.item').map(itemOf)
  }
  const found = { finding: 0, cell: 0 }
  /** @type {Set<string>} */
  const cells = new Set()
  for (const item of items) {
    const hit =
      wanted.every(([name = '', value]) => item.facts[name] === value) &&
      words.every((word) => item.text.includes(word))
    item.element.hidden = !hit
    if (!hit) continue
    const isCell = item.element.classList.contains('cell')
    found[isCell ? 'cell' : 'finding'] += 1
    cells.add(isCell ? item.element.id : `cell-${item.element.dataset.clause}:${item.element.dataset.operation}`)
  }
  for (const group of all('.shape, .group, .clause-cells')) group.hidden = one('.item:not([hidden])', group) === null
  for (const mark of all('.matrix a')) mark.classList.toggle('out', active && !cells.has(`cell-${mark.dataset.cell}`))
  const nothing = active && found.finding + found.cell === 0
  if (none !== null) none.hidden = !nothing
  if (matches !== null)
    matches.textContent = active ? `${counted(found.finding, 'finding')}, ${counted(found.cell, 'cell')}` : ''
}

const reset = () => {
  if (text !== null) text.value = ''
  for (const each of selects) each.value = ''
  filter()
}

search?.addEventListener('input', filter)
clear?.addEventListener('click', () => {
  reset()
  text?.focus()
})
document.addEventListener('keydown', (event) => {
  const { target, key } = event
  const isTyping = target instanceof HTMLInputElement
  if (key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault()
    text?.focus()
    text?.select()
  }
  if (key === 'Escape') reset()
})
