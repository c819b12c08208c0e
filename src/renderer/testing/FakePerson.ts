import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness'
import * as Y from 'yjs'
import type { PresenceHub } from '../../core/sync/PresenceHub'
import type { Space } from '../../core/space/Space'
import { colorOf, encodePresence } from '../state/PresenceState'

/** Somebody at another window of the space: tells the hub what that window would tell. */
export class FakePerson {
  readonly who: string
  readonly #awareness = new Awareness(new Y.Doc())

  constructor(
    readonly hub: PresenceHub,
    readonly name: string,
    no: number,
  ) {
    this.who = String(no).padStart(20, '7')
  }

  /** Says something else in place of a caret. */
  say(state: Record<string, unknown>): void {
    this.#awareness.setLocalState(state)
  }

  show(at: { readonly entryId?: string | undefined; readonly treeId?: string } = {}): void {
    const state = encodePresence({
      name: this.name,
      color: colorOf(this.name),
      entryId: at.entryId ?? null,
      treeId: at.treeId ?? null,
      awareness: at.treeId === undefined ? null : encodeAwarenessUpdate(this.#awareness, [this.#awareness.clientID]),
    })
    this.hub.note('server', { who: this.who, state })
  }

  /** Puts the caret into a block of an open page; with `to` the characters up to there are selected. */
  async putCaret(space: Space, entryId: string, block: number, at: number, to = at): Promise<void> {
    const treeId = space.entries.get(entryId)?.treeId ?? ''
    await space.withAppTree(treeId, ({ tree }) => {
      const fragment = tree.text(tree.root?.id ?? '', 'body').getXmlFragment('body')
      const paragraph = fragment.get(block)
      const text = paragraph instanceof Y.XmlElement ? paragraph.get(0) : undefined
      if (!(text instanceof Y.XmlText)) throw new Error('There is no text in this block.')
      const position = (index: number) =>
        Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, index, -1)) as object
      this.#awareness.setLocalState({ cursor: { anchor: position(at), head: position(to) } })
    })
    this.show({ entryId, treeId })
  }

  leave(): void {
    this.#awareness.destroy()
    this.hub.note('server', { who: this.who, state: null })
  }
}
