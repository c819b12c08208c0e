import type { Cancel } from '../environment'

/** Who is here, as opaque bytes of the window that said so; null: has gone. Never stored. */
export interface PresenceNote {
  /** Of one window in one process life: 20 random digits. */
  readonly who: string
  readonly state: Uint8Array | null
}

/** A way on which presence travels to others and back. What cannot be delivered is dropped. */
export interface PresenceChannel {
  sendPresence(note: PresenceNote): void
  onPresence(listener: (note: PresenceNote) => void): Cancel
}
