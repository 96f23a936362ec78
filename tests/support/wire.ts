import type { Operation } from '../../contract/operation.ts'
import type { Draft, PinSpoiling, Symbolic } from '../../generators/draft.ts'
import { instantText } from '../../generators/instants.ts'
import { wireForm } from '../../generators/wire.ts'
import type { RecordedRequest } from '../../oracle/exchange.ts'

/** Binds symbols to values of the right form, without a target: what they stand for is not the point here. */
export const bindAnything = (symbol: Symbolic): string | number => {
  switch (symbol.$) {
    case 'made':
      return symbol.of === 'credential' ? 'R1sRdPO' : 4711
    case 'fixture':
      return 10 + symbol.index
    case 'unknown':
      return symbol.of === 'credential' ? 'Zq9x7x7' : 2_000_000_000 + symbol.index
    case 'unique':
      return symbol.of === 'system-id' ? `dfc-run-${symbol.slot}` : `dfc-run-${symbol.slot}@example.com`
    case 'credential-value':
      return spoilt(`${symbol.leadingZero ? '0' : '1'}0000${symbol.slot}`, symbol.spoilt)
    case 'slug':
      return symbol.of === 'card-type' ? 'credentials_number' : 'pin'
    case 'callback-url':
      return `https://callback.example.com/doorflow?run=dfc-run-${symbol.slot}`
    case 'instant':
      return instantText(Date.UTC(2030, 0, 1), symbol)
    case 'date':
      return new Date(Date.UTC(2030, 0, 1) + symbol.days * 86_400_000).toISOString().slice(0, 10)
  }
}

/** A PIN as it is, or one that is none. */
const spoilt = (pin: string, how: PinSpoiling | undefined): string => {
  switch (how) {
    case 'short':
      return pin.slice(0, 3)
    case 'long':
      return `${pin}123`
    case 'letters':
      return `${pin}x`
    case 'blank':
      return `${pin.slice(0, 3)} ${pin.slice(3)}`
    default:
      return pin
  }
}

/** A draft as it would be recorded: the wire form, which is what counts. */
export const recorded = (operation: Operation, draft: Draft, wrapped = true): RecordedRequest => {
  const { body, ...wire } = wireForm(operation, draft, bindAnything, wrapped)
  if (body === undefined) return wire
  const bytes = Buffer.from(body)
  const text = bytes.toString('utf8')
  return { ...wire, body: Buffer.from(text).equals(bytes) ? { text } : { base64: bytes.toString('base64') } }
}
