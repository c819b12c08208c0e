import type { Entry } from './Dictionary'

/** As the rows of a pack's body are marked (`packBody.ts`). */
export const rowKinds = { move: 0, set: 1, remove: 2, text: 3 } as const

/** One op of a body, taken apart without being understood: what it names stays bytes. */
export interface BodyRow {
  readonly kind: number
  readonly target: Entry
  /** The parent of a move, null for none; of all others the key. */
  readonly second: Entry | null
  /**
   * Of a set property a whole number, or else the MessagePack bytes of its value; of a text edit the update; of others
   * undefined.
   */
  readonly value: number | Entry | undefined
}
