// The matrix: one stop of the Tab key, arrow keys inside, and a line that says what is pointed at

const matrix = /** @type {HTMLTableElement | null} */ (one('table.matrix'))
const readout = one('.readout')
const hint = [...(readout?.childNodes ?? [])]

if (matrix !== null && readout !== null) {
  /** @type {HTMLAnchorElement[][]} */
  const grid = []
  const columns = all('.ids th', matrix)
  for (const row of all('tbody tr', matrix))
    grid.push(/** @type {HTMLAnchorElement[]} */ (all('td', row).map((cell) => one('a', cell))))

  /** @type {HTMLAnchorElement | undefined} */
  let stop
  /** @param {HTMLAnchorElement} cell */
  const makeStop = (cell) => {
    stop?.setAttribute('tabindex', '-1')
    stop = cell
    cell.setAttribute('tabindex', '0')
  }
  const first = grid.flat().find((cell) => cell !== null)
  if (first !== undefined) makeStop(first)

  /** @type {Element[]} */
  let lit = []
  /** @param {Element | null} cell */
  const point = (cell) => {
    for (const each of lit) each.classList.remove('lit')
    lit = []
    const place = cell?.closest('td')
    const row = place?.parentElement
    if (!cell || !place || !row) {
      readout.replaceChildren(...hint)
      return
    }
    const column = columns[all('td', row).indexOf(place)]
    const header = one('th', row)
    lit = [column, header].filter((each) => each != null)
    for (const each of lit) each.classList.add('lit')
    const clause = column?.textContent?.trim() ?? ''
    const name = document.createElement('b')
    name.textContent = cell.getAttribute('aria-label') ?? ''
    const mark = document.createElement('span')
    mark.className = cell.className
    const what = document.createElement('span')
    what.className = 'what'
    what.textContent = document.getElementById(`clause-${clause}`)?.querySelector('.what')?.textContent ?? ''
    readout.replaceChildren(mark, name, what)
  }
  /** @param {Event} event */
  const cellOf = ({ target }) => (target instanceof Element ? target.closest('a') : null)
  matrix.addEventListener('mouseover', (event) => point(cellOf(event)))
  matrix.addEventListener('mouseleave', () => point(document.activeElement?.closest('.matrix a') ?? null))
  matrix.addEventListener('focusin', (event) => point(cellOf(event)))
  matrix.addEventListener('focusout', () => point(null))

  /** @type {Record<string, [down: number, right: number]>} */
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }
  matrix.addEventListener('keydown', (event) => {
    const step = steps[event.key]
    const from = cellOf(event)
    if (step === undefined || from === null) return
    event.preventDefault()
    let row = grid.findIndex((cells) => cells.includes(from))
    let column = grid[row]?.indexOf(from) ?? 0
    // Places where no cell is planned are stepped over.
    for (;;) {
      row += step[0]
      column += step[1]
      const cells = grid[row]
      if (cells === undefined || column < 0 || column >= cells.length) return
      const to = cells[column]
      if (!to) continue
      makeStop(to)
      to.focus()
      return
    }
  })
}
