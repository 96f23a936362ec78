import { Document, isMap, isNode, isScalar, isSeq } from 'yaml'
import { type Addition, additions, type Candidates } from './additions.ts'

type Tree = Record<string, unknown>

/** Where an addition stands: the members that lead to it, and whether it is an entry of a list there. */
const placeOf = ({ id }: Addition): { readonly path: readonly string[]; readonly entry: boolean } => ({
  path: (id.split(':')[0] ?? id).split('.'),
  entry: id.includes(':'),
})

const put = (tree: Tree, path: readonly string[], value: unknown, entry: boolean): void => {
  const [name = '', ...rest] = path
  if (rest.length > 0) {
    const below = (tree[name] ?? {}) as Tree
    tree[name] = below
    put(below, rest, value, entry)
  } else if (entry) tree[name] = [...((tree[name] as unknown[] | undefined) ?? []), value]
  else tree[name] = value
}

/** A remark above a member, or behind an entry of a list. */
const remark = (document: Document, path: readonly string[], value: unknown, entry: boolean, comment: string): void => {
  if (entry) {
    const list = document.getIn(path, true)
    const item = isSeq(list) ? list.items.find((one) => isScalar(one) && one.value === value) : undefined
    if (isScalar(item)) item.comment = ` ${comment}`
    return
  }
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true)
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && key.value === path.at(-1)) : undefined
  if (pair !== undefined && isNode(pair.key)) {
    pair.key.commentBefore = [pair.key.commentBefore, ` ${comment}`].filter((one) => one !== undefined).join('\n')
  }
}

/**
 * The lines of YAML that add some members to a description, each with what has to be filled in.
 *
 * @param present top-level members that the description has already
 * @param account its id, where the description has to name it first
 */
export const linesToAdd = (
  ids: ReadonlySet<string>,
  seen: Candidates,
  present: ReadonlySet<string>,
  account?: string,
): string => {
  const wanted = additions.filter(({ id }) => ids.has(id)).map((addition) => ({ addition, line: addition.line(seen) }))
  const tree: Tree =
    account === undefined ? {} : { account: /^[1-9]\d{0,14}$/.test(account) ? Number(account) : account }
  for (const { addition, line } of wanted) {
    const { path, entry } = placeOf(addition)
    put(tree, path, line.value, entry)
  }
  if (Object.keys(tree).length === 0) return ''
  const document = new Document(tree)
  for (const name of Object.keys(tree))
    if (present.has(name))
      remark(
        document,
        [name],
        undefined,
        false,
        typeof tree[name] === 'object'
          ? `${name} is there already: put what follows below it`
          : `${name} is there already: change it`,
      )
  for (const { addition, line } of wanted) {
    const { path, entry } = placeOf(addition)
    if (line.comment !== undefined) remark(document, path, line.value, entry, line.comment)
  }
  return document.toString({ lineWidth: 0 })
}
