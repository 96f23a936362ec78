import { counted } from '../terminal/text.ts'
import type { Comparison } from './comparison.ts'
import { readableBody, shown } from './text.ts'

/** Members that are shown; those that differ come first. */
const most = 40

const textOf = (value: unknown): string => (value === undefined ? 'not there' : readableBody(value, 400))

/** Two columns, member by member: what differs is marked by more than its colour, and stands first. */
export const Difference = ({ comparison: { titles, pairs } }: { readonly comparison: Comparison }) => {
  const ordered = [...pairs.filter(({ differs }) => differs), ...pairs.filter(({ differs }) => !differs)]
  return (
    <div class="difference">
      <table>
        <thead>
          <tr>
            <th scope="col">Member</th>
            {titles.map((title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ordered.slice(0, most).map(({ member, before, after, differs }) => (
            <tr key={member} class={differs ? 'differs' : undefined}>
              <th scope="row">
                {differs ? <span class="sign">≠</span> : null}
                {shown(member, 80)}
                {differs ? <span class="hidden"> differs</span> : null}
              </th>
              {[before, after].map((value, index) => (
                <td key={index} class={value === undefined ? 'quiet' : undefined}>
                  <code>{textOf(value)}</code>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {ordered.length > most ? <p class="left">And {counted(ordered.length - most, 'more member')}.</p> : null}
    </div>
  )
}
