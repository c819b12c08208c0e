/** Ends by itself with the page or worker that holds it. */
export interface HeldLock {
  readonly release: () => void
  /** Resolves when somebody has taken it away. */
  readonly taken: Promise<void>
}

/** Rejects with AbortError when `options.signal` says so; with `ifAvailable`, undefined when somebody else has it. */
export function holdLock(name: string, options: LockOptions = {}): Promise<HeldLock | undefined> {
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
      .request(name, options, (lock) => {
        resolve(lock ? { release, taken } : undefined)
        return lock ? held : undefined
      })
      .catch((error: unknown) => {
        // Of a lock that was held already: it was taken away. The first answer stands, so `reject` changes nothing then.
        tell()
        reject(error)
      })
  })
}

/** Resolves when whoever holds the lock is gone. */
export async function lockIsFree(name: string): Promise<void> {
  await navigator.locks.request(name, { mode: 'shared' }, () => undefined)
}
