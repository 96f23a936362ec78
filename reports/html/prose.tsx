import { shown } from './text.ts'

/** Our own half sentences and statements, with names between backticks set as code. */
export const Prose = ({ text, limit }: { readonly text: string; readonly limit?: number }) => (
  <>
    {shown(text, limit)
      .split('`')
      .map((part, index) => (index % 2 === 0 ? part : <code key={`${index}`}>{part}</code>))}
  </>
)
