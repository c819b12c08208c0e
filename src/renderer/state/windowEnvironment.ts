import type { Cancel, Environment } from '../../core/environment'

/** The browser's clock, chance and timers. */
export function windowEnvironment(): Environment {
  return {
    now: () => Date.now(),
    randomBytes: (length) => crypto.getRandomValues(new Uint8Array(length)),
    timers: { after, defer },
  }
}

function after(delayMs: number, fn: () => void): Cancel {
  const id = setTimeout(fn, delayMs)
  return () => clearTimeout(id)
}

/** A message to oneself is the next thing a browser does after the current task; a zero timeout may wait 4 ms or more. */
function defer(fn: () => void): Cancel {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => {
    port1.close()
    fn()
  }
  port2.postMessage(null)
  return () => port1.close()
}
