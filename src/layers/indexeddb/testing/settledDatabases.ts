/** Requests and transactions of IndexedDB that are not over, in this whole page. */
let running = 0

function count(target: EventTarget, ends: readonly string[]): void {
  running += 1
  let isOver = false
  const over = (): void => {
    if (isOver) return
    isOver = true
    running -= 1
  }
  for (const end of ends) target.addEventListener(end, over)
}

/** Counts what the method begins, until one of the events `ends` comes. */
function watch<T>(prototype: T, name: keyof T, ends: readonly string[]): void {
  const begin = prototype[name] as (...args: unknown[]) => EventTarget
  const counted = function (this: T, ...args: unknown[]): EventTarget {
    const begun = begin.apply(this, args)
    count(begun, ends)
    return begun
  }
  prototype[name] = counted as T[keyof T]
}

watch(IDBDatabase.prototype, 'transaction', ['complete', 'abort'])
watch(IDBFactory.prototype, 'open', ['success', 'error', 'blocked'])

/** Resolves when IndexedDB has nothing to do for this page and everyone has heard of what it did. */
export async function settledDatabases(): Promise<void> {
  do await nextTask()
  while (running > 0)
  await nextTask()
}

function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
