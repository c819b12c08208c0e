import { describe, expect, it } from 'vitest'
import { SlicedWork } from './SlicedWork'

/** Work of pieces that take 3 ms each, and tasks that run when the test says so. */
function begin() {
  const tasks = new Set<() => void>()
  let nowMs = 0
  const timers = {
    defer: (task: () => void) => {
      tasks.add(task)
      return () => tasks.delete(task)
    },
  }
  const runTask = (): void => {
    const [task] = tasks
    if (task) tasks.delete(task)
    task?.()
  }
  const done: string[] = []
  function* pieces(name: string, count: number): Generator<void, string> {
    for (let piece = 1; piece < count; piece++) {
      nowMs += 3
      done.push(`${name} ${piece}`)
      yield
    }
    return name
  }
  const work = new SlicedWork(timers, () => nowMs)
  const ask = (name: string, count: number): void =>
    work.begin(pieces(name, count), (result) => done.push(`all of ${result}`))
  return { work, tasks, runTask, ask, done }
}

describe('work in slices', () => {
  it('[UI190] is done in tasks of half a frame, and tells when it is done', () => {
    const { work, tasks, runTask, ask, done } = begin()
    ask('a', 6)
    expect(done).toEqual([])
    runTask()
    expect(done).toEqual(['a 1', 'a 2', 'a 3'])
    expect(work.isUnderWay).toBe(true)
    runTask()
    expect(done.slice(3)).toEqual(['a 4', 'a 5', 'all of a'])
    expect(work.isUnderWay).toBe(false)
    expect(tasks.size).toBe(0)
  })

  it('[UI190] is left where other work takes its place', () => {
    const { tasks, runTask, ask, done } = begin()
    ask('a', 6)
    runTask()
    ask('b', 2)
    expect(tasks.size).toBe(1)
    runTask()
    expect(done).toEqual(['a 1', 'a 2', 'a 3', 'b 1', 'all of b'])
  })

  it('[UI190] is done at once where somebody cannot wait, once', () => {
    const { work, tasks, runTask, ask, done } = begin()
    ask('a', 6)
    runTask()
    work.finish()
    expect(done.at(-1)).toBe('all of a')
    work.finish()
    expect(done).toHaveLength(6)
    expect(tasks.size).toBe(0)
  })

  it('[UI190] can be stopped, also by itself', () => {
    const { work, tasks, runTask, ask, done } = begin()
    ask('a', 6)
    work.stop()
    expect(tasks.size).toBe(0)
    function* stopping(): Generator<void, void> {
      work.stop()
      yield
    }
    work.begin(stopping(), () => done.push('done'))
    runTask()
    expect(tasks.size).toBe(0)
    expect(done).toEqual([])
  })
})
