import { BulletList, ListItem, OrderedList, TaskItem, TaskList } from '@tiptap/extension-list'
import { attribute, numberAttribute } from './attribute'

// Loose lists have blank lines between their items in Markdown.
const loose = attribute('loose', false)

export const PageBulletList = BulletList.extend({
  addAttributes() {
    return { ...this.parent?.(), loose }
  },
})

export const PageOrderedList = OrderedList.extend({
  addAttributes() {
    return { ...this.parent?.(), loose }
  },
})

/** Items may start with any block, as in Markdown. */
export const PageListItem = ListItem.extend({ content: 'block+' })

/** `start` is the first number of a numbered task list, null for bullets. */
export const PageTaskList = TaskList.extend({
  addAttributes() {
    return { ...this.parent?.(), loose, start: numberAttribute('start') }
  },
})

/** `status` is the character of a box that is neither empty nor done (`/`, `-`, `>`, ...); `checked` goes first. */
export const PageTaskItem = TaskItem.configure({ nested: true }).extend({
  content: 'block+',
  addAttributes() {
    return { ...this.parent?.(), status: attribute('status', null) }
  },
})
