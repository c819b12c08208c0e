import { mergeAttributes } from '@tiptap/core'
import { Image } from '@tiptap/extension-image'
import { markedSpec } from './atomMarks'
import { attribute, numberAttribute } from './attribute'
import { fileAttributes } from './fileAttributes'

/**
 * A picture in a line (node name `image`): by `hash` from the file store, or by `src` from the web. `width` and
 * `height` are CSS pixels or null. With neither hash nor src, `target` names what was not found.
 */
export const PageImage = Image.configure({ inline: true }).extend({
  addAttributes() {
    return {
      ...fileAttributes(),
      src: { default: null },
      alt: { default: null },
      title: { default: null },
      width: numberAttribute('width'),
      height: numberAttribute('height'),
      mimeType: attribute('mimeType', null),
    }
  },
  parseHTML() {
    return [{ tag: 'img[src]:not([src^="data:"])' }, { tag: 'img[data-hash]' }, { tag: 'img[data-target]' }]
  },
  renderHTML({ node, HTMLAttributes }) {
    return markedSpec(node, ['img', mergeAttributes(HTMLAttributes)])
  },
})
