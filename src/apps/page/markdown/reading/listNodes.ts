import type { JSONContent } from '@tiptap/core'

/**
 * The lists of the schema for one Markdown list, whose items carry `task`: runs of tasks become task lists, runs of
 * other items stay. The writer joins neighbours again.
 */
export function listNodes(list: JSONContent): JSONContent[] {
  const ordered = list.type === 'orderedList'
  const items = list.content ?? []
  // A blank line needs two things to stand between.
  const canBeLoose = items.length > 1 || (items[0]?.content?.length ?? 0) > 1
  const loose = list.attrs?.['loose'] === true && canBeLoose
  let number = Number(list.attrs?.['start'] ?? 1)
  const lists: JSONContent[] = []
  for (const item of items) {
    const task: unknown = item.attrs?.['task']
    const isTask = typeof task === 'string'
    const type = isTask ? 'taskList' : ordered ? 'orderedList' : 'bulletList'
    let last = lists.at(-1)
    if (last?.type !== type) {
      last = { type, attrs: ordered ? { loose, start: number } : { loose }, content: [] }
      lists.push(last)
    }
    last.content?.push(isTask ? taskItem(item, task) : { type: 'listItem', content: item.content ?? [] })
    number += 1
  }
  return lists
}

function taskItem(item: JSONContent, box: string): JSONContent {
  const checked = box === 'x' || box === 'X'
  const status = checked || box.trim() === '' ? null : box
  return { type: 'taskItem', attrs: { checked, status }, content: item.content ?? [] }
}
