import { AppError } from '../AppError'
import { copyEndToEnd } from '../persistence/copyEndToEnd'
import type { Pack } from '../persistence/Pack'
import { headerProblem, numbersProblem } from '../persistence/packBody'

/**
 * Packs of one message, column by column: what is the same for many stands once, and the bodies lie end to end.
 * `authors`: tree and peer, in turn. `heads`: runs of packs of one author whose counters follow each other, each as
 * `author, packs, first counter`, then `ops, body bytes` of each pack.
 */
export interface PackColumns {
  readonly authors: readonly string[]
  readonly heads: readonly number[]
  readonly bodies: Uint8Array
}

/** Where the number of packs stands in the head of a run. */
const PACKS_AT = 1
/** What came in columns or was put in some, by its first pack: a host passes on what it got, and to several. */
const madeByFirst = new WeakMap<Pack, { readonly packs: readonly Pack[]; readonly columns: PackColumns }>()

/** `packs` is not changed afterwards. Cost: nothing for a list of the same packs as before, as every reader of a log gets one. */
export function columnsOf(packs: readonly Pack[]): PackColumns {
  const [first] = packs
  const made = first && madeByFirst.get(first)
  if (made && isSame(made.packs, packs)) return made.columns
  const columns = inColumns(packs)
  if (first) madeByFirst.set(first, { packs, columns })
  return columns
}

function isSame(some: readonly Pack[], others: readonly Pack[]): boolean {
  return some === others || (some.length === others.length && some.every((pack, index) => pack === others[index]))
}

function inColumns(packs: readonly Pack[]): PackColumns {
  const authors: string[] = []
  const heads: number[] = []
  const numberByAuthor = new Map<string, number>()
  const numberOf = ({ treeId, peerId }: Pack): number => {
    const author = `${treeId}/${peerId}`
    const known = numberByAuthor.get(author) ?? authors.push(treeId, peerId) / 2 - 1
    numberByAuthor.set(author, known)
    return known
  }
  let last: Pack | undefined
  let runAt = 0
  let sizeBytes = 0
  for (const pack of packs) {
    const { treeId, peerId, counter, count, body } = pack
    const isNext = last?.peerId === peerId && last.treeId === treeId && last.counter + last.count === counter
    if (!isNext) {
      runAt = heads.length
      heads.push(numberOf(pack), 0, counter)
    }
    heads[runAt + PACKS_AT] = (heads[runAt + PACKS_AT] ?? 0) + 1
    heads.push(count, body.byteLength)
    sizeBytes += body.byteLength
    last = pack
  }
  const bodies = new Uint8Array(sizeBytes)
  copyEndToEnd(
    packs.map(({ body }) => body),
    bodies,
  )
  return { authors, heads, bodies }
}

/** This is the door for what comes from outside: throws AppError `bad-frame` for anything that `columnsOf` cannot make. */
export function packsOf(columns: unknown): Pack[] {
  if (typeof columns !== 'object' || columns === null) throw badFrame('no columns')
  const { authors, heads, bodies } = columns as Partial<Record<keyof PackColumns, unknown>>
  if (!Array.isArray(authors) || !Array.isArray(heads) || !(bodies instanceof Uint8Array)) throw badFrame('no columns')
  const packs: Pack[] = []
  // Node's own kind of bytes takes longer to make views of, and so does asking for a part of an array.
  const { buffer, byteOffset, byteLength } = bodies
  let sizeBytes = 0
  let authorsUsed = 0
  let isAsWeMake = true
  let at = 0
  const next = (): number => {
    const value: unknown = heads[at++]
    if (!Number.isSafeInteger(value) || (value as number) < 0) throw badFrame('a head that is cut off')
    return value as number
  }
  while (at < heads.length) {
    const author = next()
    const [treeId, peerId] = [authors[2 * author], authors[2 * author + 1]] as string[]
    let left = next()
    let counter = next()
    if (left === 0 || author > authorsUsed) isAsWeMake = false
    if (author === authorsUsed) authorsUsed += 1
    for (let isFirst = true; left > 0; isFirst = false, left--) {
      const count = next()
      const start = sizeBytes
      sizeBytes += next()
      if (sizeBytes > byteLength) throw badFrame('a body that is cut off')
      const body = new Uint8Array(buffer, byteOffset + start, sizeBytes - start)
      const pack = { treeId, peerId, counter, count, body } as Pack
      // What all of a run have in common is looked at once.
      const problem = isFirst ? headerProblem(pack) : numbersProblem(pack)
      if (problem !== undefined) throw badFrame(problem)
      packs.push(pack)
      counter += count
    }
  }
  if (sizeBytes !== byteLength) throw badFrame('a body without a head')
  // What nobody looked at, such as names of authors of nothing, is not passed on.
  const [firstPack] = packs
  if (firstPack && isAsWeMake && authors.length === 2 * authorsUsed) {
    const asCame = { authors: authors as string[], heads: heads as number[], bodies }
    madeByFirst.set(firstPack, { packs, columns: asCame })
  }
  return packs
}

function badFrame(reason: string): AppError {
  return new AppError({ code: 'bad-frame', reason })
}
