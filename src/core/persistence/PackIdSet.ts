import type { PackHeader } from './compareRanges'
import type { PackId } from './Pack'
import { runsOf, type PackRun } from './PackRun'

/** First counters of packs of one author: those at equal distances, as one after the other is written, and all others. */
interface Counters {
  first: number
  /** Not among them. */
  end: number
  step: number
  readonly others: Set<number>
}

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
    if (counters.first === counters.end) {
      counters.first = counter
      counters.step = count
    } else if (counter !== counters.end || count !== counters.step) {
      counters.others.add(counter)
      return
    }
    counters.end = counter + count
  }

  addAll(packs: readonly PackHeader[]): void {
    for (const run of runsOf(packs)) {
      const counters = this.#countersOf(run) ?? this.#newAuthor(run)
      if (isOfSingleOps(run) && extend(counters, run)) this.#size += run.end - run.start
      else for (let index = run.start; index < run.end; index++) this.add(packs[index]!)
    }
  }

  /** Takes them out; returns those that were not in it, in order. */
  takeOut<T extends PackHeader>(packs: readonly T[]): readonly T[] {
    const left: T[] = []
    for (const run of runsOf(packs)) {
      const counters = this.#countersOf(run)
      if (counters && isOfSingleOps(run) && shorten(counters, run)) {
        this.#size -= run.end - run.start
        this.#forgetIfEmpty(run, counters)
        continue
      }
      for (let index = run.start; index < run.end; index++) {
        const pack = packs[index]!
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
    if (id.counter === counters.first && counters.first < counters.end) counters.first += counters.step
    else {
      if (!counters.others.has(id.counter)) spread(counters)
      counters.others.delete(id.counter)
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
    const counters = { first: 0, end: 0, step: 1, others: new Set<number>() }
    const byPeer = this.#countersByPeerByTree.get(treeId)
    if (byPeer) byPeer.set(peerId, counters)
    else this.#countersByPeerByTree.set(treeId, new Map([[peerId, counters]]))
    return counters
  }

  #forgetIfEmpty({ treeId, peerId }: PackId, { first, end, others }: Counters): void {
    if (first < end || others.size > 0) return
    this.#last = undefined
    const byPeer = this.#countersByPeerByTree.get(treeId)
    byPeer?.delete(peerId)
    if (byPeer?.size === 0) this.#countersByPeerByTree.delete(treeId)
  }
}

function has({ first, end, step, others }: Counters, counter: number): boolean {
  return (counter >= first && counter < end && (counter - first) % step === 0) || others.has(counter)
}

function isOfSingleOps({ start, end, counter, nextCounter }: PackRun): boolean {
  return end - start === nextCounter - counter
}

/** Puts all of a run of single ops behind those that are there; false where they do not fit, and then nothing is changed. */
function extend(counters: Counters, { counter, nextCounter }: PackRun): boolean {
  const { first, end, step, others } = counters
  const isEmpty = first === end
  if (others.size > 0 || (!isEmpty && (counter !== end || step !== 1))) return false
  if (isEmpty) counters.first = counter
  counters.step = 1
  counters.end = nextCounter
  return true
}

/** Takes a run of single ops off the beginning; false where they are not all there, and then nothing is changed. */
function shorten(counters: Counters, { counter, nextCounter }: PackRun): boolean {
  const { first, end, step } = counters
  if (counter !== first || nextCounter > end || step !== 1) return false
  counters.first = nextCounter
  return true
}

/** Those at equal distances become like the others: one of them is taken out of their middle. */
function spread(counters: Counters): void {
  for (let counter = counters.first; counter < counters.end; counter += counters.step) counters.others.add(counter)
  counters.first = counters.end
}
