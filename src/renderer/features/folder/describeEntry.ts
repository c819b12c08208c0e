import type { Entry } from '../../../core/space/Entry'
import type { LiveEntries } from '../../state/LiveEntries'
import { formatBytes } from '../../../core/formatBytes'

/** What a listing says beside a name: `3 entries`, `1.5 MB`, or nothing for a page without pages. */
export function describeEntry(live: LiveEntries, entry: Entry): string {
  if (entry.file) return formatBytes(entry.file.sizeBytes)
  const count = live.childIds(entry.id).length
  if (entry.kind === 'folder' && count === 0) return 'Empty'
  return count === 0 ? '' : count === 1 ? '1 entry' : `${count} entries`
}
