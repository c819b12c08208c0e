/** A window that is covered or put away draws no frames, and not every desktop tells it that it is. */
const HIDDEN_MS = 100

/** Resolves when what has changed so far is on the screen. */
export function drawn(): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, HIDDEN_MS)
    requestAnimationFrame(() => {
      clearTimeout(timer)
      // A message that is posted in a frame is heard when the frame has been drawn.
      const { port1, port2 } = new MessageChannel()
      port1.onmessage = () => {
        port1.close()
        resolve()
      }
      port2.postMessage(null)
    })
  })
}
