import type { SpaceDb, WriteTransaction } from './schema'

/**
 * Runs `work` as one transaction that is through when the browser has handed it to the disk, and rejects with what ended
 * it. `work` may wait for nothing but requests of this transaction.
 */
export async function writeDurably<T>(db: SpaceDb, work: (write: WriteTransaction) => Promise<T>): Promise<T> {
  const write: WriteTransaction = db.transaction(['log', 'pack', 'divergent', 'node', 'secret'], 'readwrite', {
    durability: 'strict',
  })
  // Heard below; without this it would also be reported as heard by nobody when `work` is what fails.
  write.done.catch(() => undefined)
  try {
    const result = await work(write)
    await write.done
    return result
  } catch (error) {
    abort(write)
    await write.done.catch(() => undefined)
    // A request that was cut off knows only that it was; the transaction knows why.
    throw write.error ?? error
  }
}

function abort(write: WriteTransaction): void {
  try {
    write.abort()
  } catch {
    // It is over already.
  }
}
