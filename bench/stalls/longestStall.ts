/** Between two looks; what the machine adds to it by itself is under a millisecond. */
const TICK_MS = 1

/** How long the event loop of this process stood still at the longest while `work` ran, in ms. */
export async function longestStall(work: () => Promise<unknown>): Promise<number> {
  let longestMs = 0
  let lastMs = performance.now()
  const look = (): void => {
    const nowMs = performance.now()
    longestMs = Math.max(longestMs, nowMs - lastMs - TICK_MS)
    lastMs = nowMs
  }
  const ticking = setInterval(look, TICK_MS)
  try {
    await work()
  } finally {
    clearInterval(ticking)
  }
  // The last thing it did may have been the longest.
  look()
  return longestMs
}
