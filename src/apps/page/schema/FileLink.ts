import { mergeAttributes, Node } from '@tiptap/core'
import { markedSpec } from './atomMarks'
import { attribute } from './attribute'
import { fileAttributes } from './fileAttributes'

/** A file of the space in a line: shown in place with `embed` (audio, video, PDF), else as a link to open. */
export const FileLink = Node.create({
  name: 'file',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes() {
    return {
      ...fileAttributes(),
      name: attribute('name', ''),
      label: attribute('label', null),
      sizeBytes: attribute('sizeBytes', 0),
      mimeType: attribute('mimeType', 'application/octet-stream'),
      embed: attribute('embed', false),
    }
  },
  parseHTML() {
    return [{ tag: 'span[data-type="file"]' }]
  },
  renderHTML({ node, HTMLAttributes }) {
    const text = String(node.attrs['label'] ?? node.attrs['name'])
    return markedSpec(node, ['span', mergeAttributes(HTMLAttributes, { 'data-type': 'file' }), text])
  },
  renderText({ node }) {
    return String(node.attrs['label'] ?? node.attrs['name'])
  },
})
