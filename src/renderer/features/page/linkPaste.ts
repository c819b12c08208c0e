import { Extension } from '@tiptap/core'
import { Plugin } from '@tiptap/pm/state'
import { readPlaceLink } from '../../../core/space/PlaceLink'
import type { PageHost } from './PageHost'

/** A pasted link to an entry of this space becomes a link of the page, which goes by its id and follows its name. */
export function linkPaste(host: PageHost): Extension {
  return Extension.create({
    name: 'linkPaste',
    addProseMirrorPlugins() {
      const { editor } = this
      return [
        new Plugin({
          props: {
            handlePaste: ({ state }, event) => {
              const place = readPlaceLink(event.clipboardData?.getData('text/plain') ?? '')
              if (!place || place.entryId === null || place.spaceId !== host.workspace.id) return false
              const entry = host.live.isLiveEntry(place.entryId) ? host.live.entry(place.entryId) : undefined
              if (!entry || !editor.isEditable || state.selection.$from.parent.type.spec.code) return false
              const attrs = { entryId: entry.id, target: entry.name }
              return editor.commands.insertContent({ type: 'pageLink', attrs })
            },
          },
        }),
      ]
    },
  })
}
