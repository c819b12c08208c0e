import type { JSONContent } from '@tiptap/core'

type Mark = NonNullable<JSONContent['marks']>[number]

// The schema's own order, so that equal sets of marks look equal.
const order = ['bold', 'italic', 'strike', 'underline', 'highlight'] as const

export type SimpleMark = (typeof order)[number]

/** Which marks are open while a line is read. Marks may repeat (`*a *b* c*`) and overlap. */
export class MarkStack {
  readonly #depthByMark = new Map<SimpleMark, number>()
  #link: Mark | null = null
  #current: Mark[] | null = []

  open(mark: SimpleMark): void {
    this.#change(mark, 1)
  }

  close(mark: SimpleMark): void {
    this.#change(mark, -1)
  }

  set link(attrs: { href: string; title: string | null } | null) {
    this.#link = attrs && { type: 'link', attrs }
    this.#current = null
  }

  /** The same array as long as nothing changes. */
  get marks(): Mark[] {
    if (this.#current) return this.#current
    const simple = order.filter((mark) => (this.#depthByMark.get(mark) ?? 0) > 0).map((type) => ({ type }))
    this.#current = this.#link ? [this.#link, ...simple] : simple
    return this.#current
  }

  #change(mark: SimpleMark, by: number): void {
    this.#depthByMark.set(mark, (this.#depthByMark.get(mark) ?? 0) + by)
    this.#current = null
  }
}
