import type { Entry } from '../../core/space/Entry'

/** What stands for an entry in lists of plain text: its own icon, or the one of its kind. */
export function entryEmoji({ kind, icon, appId }: Pick<Entry, 'kind' | 'icon' | 'appId'>): string {
  if (icon !== undefined) return icon
  if (kind === 'folder') return '📁'
  if (kind === 'file') return '📎'
  return appId === 'board' ? '📋' : '📄'
}
