import type { SearchHit } from '../../../core/search/SearchIndex'
import type { WindowState } from '../../state/WindowState.svelte'

/** Opens a page that was found, at the words, in its own space; or in a window of its own. */
export async function openHit(hit: SearchHit, state: WindowState, isInNewWindow: boolean): Promise<void> {
  const { spaceId, entryId, snippet, passage } = hit
  try {
    if (isInNewWindow) {
      await state.bridge.request('window.open', { spaceId, entryId })
      return
    }
    await state.openSpace(spaceId)
    const { workspace } = state
    if (workspace?.id !== spaceId) return
    const words = snippet.flatMap(({ text, isFound }) => (isFound ? [text] : []))
    if (passage === '') workspace.navigation.open(entryId)
    else workspace.navigation.openAt(entryId, { text: passage, words })
  } catch (error) {
    state.toasts.problem(error)
  }
}
