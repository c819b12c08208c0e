import type { Cancel, Timers } from '../environment'
import type { PresenceChannel, PresenceNote } from './PresenceChannel'

/** Windows repeat themselves this often, so that three of their notes may be lost before they count as gone. */
export const PRESENCE_REPEAT_MS = 15_000
const FORGET_MS = 45_000
const WHO = /^\d{20}$/
/** Of a note as a window makes it: sealing adds to it on the way, and a frame takes 16 KiB. */
const MAX_STATE_BYTES = 16_000
/** One visitor cannot fill the memory of everybody else with people who are not there. */
const MAX_PEOPLE_PER_ORIGIN = 256

/** The latest that was heard of somebody, and by which way: a window's session, a layer, or `self`. */
export interface Presence {
  readonly who: string
  readonly state: Uint8Array
  readonly origin: string
}

interface Known extends Presence {
  readonly forget: Cancel
}

/**
 * Who is in a space now, as far as this process has heard. Nothing is stored. Whoever passes notes on leaves out the
 * origin they came from, and gives what one layer said to windows only: handed from server to server, a note would go
 * round for ever.
 */
export class PresenceHub {
  readonly #knownByWho = new Map<string, Known>()
  readonly #listeners = new Set<(note: PresenceNote, origin: string) => void>()

  constructor(readonly timers: Timers) {}

  /**
   * Takes a note in and tells the listeners. Somebody is heard by one way at a time: what comes by another way is
   * dropped until the first one ends, because a slower way would bring back what is over.
   */
  note(origin: string, { who, state }: PresenceNote): void {
    const known = this.#knownByWho.get(who)
    if (known && known.origin !== origin) return
    if (state === null) {
      if (known) this.#forget(known)
      return
    }
    if (state.byteLength > MAX_STATE_BYTES || !WHO.test(who)) return
    if (!known && this.#countOf(origin) >= MAX_PEOPLE_PER_ORIGIN) return
    known?.forget()
    const forget = this.timers.after(FORGET_MS, () => this.#forget(fresh))
    const fresh: Known = { who, state, origin, forget }
    this.#knownByWho.set(who, fresh)
    this.#tell({ who, state }, origin)
  }

  /** Takes in what a channel brings, and gives it what came by other ways; `isLeftOut` says which of these it must not get. */
  join(origin: string, channel: PresenceChannel, isLeftOut: (origin: string) => boolean): readonly Cancel[] {
    return [
      channel.onPresence((note) => this.note(origin, note)),
      this.onNote((note, from) => {
        if (!isLeftOut(from)) channel.sendPresence(note)
      }),
    ]
  }

  onNote(listener: (note: PresenceNote, origin: string) => void): Cancel {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** What a newcomer is told first. */
  current(): readonly Presence[] {
    return [...this.#knownByWho.values()].map(({ who, state, origin }) => ({ who, state, origin }))
  }

  /** That way has ended: everyone who was heard by it is gone. */
  leave(origin: string): void {
    for (const known of [...this.#knownByWho.values()]) if (known.origin === origin) this.#forget(known)
  }

  /** Tells nobody; leaves no timer. */
  close(): void {
    for (const { forget } of this.#knownByWho.values()) forget()
    this.#knownByWho.clear()
    this.#listeners.clear()
  }

  #forget(known: Known): void {
    known.forget()
    this.#knownByWho.delete(known.who)
    this.#tell({ who: known.who, state: null }, known.origin)
  }

  #tell(note: PresenceNote, origin: string): void {
    for (const listener of [...this.#listeners]) listener(note, origin)
  }

  #countOf(origin: string): number {
    let count = 0
    for (const known of this.#knownByWho.values()) if (known.origin === origin) count += 1
    return count
  }
}
