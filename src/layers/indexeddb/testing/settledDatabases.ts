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

const { transaction } = IDBDatabase.prototype
IDBDatabase.prototype.transaction = function (...args) {
  const started = transaction.apply(this, args)
  count(started, ['complete', 'abort'])
  return started
}
const { open } = IDBFactory.prototype
IDBFactory.prototype.open = function (...args) {
  const request = open.apply(this, args)
  count(request, ['success', 'error', 'blocked'])
  return request
}

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
