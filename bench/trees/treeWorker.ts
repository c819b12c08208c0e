import { fillTask } from './tasks/fillTask'
import { mergeTask } from './tasks/mergeTask'
import { openTask } from './tasks/openTask'
import { writesTask } from './tasks/writesTask'
import { answerCalls } from '../answerCalls'
import { collectGarbage } from '../collectGarbage'
import { loadTreeSystem, type TreeSystemName } from './treeSystems'
import type { TreePlan, TreeTask } from './TreeTask'

/* One system at work: node --import tsx treeWorker.ts SYSTEM, asked over Node's IPC. */
const tasks = { fill: fillTask, merge: mergeTask, open: openTask, writes: writesTask }

let task: TreeTask | undefined

function current(): TreeTask {
  if (!task) throw new Error('no task was given')
  return task
}

answerCalls({
  plan: async (given) => {
    const plan = given as TreePlan
    task?.remove?.()
    task = undefined
    task = await tasks[plan.task](await loadTreeSystem(process.argv[2] as TreeSystemName, plan), plan)
    return task.bytes ?? {}
  },
  /** Answers how long it took, in ms. */
  round: async (mustCheck) => {
    const work = current()
    await work.prepare()
    collectGarbage()
    const start = performance.now()
    await work.run()
    const ms = performance.now() - start
    const note = mustCheck === true ? await work.check() : ''
    await work.end()
    return { ms, note }
  },
  end: () => task?.remove?.(),
})
