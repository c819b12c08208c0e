/** Ends by itself with the page or worker that holds it. */
export interface HeldLock {
  readonly release: () => void
  /** Resolves when somebody has taken it away. */
  readonly taken: Promise<void>
}

/** Waits for the lock. Rejects with AbortError when `options.signal` says so. */
export function holdLock(name: string, options: LockOptions = {}): Promise<HeldLock> {
  return new Promise((resolve, reject) => {
    let release = (): void => undefined
    const held = new Promise<void>((end) => {
      release = end
    })
    let tell = (): void => undefined
    const taken = new Promise<void>((told) => {
      tell = told
    })
    navigator.locks
      .request(name, options, () => {
        resolve({ release, taken })
        return held
      })
      .catch((error: unknown) => {
        // Of a lock that was held already: it was taken away. The first answer stands, so `reject` changes nothing then.
        tell()
        reject(error instanceof Error ? error : new Error(String(error)))
      })
  })
}

/** Resolves when nobody holds the lock any more. */
export async function lockIsFree(name: string): Promise<void> {
  await navigator.locks.request(name, { mode: 'shared' }, () => undefined)
}

export async function isLockHeld(name: string): Promise<boolean> {
  const { held = [] } = await navigator.locks.query()
  return held.some((lock) => lock.name === name)
}
