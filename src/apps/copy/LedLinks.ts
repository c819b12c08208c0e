import type { JsonValue } from 'reptree'
import type { LeadAttributes } from '../../core/tree/copyRichText'
import type { VertexId } from '../../core/tree/ops'
import { marksOf, type MarkJson } from '../page/schema/atomMarks'

export interface LinkPlaces {
  /** Of everything that is copied. */
  readonly copyById: ReadonlyMap<VertexId, VertexId>
  /** The copies lie where what was not copied can be reached. */
  readonly isSameSpace: boolean
  /** What an entry is called now; undefined when it is not there. */
  readonly nameOf: (id: VertexId) => string | undefined
}

const HASH = /^[0-9a-f]{64}$/

/**
 * Leads the links of copies: from copy to copy; to what was not copied where that can be reached, and else to nothing, by the name
 * that was shown.
 */
export class LedLinks {
  /** Hashes of what pictures and files in texts show. */
  readonly files = new Set<string>()

  constructor(readonly places: LinkPlaces) {}

  readonly attributes: LeadAttributes = (name, attributes) => {
    const led: Record<string, unknown> = { ...attributes }
    const { entryId, hash, marks } = attributes
    if (typeof hash === 'string' && HASH.test(hash)) this.files.add(hash)
    if (typeof entryId === 'string') Object.assign(led, this.#led(entryId, name, attributes))
    if (typeof marks === 'string')
      led['marks'] = JSON.stringify(marksOf({ attrs: { marks } }).map((mark) => this.#mark(mark)))
    return led
  }

  /** Of an entry or a card: what it links to is kept on it, for backlinks. */
  readonly property = (key: string, value: JsonValue): JsonValue | undefined => {
    if (key !== 'links' || !Array.isArray(value)) return value
    return value.flatMap((id) => (typeof id === 'string' ? (this.#idOf(id) ?? []) : [])).sort()
  }

  #led(entryId: VertexId, name: string, attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
    const id = this.#idOf(entryId)
    if (id !== undefined) return { entryId: id }
    const shown = this.places.nameOf(entryId)
    const isNamed = (name === 'pageLink' || name === 'pageEmbed') && shown !== undefined
    if (!isNamed || typeof attributes['label'] === 'string') return { entryId: null }
    const { anchor } = attributes
    return { entryId: null, target: typeof anchor === 'string' && anchor !== '' ? `${shown}#${anchor}` : shown }
  }

  #mark(mark: MarkJson): MarkJson {
    return mark.attrs ? { ...mark, attrs: this.attributes(mark.type, mark.attrs) } : mark
  }

  #idOf(id: VertexId): VertexId | undefined {
    return this.places.copyById.get(id) ?? (this.places.isSameSpace ? id : undefined)
  }
}
