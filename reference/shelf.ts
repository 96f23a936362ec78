/** Things of one kind under ids that rise. What was removed is kept, so that it can be told from what never existed. */
export class Shelf<Thing extends { readonly id: number }> {
  readonly live = new Map<string, Thing>()
  readonly gone = new Map<string, Thing>()
  #last: number

  /** The next id will be one higher than the last, and than those of what is there at first. */
  constructor(last: number, things: readonly Thing[] = []) {
    this.#last = Math.max(last, ...things.map(({ id }) => id))
    for (const thing of things) this.put(thing)
  }

  add(make: (id: number) => Thing): Thing {
    this.#last += 1
    const thing = make(this.#last)
    this.live.set(String(thing.id), thing)
    return thing
  }

  /** Puts a thing in the place of the one with its id. */
  put(thing: Thing): void {
    this.live.set(String(thing.id), thing)
  }

  remove(thing: Thing): void {
    this.live.delete(String(thing.id))
    this.gone.set(String(thing.id), thing)
  }

  find(id: string): Thing | undefined {
    return this.live.get(id) ?? this.gone.get(id)
  }
}
