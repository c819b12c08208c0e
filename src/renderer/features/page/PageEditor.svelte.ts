import { Editor } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { Selection } from '@tiptap/pm/state'
import type { EditorView } from '@tiptap/pm/view'
import { createSubscriber } from 'svelte/reactivity'
import type * as Y from 'yjs'
import { markLink } from '../../../apps/page/markdown/linksOf'
import { readPlaceLink } from '../../../core/space/PlaceLink'
import type { VertexId } from '../../../core/tree/ops'
import type { PresenceCarets } from '../../state/PresenceCarets'
import { chooseFiles } from '../../ui/chooseFiles'
import { editorExtensions } from './editorExtensions'
import { filePaste, insertFiles } from './FilePaste'
import type { PageChoice } from './findPages'
import type { NodesByType } from './GrowingNodes'
import { GrowingText, holdPlugins, isLong } from './GrowingText'
import type { LaterBlocks } from './LaterBlocks'
import { linkPaste } from './linkPaste'
import { LinkWriter } from './LinkWriter'
import { peerCarets } from './peerCarets'
import type { PageHost } from './PageHost'
import type { SlashItem } from './slashItems'
import { pageLinkMenu, slashMenu } from './suggestions'
import { SuggestionList } from './SuggestionList.svelte'

/** What is edited, and how. */
export interface EditedText {
  readonly doc: Y.Doc
  /** Where others meet one's caret: the id of the page's tree, or of the vertex that has the text. */
  readonly meetingId: VertexId
  /** Says to screen readers what the text is. */
  readonly label: string
  readonly hasSpellCheck: boolean
  readonly isEditable: boolean
}

/** One text being edited: TipTap over its Yjs document, and the menus that float above it. */
export class PageEditor {
  readonly slash = new SuggestionList<SlashItem>('Blocks')
  readonly pages = new SuggestionList<PageChoice>('Pages to link to')
  readonly editor: Editor
  /** What is selected without anybody wanting to style it, as they said by Escape. */
  plainSelection = $state.raw<Selection>()
  readonly #links: LinkWriter
  readonly #carets: PresenceCarets
  readonly #subscribe: () => void
  readonly #growing: GrowingText | undefined
  #whenWhole: (() => void) | undefined

  /** A long text is drawn into `element` in steps; only when it is whole (`whenWhole`) anything may be done with it. */
  constructor(
    readonly host: PageHost,
    text: EditedText,
    element: HTMLElement,
  ) {
    const { doc } = text
    this.#links = new LinkWriter(host.live.space.environment.timers, (links) => host.keepLinks(links))
    // So that it is complete by the time someone writes a link.
    void host.workspace.catalog?.whenComplete()
    const { presence } = host.workspace
    this.#carets = presence.enter(text.meetingId, doc)
    const body = doc.getXmlFragment('body')
    const nodes: NodesByType | undefined = isLong(body) ? new Map() : undefined
    this.editor = new Editor({
      element,
      ...(nodes && { onBeforeCreate: ({ editor }) => holdPlugins(editor) }),
      editable: text.isEditable,
      injectCSS: false,
      extensions: [
        ...editorExtensions(host, body, nodes),
        slashMenu(this.slash, (ask) => this.#ask(ask)),
        pageLinkMenu(this.pages, host),
        filePaste(host),
        linkPaste(host),
        peerCarets(presence, this.#carets),
      ],
      editorProps: {
        attributes: {
          class: 'prose',
          'aria-label': text.label,
          'aria-multiline': 'true',
          role: 'textbox',
        },
        handleClick: (_view, _position, event) => this.#followLink(event),
      },
      onUpdate: ({ editor, transaction }) => this.#links.changed(editor.state.doc, isChangeOrigin(transaction)),
      onFocus: () => (host.workspace.textHistory = this),
    })
    this.#growing = nodes && new GrowingText(this.editor, body, nodes, () => this.#whenWhole?.())
    this.#subscribe = createSubscriber((update) => {
      // A page that goes away with the keyboard in it loses it in the middle of drawing, when nothing may be told.
      const later = (): void => queueMicrotask(update)
      this.editor.on('transaction', later)
      this.editor.on('focus', later)
      this.editor.on('blur', later)
      return () => {
        this.editor.off('transaction', later)
        this.editor.off('focus', later)
        this.editor.off('blur', later)
      }
    })
  }

  /** Calls `then` once, at once where all of the text is there already. */
  whenWhole(then: () => void): void {
    if (this.#growing) this.#whenWhole = then
    else then()
  }

  /** For what needs all of a long text now. */
  makeWhole(): void {
    this.#growing?.whole()
  }

  /** What of a long text may not be laid out yet, where it is to be shown. */
  get later(): LaterBlocks | undefined {
    return this.#growing?.later
  }

  /** The editor, read so that the reader runs again after each of its transactions. */
  get current(): Editor {
    this.#subscribe()
    return this.editor
  }

  get view(): EditorView {
    return this.editor.view
  }

  /** Takes the keyboard, at once, and what was typed before the editor was there. */
  beginWith(text: string): void {
    const { view } = this.editor
    view.dispatch(view.state.tr.setSelection(Selection.atStart(view.state.doc)))
    view.focus()
    if (text !== '') view.pasteText(text)
  }

  /** Puts the caret below everything, in a new line when the page ends with something one cannot write into. */
  writeAtEnd(): void {
    const { doc } = this.editor.state
    const chain = this.editor.chain()
    if (doc.lastChild?.type.name !== 'paragraph') chain.insertContentAt(doc.content.size, { type: 'paragraph' })
    chain.focus('end').run()
  }

  undo(): void {
    this.editor.commands.undo()
  }

  redo(): void {
    this.editor.commands.redo()
  }

  destroy(): void {
    this.#growing?.stop()
    this.#growing?.later.destroy()
    this.#links.write()
    if (this.host.workspace.textHistory === this) this.host.workspace.textHistory = undefined
    this.editor.destroy()
    this.host.workspace.presence.leave(this.#carets)
  }

  #ask(ask: NonNullable<SlashItem['ask']>): void {
    if (ask === 'page-link') this.editor.commands.insertContent('[[')
    else if (ask === 'page-embed') this.host.dialogs.open({ kind: 'embed', pick: (id, name) => this.#embed(id, name) })
    else void this.#chooseFile(ask === 'image' ? 'image/*' : '')
  }

  #embed(entryId: string, target: string): void {
    this.editor.chain().focus().insertContent({ type: 'pageEmbed', attrs: { entryId, target } }).run()
  }

  async #chooseFile(accept: string): Promise<void> {
    const files = await chooseFiles((input) => (input.accept = accept))
    if (files) await insertFiles(this.editor, this.host, files, this.editor.state.selection.from)
  }

  #followLink(event: MouseEvent): boolean {
    const anchor = event.target instanceof Element ? event.target.closest('a') : null
    if (!anchor || event.button !== 0) return false
    const { workspace, toasts } = this.host
    const url = anchor.getAttribute('href')
    const within = markLink({ href: url })
    const entryId = anchor.dataset['entryId'] ?? (within?.path === '' ? this.host.pageId : undefined)
    if (entryId) {
      if (event.ctrlKey || event.metaKey) workspace.actions.openInNewWindow(entryId)
      else workspace.navigation.open(entryId, within?.anchor ?? undefined)
    } else if (url && /^grove:/i.test(url)) {
      const place = readPlaceLink(url)
      if (place) workspace.openPlace(place)
    } else if (url) {
      workspace.bridge.request('shell.openExternal', { url }).catch((error: unknown) => toasts.problem(error))
    }
    return true
  }
}
