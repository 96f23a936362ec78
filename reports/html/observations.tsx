import { groupBy } from '../group.ts'
import { count, counted } from '../terminal/text.ts'
import { shown } from './text.ts'
import type { View } from './view.ts'

const mostKinds = 100
const mostOperations = 60

/** What is worth knowing and no clause forbids: each kind once, with one example and the operations that showed it. */
export const Observations = ({ view: { result } }: { readonly view: View }) => {
  const kinds = [...groupBy(result.observations, ({ what }) => what)]
  return (
    <>
      <dl class="observations">
        {kinds.slice(0, mostKinds).map(([what, its]) => {
          const operations = [...new Set(its.map(({ operation }) => operation))]
          const detail = its.find((one) => one.detail !== '')?.detail ?? ''
          return (
            <div key={what}>
              <dt>{shown(what, 100)}</dt>
              <dd>
                {detail === '' ? null : <p>{shown(detail, 300)}</p>}
                <p class="quiet">
                  {counted(its.length, 'time')} on{' '}
                  {operations.length > 8 ? `${counted(operations.length, 'operation')}: ` : ''}
                  {operations
                    .slice(0, mostOperations)
                    .map((operation) => shown(operation, 60))
                    .join(', ')}
                  {operations.length > mostOperations ? ', …' : ''}
                </p>
              </dd>
            </div>
          )
        })}
      </dl>
      {kinds.length > mostKinds ? <p class="left">And {count(kinds.length - mostKinds)} more kinds.</p> : null}
    </>
  )
}
