/** Somebody who has pressed a key so recently goes on typing. */
const TYPING_MS = 700
/** Longer than from one key to the next of somebody who types fast; nothing is held longer. */
const MOST_MS = 100

/**
 * For `Environment.whenDrawn`: while somebody types into `target`, what others write waits for the frame that shows the next
 * key, and comes right after it, when the longest time is left until there is another.
 */
export function keysFirst(target: Pick<Window, 'addEventListener'>): () => Promise<void> | undefined {
  let lastKeyMs = -Infinity
  let drawing: Promise<void> | undefined
  let release: (() => void) | undefined
  const pressed = (): void => {
    lastKeyMs = performance.now()
    requestAnimationFrame(() => {
      if (!release) return
      const { port1, port2 } = new MessageChannel()
      // What is posted in an animation frame is heard when that frame has been drawn.
      port1.onmessage = () => {
        port1.close()
        release?.()
      }
      port2.postMessage(null)
    })
  }
  target.addEventListener('keydown', pressed, { capture: true, passive: true })
  return () => {
    if (performance.now() - lastKeyMs > TYPING_MS) return undefined
    drawing ??= new Promise<void>((resolve) => {
      const timer = setTimeout(() => release?.(), MOST_MS)
      release = () => {
        clearTimeout(timer)
        release = undefined
        drawing = undefined
        resolve()
      }
    })
    return drawing
  }
}
