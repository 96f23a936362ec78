import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { faultsOf } from '../reference/faults/index.ts'
import { createKillMatrix } from './kill-matrix.ts'
import { performTask, type SoakAnswer, type SoakTask, tasksOf } from './soak-tasks.ts'

/**
 * Of both editions: the whole kill matrix, the whole table of dialects, and many seeds on the clean endpoint. A sample of
 * each stands in `npm test`; this takes most of an hour. Usage: `npm run soak [-- SEEDS [PROCESSES]]`, 100 seeds of each
 * edition in one process per processor unless told. Ends with 1 where anything is wrong.
 *
 * `npm run soak -- --matrix FILE [SEEDS [PROCESSES]]` plants the faults alone, with one seed unless told, and writes which
 * clauses caught them: `suites/certify/kill-matrix.json` is made so, and goes into every certificate.
 */
const words = process.argv.slice(2)
const matrixFile = words[0] === '--matrix' ? words[1] : undefined
const numbers = words.slice(matrixFile === undefined ? 0 : 2).map(Number)
const [seeds = matrixFile === undefined ? 100 : 1, processes = availableParallelism()] = numbers

const editions = ['classic', 'current'] as const

/** Hands the tasks to processes of their own, each the next as soon as it is free. */
const performAll = async (
  tasks: readonly SoakTask[],
  heed: (task: SoakTask, answer: SoakAnswer) => void = () => {},
): Promise<number> => {
  const waiting = tasks.values()
  let done = 0
  let wrong = 0
  const worker = async (): Promise<void> => {
    const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const ended = once(child, 'exit')
    for (const task of waiting) {
      const answer = once(child, 'message')
      child.send(task)
      const answered: SoakAnswer = await Promise.race([
        answer.then(([message]) => message as SoakAnswer),
        ended.then(() => ({ complaints: ['its process ended'] })),
      ])
      const { complaints } = answered
      heed(task, answered)
      for (const complaint of complaints)
        console.log(`WRONG  ${task.edition}, ${task.kind} ${task.subject}: ${complaint}`)
      wrong += complaints.length
      done += 1
      if (done % 50 === 0) console.log(`${done} of ${tasks.length} done, ${wrong} wrong`)
      if (child.exitCode !== null || child.signalCode !== null) return
    }
    child.disconnect()
    await ended
  }
  await Promise.all(Array.from({ length: processes }, worker))
  return wrong + (tasks.length - done)
}

const plantAll = async (file: string): Promise<number> => {
  const drawn = Array.from({ length: seeds }, (_, index) => index + 1)
  const tasks = drawn.flatMap((seed) =>
    editions.flatMap((edition) =>
      tasksOf(edition, 0)
        .filter(({ kind }) => kind === 'fault')
        .map((task) => ({ ...task, seed })),
    ),
  )
  const found = createKillMatrix(editions, drawn)
  const wrong = await performAll(tasks, (task, { caught = [] }) => found.note(task, caught))
  await writeFile(file, `${JSON.stringify(found.matrices(), undefined, 2)}\n`)
  console.log(`wrote ${file}: ${tasks.length} plantings`)
  return wrong
}

if (process.send !== undefined) {
  process.on('message', async (task: SoakTask) => process.send?.(await performTask(task)))
} else if (matrixFile !== undefined) {
  process.exitCode = (await plantAll(matrixFile)) === 0 ? 0 : 1
} else {
  const tasks = editions.flatMap((edition) => tasksOf(edition, seeds))
  const wrong = await performAll(tasks)
  for (const edition of editions) {
    const count = (kind: SoakTask['kind']): number =>
      tasks.filter((task) => task.edition === edition && task.kind === kind).length
    const escaping = faultsOf(edition).length - count('fault')
    console.log(
      `${edition}: ${count('seed')} seeds on the clean endpoint, ${count('dialect')} dialects, ${count('fault')} faults, ` +
        `${escaping} more that say why they escape`,
    )
  }
  console.log(wrong === 0 ? 'nothing wrong' : `${wrong} wrong`)
  process.exitCode = wrong === 0 ? 0 : 1
}
