import type { Cancel } from '../environment'
import type { PresenceChannel, PresenceNote } from './PresenceChannel'

/** Presence as it goes to a host and comes from it. */
export class RemotePresence implements PresenceChannel {
  readonly #listeners = new Set<(note: PresenceNote) => void>()

  /** `sendPresence` drops what nobody is there to hear. */
  constructor(readonly sendPresence: (note: PresenceNote) => void) {}

  onPresence(listener: (note: PresenceNote) => void): Cancel {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  heard({ who, state }: PresenceNote): void {
    for (const listener of [...this.#listeners]) listener({ who, state })
  }
}
