import type { Environment } from '../environment'

/** Lets a listener's mistake surface as an uncaught error, without breaking off the work that called the listener. */
export function throwLater(environment: Environment, thrown: unknown): void {
  environment.timers.defer(() => {
    throw thrown
  })
}
