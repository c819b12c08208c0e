import type { FakeHome } from './FakeHome'

/** What is to be done a moment later, and begins once `isTime`, waits until the function it returns is called. */
export function holdDeferred({ environment: { timers } }: FakeHome, isTime: () => boolean = () => true): () => void {
  const held = new Set<() => void>()
  const { defer } = timers
  timers.defer = (task) => {
    if (!isTime()) return defer(task)
    held.add(task)
    return () => held.delete(task)
  }
  return () => {
    timers.defer = defer
    for (const task of held) task()
  }
}
