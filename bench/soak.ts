import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { faultsOf } from '../reference/faults/index.ts'
import { performTask, type SoakTask, tasksOf } from './soak-tasks.ts'

/**
 * Of both editions: the whole kill matrix, the whole table of dialects, and many seeds on the clean endpoint. A sample of
 * each stands in `npm test`; this takes most of an hour. Usage: `npm run soak [-- SEEDS [PROCESSES]]`, 100 seeds of each
 * edition in one process per processor unless told. Ends with 1 where anything is wrong.
 */
const [seeds = 100, processes = availableParallelism()] = process.argv.slice(2).map(Number)

const editions = ['classic', 'current'] as const

/** Hands the tasks to processes of their own, each the next as soon as it is free. */
const performAll = async (tasks: readonly SoakTask[]): Promise<number> => {
  const waiting = tasks.values()
  let done = 0
  let wrong = 0
  const worker = async (): Promise<void> => {
    const child = fork(fileURLToPath(import.meta.url), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
    const ended = once(child, 'exit')
    for (const task of waiting) {
      const answer = once(child, 'message')
      child.send(task)
      const complaints = await Promise.race([
        answer.then(([message]) => message as readonly string[]),
        ended.then(() => ['its process ended']),
      ])
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

if (process.send === undefined) {
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
} else {
  process.on('message', async (task: SoakTask) => process.send?.(await performTask(task)))
}
