import type { Edition } from '../../contract/edition.ts'
import type { RunResult } from '../../oracle/results.ts'

export const renderResults = (_edition: Edition, result: RunResult): string => `${JSON.stringify(result, undefined, 2)}\n`
export const renderHtml = (_edition: Edition, _result: RunResult): string => ''
export const renderJunit = (_edition: Edition, _result: RunResult): string => ''
