import type { LinkNames } from '../page/markdown/writing/LinkNames'
import type { Space } from '../../core/space/Space'

/** What entries are called now, for links in Markdown: by name where that is enough, else with their folders. `entries`: all of them. */
export function spaceLinkNames(
  space: Space,
  entries: Iterable<{ readonly name: string }> = space.entries.descendants(space.contentId),
): LinkNames {
  const idsByName = new Map<string, number>()
  for (const { name } of entries) idsByName.set(name, (idsByName.get(name) ?? 0) + 1)
  return (entryId) => {
    const entry = space.entries.get(entryId)
    if (!entry || !space.entries.isLive(entryId)) return null
    const path = [...space.entries.path(entryId), entry].map(({ name }) => name).join('/')
    const isUnique = idsByName.get(entry.name) === 1
    return { wiki: isUnique ? entry.name : path, path: entry.kind === 'entry' ? `${path}.md` : path }
  }
}
