import type { SyncRun } from './SyncRun'

/** What `work` gives, and the end of the run; undefined: it took longer, so all processes of the run were ended. */
export async function inTime<Result>(
  run: SyncRun,
  patienceMs: number,
  work: () => Promise<Result>,
): Promise<Result | undefined> {
  const patience = { isOver: false }
  const timer = setTimeout(() => {
    patience.isOver = true
    for (const { pid } of [...run.devices, run.server]) process.kill(pid, 'SIGKILL')
  }, patienceMs)
  try {
    return await work()
  } catch (error) {
    if (patience.isOver) return undefined
    throw error
  } finally {
    clearTimeout(timer)
    await run.end()
  }
}
