import type { PackHeader } from './compareRanges'
import type { PackId } from './Pack'

/** Counters at equal distances, as those of packs of one size that were written one after the other. */
interface Span {
  first: number
  /** Not among them. */
  end: number
  readonly step: number
}

/** First counters of packs of one author: some in spans, later ones behind earlier ones, and all others. */
interface Counters {
  readonly spans: Span[]
  readonly others: Set<number>
}

/** A document begins with a pack of several ops; whoever writes more unevenly than a few of those has no use for spans. */
const MAX_SPANS = 8

/** Which packs, by id. Packs of one author that follow each other, in or out, take no memory and next to no time. */
export class PackIdSet {
  readonly #countersByPeerByTree = new Map<string, Map<string, Counters>>()
  #last: { readonly treeId: string; readonly peerId: string; readonly counters: Counters } | undefined
  #size = 0

  get size(): number {
    return this.#size
  }

  /** `count`: where the author's next pack is expected. */
  add(id: PackId & { readonly count: number }): void {
    const counters = this.#countersOf(id) ?? this.#newAuthor(id)
    const { counter, count } = id
    if (has(counters, counter)) return
    this.#size += 1
    if (!append(counters.spans, counter, counter + count, count)) counters.others.add(counter)
  }

  addAll(packs: readonly PackHeader[]): void {
    for (let start = 0; start < packs.length;) {
      const [first, end] = [packs[start]!, evenEnd(packs, start)]
      const { spans, others } = this.#countersOf(first) ?? this.#newAuthor(first)
      const endCounter = first.counter + (end - start) * first.count
      if (others.size === 0 && append(spans, first.counter, endCounter, first.count)) this.#size += end - start
      else for (let index = start; index < end; index++) this.add(packs[index]!)
      start = end
    }
  }

  /** Takes them out; returns those that were not in it, in order. */
  takeOut<T extends PackHeader>(packs: readonly T[]): readonly T[] {
    const left: T[] = []
    for (let start = 0; start < packs.length;) {
      const [first, end] = [packs[start]!, evenEnd(packs, start)]
      const counters = this.#countersOf(first)
      if (counters && takeFirst(counters.spans, first, end - start)) {
        this.#size -= end - start
        this.#forgetIfEmpty(first, counters)
        start = end
      }
      for (; start < end; start++) {
        const pack = packs[start]!
        if (!this.delete(pack)) left.push(pack)
      }
    }
    return left.length === packs.length ? packs : left
  }

  clear(): void {
    this.#countersByPeerByTree.clear()
    this.#last = undefined
    this.#size = 0
  }

  /** Whether it was in it. */
  delete(id: PackId): boolean {
    const counters = this.#countersOf(id)
    if (!counters || !has(counters, id.counter)) return false
    this.#size -= 1
    const { spans, others } = counters
    const [span] = spans
    if (id.counter === span?.first) {
      span.first += span.step
      if (span.first === span.end) spans.shift()
    } else {
      if (!others.has(id.counter)) spread(counters)
      others.delete(id.counter)
    }
    this.#forgetIfEmpty(id, counters)
    return true
  }

  #countersOf({ treeId, peerId }: PackId): Counters | undefined {
    if (this.#last?.treeId === treeId && this.#last.peerId === peerId) return this.#last.counters
    const counters = this.#countersByPeerByTree.get(treeId)?.get(peerId)
    if (counters) this.#last = { treeId, peerId, counters }
    return counters
  }

  #newAuthor({ treeId, peerId }: PackId): Counters {
    const counters = { spans: [], others: new Set<number>() }
    const byPeer = this.#countersByPeerByTree.get(treeId)
    if (byPeer) byPeer.set(peerId, counters)
    else this.#countersByPeerByTree.set(treeId, new Map([[peerId, counters]]))
    return counters
  }

  #forgetIfEmpty({ treeId, peerId }: PackId, { spans, others }: Counters): void {
    if (spans.length > 0 || others.size > 0) return
    this.#last = undefined
    const byPeer = this.#countersByPeerByTree.get(treeId)
    byPeer?.delete(peerId)
    if (byPeer?.size === 0) this.#countersByPeerByTree.delete(treeId)
  }
}

function has({ spans, others }: Counters, counter: number): boolean {
  for (const { first, end, step } of spans) {
    if (counter >= first && counter < end && (counter - first) % step === 0) return true
  }
  return others.has(counter)
}

/** Where those end that follow the one at `start` and each other, of the same author and size. */
function evenEnd(packs: readonly PackHeader[], start: number): number {
  const { treeId, peerId, counter, count } = packs[start]!
  let end = start + 1
  for (let next = counter + count; end < packs.length; end++) {
    const pack = packs[end]!
    if (pack.counter !== next || pack.count !== count || pack.peerId !== peerId || pack.treeId !== treeId) break
    next += count
  }
  return end
}

/** Puts counters behind those in the spans; false where they do not belong there, and then nothing is changed. */
function append(spans: Span[], first: number, end: number, step: number): boolean {
  const last = spans.at(-1)
  if (last?.end === first && last.step === step) last.end = end
  else if (spans.length < MAX_SPANS && (!last || first >= last.end)) spans.push({ first, end, step })
  else return false
  return true
}

/** Takes as many off the beginning; false where they are not just those, and then nothing is changed. */
function takeFirst(spans: Span[], { counter, count }: PackHeader, packs: number): boolean {
  const [span] = spans
  const end = counter + packs * count
  if (counter !== span?.first || count !== span.step || end > span.end) return false
  span.first = end
  if (end === span.end) spans.shift()
  return true
}

/** Those in spans become like the others: one of them is taken out of their middle. */
function spread({ spans, others }: Counters): void {
  for (const { first, end, step } of spans.splice(0)) {
    for (let counter = first; counter < end; counter += step) others.add(counter)
  }
}
