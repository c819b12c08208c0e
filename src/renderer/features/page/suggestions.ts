import { Extension, InputRule, type Editor } from '@tiptap/core'
import { isChangeOrigin } from '@tiptap/extension-collaboration'
import { PluginKey } from '@tiptap/pm/state'
import Suggestion from '@tiptap/suggestion'
import { splitAnchor } from '../../../apps/page/markdown/LinkPath'
import type { PageChoice } from './findPages'
import { linkChoices } from './linkChoices'
import type { PageHost } from './PageHost'
import { pageNamed } from './pageNamed'
import { slashItems, type SlashItem } from './slashItems'
import type { SuggestionList } from './SuggestionList.svelte'

/** What the plugins of the menus know, as far as it matters here. */
interface MenuState {
  readonly active: boolean
}

const slashKey = new PluginKey<MenuState>('slashMenu')
const pageLinkKey = new PluginKey<MenuState>('pageLinkMenu')

/** The `/` menu. `onAsk` is called, after the typed text is gone, for rows that need more than a click. */
export function slashMenu(
  list: SuggestionList<SlashItem>,
  onAsk: (ask: NonNullable<SlashItem['ask']>) => void,
): Extension {
  return Extension.create({
    name: 'slashMenu',
    addProseMirrorPlugins() {
      return [
        Suggestion<SlashItem, SlashItem>({
          editor: this.editor,
          pluginKey: slashKey,
          char: '/',
          items: ({ query }) => slashItems(query),
          render: list.render,
          allow: ({ state }) => state.selection.$from.parent.type.name === 'paragraph',
          shouldShow: ({ transaction }) => isOpen(slashKey, this.editor) || !isChangeOrigin(transaction),
          command: ({ editor, range, props }) => {
            const chain = editor.chain().focus().deleteRange(range)
            if (props.apply) props.apply(chain).run()
            else chain.run()
            if (props.ask) onAsk(props.ask)
          },
        }),
      ]
    },
  })
}

/** The `[[` menu, and `[[Name]]` typed out. */
export function pageLinkMenu(list: SuggestionList<PageChoice>, host: PageHost): Extension {
  return Extension.create({
    name: 'pageLinkMenu',
    addProseMirrorPlugins() {
      return [
        Suggestion<PageChoice, PageChoice>({
          editor: this.editor,
          pluginKey: pageLinkKey,
          char: '[[',
          allowSpaces: true,
          allowedPrefixes: null,
          items: ({ query, signal }) => linkChoices(host, query, signal),
          render: list.render,
          allow: ({ state }) => !state.selection.$from.parent.type.spec.code,
          shouldShow: ({ transaction }) => isOpen(pageLinkKey, this.editor) || !isChangeOrigin(transaction),
          command: ({ editor, range, props }) => {
            editor
              .chain()
              .focus()
              .insertContentAt(range, [linkTo(host, props), { type: 'text', text: ' ' }])
              .run()
          },
        }),
      ]
    },
    addInputRules() {
      return [
        new InputRule({
          find: /\[\[([^[\]]+)\]\]$/,
          handler: ({ match, range, chain }) => {
            const target = match[1]?.trim() ?? ''
            const { path, anchor } = splitAnchor(target)
            const entryId = path === '' ? host.pageId : (pageNamed(host.workspace, path) ?? null)
            const attrs = { entryId, target, anchor }
            chain()
              .insertContentAt(range, [
                { type: 'pageLink', attrs },
                { type: 'text', text: ' ' },
              ])
              .run()
          },
        }),
      ]
    },
  })
}

/** What others write opens no menu, such as one that was closed by Escape; one that is open it leaves open. */
function isOpen(key: PluginKey<MenuState>, { state }: Editor): boolean {
  return key.getState(state)?.active === true
}

/** A link to the chosen page, which is made when it does not exist. */
export function linkTo(host: PageHost, choice: PageChoice): { type: 'pageLink'; attrs: Record<string, unknown> } {
  const { space } = host.live
  const parentId = space.entries.get(host.pageId)?.parentId ?? space.contentId
  const entryId = choice.entryId ?? space.createPage(parentId, choice.label).entryId
  const { anchor } = choice
  const name = entryId === host.pageId && anchor !== null ? '' : choice.label
  return { type: 'pageLink', attrs: { entryId, anchor, target: anchor === null ? name : `${name}#${anchor}` } }
}
