// The compiler copies no styles and no scripts for browsers: what compiled files read beside themselves.
import { cpSync } from 'node:fs'

const folder = 'reports/html/assets'
cpSync(new URL(`../${folder}`, import.meta.url), new URL(`../dist/${folder}`, import.meta.url), {
  recursive: true,
  filter: (path) => !path.endsWith('.json'),
})
