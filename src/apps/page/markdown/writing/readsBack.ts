import type { JSONContent } from '@tiptap/core'
import { pageSchema } from '../../schema/index'
import { tokenizeLine } from '../grammar/markdownGrammar'
import { readInline } from '../reading/readInline'
import { tidyInline } from '../reading/tidyInline'

/** Whether reading `source` as the content of a block gives `content`. */
export function readsBack(source: string, content: readonly JSONContent[]): boolean {
  const read = tokenizeLine(source).flatMap((token) => readInline(token))
  return asNode(read).eq(asNode(tidyInline(content)))
}

function asNode(content: JSONContent[]): ReturnType<typeof pageSchema.nodeFromJSON> {
  return pageSchema.nodeFromJSON({ type: 'paragraph', content })
}
