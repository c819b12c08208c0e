import { placeOf, type PackHeader, type RangeAnswer } from './compareRanges'
import { hashText } from './hash'
import { LogDigest } from './LogDigest'
import { packKey } from './Pack'

/** Ids whose hashes begin with the same three hex digits. */
interface Bucket {
  readonly digest: LogDigest
  readonly headers: PackHeader[]
}

/** Up to this many headers are told one by one. */
const FEW = 200
/** Of a hash: how the buckets are told apart. */
const BUCKET_DIGITS = 3
const LAST_DIGIT = 15

/** Headers by the hashes of their ids, so that a question about a range looks at that range only. About 80 bytes a header. */
export class RangeIndex {
  readonly #buckets: (Bucket | undefined)[] = new Array<undefined>(16 ** BUCKET_DIGITS).fill(undefined)

  add({ treeId, peerId, counter, count }: PackHeader): void {
    const header = { treeId, peerId, counter, count }
    const at = hashText(packKey(header)).high >>> (32 - 4 * BUCKET_DIGITS)
    const bucket = (this.#buckets[at] ??= { digest: new LogDigest(), headers: [] })
    bucket.digest.add(header)
    bucket.headers.push(header)
  }

  /** Cost: one step for each bucket of the range, and for each header of it when the range is a part of a bucket. */
  answer(prefix: string): RangeAnswer {
    const all = new LogDigest()
    const parts = Array.from({ length: 16 }, () => new LogDigest())
    const inRange = prefix.length < BUCKET_DIGITS ? this.#whole(prefix, parts) : this.#within(prefix, parts)
    for (const part of parts) all.include(part)
    const isFew = inRange.reduce((sum, headers) => sum + headers.length, 0) <= FEW || prefix.length >= LAST_DIGIT
    return { ...digestOf(all), parts: isFew ? null : parts.map(digestOf), headers: isFew ? inRange.flat() : null }
  }

  #whole(prefix: string, parts: readonly LogDigest[]): PackHeader[][] {
    const below = 16 ** (BUCKET_DIGITS - prefix.length)
    const first = prefix === '' ? 0 : Number.parseInt(prefix, 16) * below
    const found: PackHeader[][] = []
    for (const [index, bucket] of this.#buckets.slice(first, first + below).entries()) {
      if (!bucket) continue
      parts[Math.floor((index * 16) / below)]?.include(bucket.digest)
      found.push(bucket.headers)
    }
    return found
  }

  #within(prefix: string, parts: readonly LogDigest[]): PackHeader[][] {
    const bucket = this.#buckets[Number.parseInt(prefix.slice(0, BUCKET_DIGITS), 16)]
    const found: PackHeader[] = []
    for (const header of bucket?.headers ?? []) {
      const place = placeOf(header)
      if (!place.startsWith(prefix)) continue
      parts[Number.parseInt(place[prefix.length] ?? '0', 16)]?.add(header)
      found.push(header)
    }
    return [found]
  }
}

function digestOf({ opCount, fingerprint }: LogDigest): { readonly opCount: number; readonly fingerprint: string } {
  return { opCount, fingerprint }
}
