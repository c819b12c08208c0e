import { verbatimNode } from './verbatimNode'

/** TeX between `$`s; `display` where the source had `$$` in the middle of a line. */
export const MathInline = verbatimNode({
  name: 'mathInline',
  inline: true,
  text: 'latex',
  attributes: { display: false },
})

/** TeX between `$$` fences, line breaks included. */
export const MathBlock = verbatimNode({ name: 'mathBlock', inline: false, text: 'latex' })

/** What stood between `%%` and `%%` inside a paragraph; hidden when reading. */
export const CommentInline = verbatimNode({ name: 'commentInline', inline: true, text: 'text' })

/** A comment that fills lines of its own. */
export const CommentBlock = verbatimNode({ name: 'commentBlock', inline: false, text: 'text' })

/** Source Grove does not understand inside a paragraph, mostly HTML tags, kept so that nothing is lost. */
export const RawInline = verbatimNode({ name: 'rawInline', inline: true, text: 'text' })

/** Lines of source Grove does not understand, mostly HTML, kept so that nothing is lost. */
export const RawBlock = verbatimNode({ name: 'rawBlock', inline: false, text: 'text' })

/** `^id`: the name under which links reach the block it stands in, or the block before it when it stands alone. */
export const BlockAnchor = verbatimNode({ name: 'blockAnchor', inline: true, text: 'id' })

/** `[^label]`: points to the footnote definition of the same label. */
export const FootnoteReference = verbatimNode({ name: 'footnoteReference', inline: true, text: 'label' })

/** `^[text]`: a footnote written where it is used; the Markdown inside stays text. */
export const FootnoteInline = verbatimNode({ name: 'footnoteInline', inline: true, text: 'text' })
