import type { Child } from 'hono/jsx'

/** A box in which something wide scrolls by itself, so that the page need not; by the keyboard, too. */
export const Scroll = ({ name, children }: { readonly name: string; readonly children: Child }) => (
  <section class="scroll" aria-label={name} tabindex={0}>
    {children}
  </section>
)
