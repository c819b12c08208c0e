import { Extension } from '@tiptap/core'
import type { Plugin } from '@tiptap/pm/state'
import { yCursorPlugin } from '@tiptap/y-tiptap'
import type { Person, Presence } from '../../state/Presence.svelte'
import type { PresenceCarets } from '../../state/PresenceCarets'
import './peerCarets.css'

/** Shows the carets and selections of others in the text, each in its person's colour, and tells them the own one. */
export function peerCarets(presence: Presence, carets: PresenceCarets): Extension {
  const person = (client: number): Person | undefined => presence.person(carets.whoIs(client) ?? '')
  return Extension.create({
    name: 'peerCarets',
    addProseMirrorPlugins() {
      carets.onMove((whos) => whos.forEach((who) => raiseFlag(this.editor.view.dom, who)))
      const plugin = yCursorPlugin(carets.awareness, {
        cursorBuilder: (_user, client) => caretElement(person(client)),
        selectionBuilder: (_user, client) => ({
          class: 'peer-selection',
          'data-peer': person(client)?.color ?? 'gray',
        }),
      }) as Plugin
      return [plugin]
    },
  })
}

/** The name is no text of the page: it is drawn by the style, and neither read out in the middle of a line nor copied. */
function caretElement(person: Person | undefined): HTMLElement {
  const caret = document.createElement('span')
  caret.className = 'peer-caret'
  caret.dataset['who'] = person?.who ?? ''
  caret.dataset['peer'] = person?.color ?? 'gray'
  caret.ariaHidden = 'true'
  const flag = document.createElement('span')
  flag.className = 'peer-flag'
  flag.dataset['name'] = person?.name ?? ''
  caret.append(flag)
  return caret
}

/** The flag of a caret that has moved is seen again for a moment, also where the editor kept its element. */
function raiseFlag(text: HTMLElement, who: string): void {
  for (const animation of text.querySelector(`[data-who='${who}'] > .peer-flag`)?.getAnimations() ?? []) {
    animation.cancel()
    animation.play()
  }
}
