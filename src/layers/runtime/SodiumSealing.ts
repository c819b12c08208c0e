import type { Sodium } from 'libsodium-sumo'
import {
  MAX_LABEL_BYTES,
  NONCE_BYTES,
  SEAL_BYTES,
  SEAL_FORMAT,
  type PutLabel,
  type SealingKeys,
  type SealingPrimitives,
} from '../../core/keys/SealingPrimitives'
import { noblePrimitives } from '../../core/keys/noblePrimitives'
import { copyEndToEnd } from '../../core/persistence/copyEndToEnd'

const KEY_BYTES = 32
const LENGTH_BYTES = 2
/** What SHA-256 takes in at a time. */
const BLOCK_BYTES = 64
const BLOCK_WORDS = BLOCK_BYTES / 4
/** What a batch of packs or a part of a file is at most; larger ones are rare, and need not keep memory for themselves. */
const ROOM_BYTES = 1024 * 1024 + 4096

/**
 * Sealing by libsodium. Everything lies in one piece of its memory that is used again and again, many contents at a time:
 * taking memory for each pack, there or here, would cost as much as sealing it.
 */
export class SodiumSealing implements SealingPrimitives {
  readonly #sodium: Sodium
  readonly #cipherKey: number
  /** The MAC with its key taken in, and the copy of it that is at work. */
  readonly #macStart: number
  readonly #mac: number
  readonly #macBytes: number
  /** The MAC with its key and the first block of a label taken in, and which block that was. */
  readonly #macBlock: number
  readonly #block: number
  readonly #length: number
  readonly #plain: number
  readonly #sealed: number
  #keys: SealingKeys | undefined
  #isBlockTaken = false
  /** The memory of before, and how it is looked at. */
  #memory: ArrayBufferLike | undefined
  #words: Uint32Array = new Uint32Array(0)
  #label: Uint8Array = new Uint8Array(0)

  /** Throws when there is no memory to be had. */
  constructor(sodium: Sodium) {
    this.#sodium = sodium
    this.#macBytes = sodium._crypto_auth_hmacsha256_statebytes()
    const room = (sizeBytes: number): number => {
      const at = sodium._malloc(sizeBytes)
      if (at === 0) throw new Error('libsodium has no memory left.')
      return at
    }
    this.#cipherKey = room(KEY_BYTES)
    this.#macStart = room(this.#macBytes)
    this.#mac = room(this.#macBytes)
    this.#macBlock = room(this.#macBytes)
    this.#block = room(BLOCK_BYTES)
    this.#length = room(LENGTH_BYTES + MAX_LABEL_BYTES)
    this.#plain = room(ROOM_BYTES)
    this.#sealed = room(ROOM_BYTES)
  }

  sealAll(keys: SealingKeys, contents: readonly Uint8Array[], putLabel: PutLabel): Uint8Array[] {
    this.#use(keys)
    return inStretches(
      contents,
      SEAL_BYTES,
      (some, first) => this.#sealSome(some, first, putLabel),
      (content, index) => noblePrimitives.sealAll(keys, [content], this.#apart(putLabel, index)),
    )
  }

  sealWithNonce(keys: SealingKeys, nonce: Uint8Array, label: Uint8Array, content: Uint8Array): Uint8Array {
    if (content.byteLength + SEAL_BYTES > ROOM_BYTES) return noblePrimitives.sealWithNonce(keys, nonce, label, content)
    this.#use(keys)
    const heap = this.#sodium.HEAPU8
    this.#label.set(label)
    heap.set(content, this.#plain)
    heap[this.#sealed] = SEAL_FORMAT
    heap.set(nonce, this.#sealed + 1)
    this.#encrypt(this.#plain, content.byteLength, this.#sealed, label.byteLength)
    return heap.slice(this.#sealed, this.#sealed + SEAL_BYTES + content.byteLength)
  }

  openAll(keys: SealingKeys, sealed: readonly Uint8Array[], putLabel: PutLabel): (Uint8Array | undefined)[] {
    this.#use(keys)
    return inStretches(
      sealed,
      0,
      (some, first) => this.#openSome(some, first, putLabel),
      (bytes, index) => noblePrimitives.openAll(keys, [bytes], this.#apart(putLabel, index)),
    )
  }

  #sealSome(contents: readonly Uint8Array[], first: number, putLabel: PutLabel): Uint8Array[] {
    const heap = this.#sodium.HEAPU8
    copyEndToEnd(contents, heap, this.#plain)
    let [from, to] = [this.#plain, this.#sealed]
    for (let index = 0; index < contents.length; index++) {
      const sizeBytes = contents[index]!.byteLength
      const labelBytes = putLabel(first + index, this.#label)
      heap[to] = SEAL_FORMAT
      this.#putNonce(heap, labelBytes, from, sizeBytes, to + 1)
      this.#encrypt(from, sizeBytes, to, labelBytes)
      from += sizeBytes
      to += SEAL_BYTES + sizeBytes
    }
    const made = heap.slice(this.#sealed, to).buffer
    let end = 0
    return contents.map(({ length }) => {
      const start = end
      end += SEAL_BYTES + length
      return new Uint8Array(made, start, SEAL_BYTES + length)
    })
  }

  #openSome(sealed: readonly Uint8Array[], first: number, putLabel: PutLabel): (Uint8Array | undefined)[] {
    const heap = this.#sodium.HEAPU8
    copyEndToEnd(sealed, heap, this.#sealed)
    let [from, to] = [this.#sealed, this.#plain]
    const isOpen: boolean[] = []
    for (let index = 0; index < sealed.length; index++) {
      const { length } = sealed[index]!
      const opened = this.#decrypt(heap, from, length, to, putLabel(first + index, this.#label))
      isOpen.push(opened)
      from += length
      if (opened) to += length - SEAL_BYTES
    }
    const made = heap.slice(this.#plain, to).buffer
    let end = 0
    return sealed.map(({ length }, index) => {
      if (!isOpen[index]) return undefined
      const start = end
      end += length - SEAL_BYTES
      return new Uint8Array(made, start, length - SEAL_BYTES)
    })
  }

  #use(keys: SealingKeys): void {
    const heap = this.#sodium.HEAPU8
    if (this.#memory !== heap.buffer) {
      this.#memory = heap.buffer
      this.#words = new Uint32Array(heap.buffer)
      this.#label = new Uint8Array(heap.buffer, this.#length + LENGTH_BYTES, MAX_LABEL_BYTES)
    }
    if (this.#keys === keys) return
    heap.set(keys.nonceKey, this.#cipherKey)
    this.#sodium._crypto_auth_hmacsha256_init(this.#macStart, this.#cipherKey, KEY_BYTES)
    heap.set(keys.cipherKey, this.#cipherKey)
    this.#isBlockTaken = false
    this.#keys = keys
  }

  /** The label of one that is sealed elsewhere, written where all of its list are. */
  #apart(putLabel: PutLabel, index: number): PutLabel {
    return (_index, to) => {
      const sizeBytes = putLabel(index, this.#label)
      to.set(this.#label.subarray(0, sizeBytes))
      return sizeBytes
    }
  }

  /** Writes more than a nonce; the ciphertext that comes next overwrites the rest. */
  #putNonce(heap: Uint8Array, labelBytes: number, content: number, sizeBytes: number, to: number): void {
    heap[this.#length] = labelBytes >>> 8
    heap[this.#length + 1] = labelBytes & 255
    const taken = this.#startMac(heap, LENGTH_BYTES + labelBytes)
    this.#sodium._crypto_auth_hmacsha256_update(this.#mac, this.#length + taken, LENGTH_BYTES + labelBytes - taken, 0)
    this.#sodium._crypto_auth_hmacsha256_update(this.#mac, content, sizeBytes, 0)
    this.#sodium._crypto_auth_hmacsha256_final(this.#mac, to)
  }

  /**
   * Returns how much of the label, with its length, is taken in: labels of packs of one author begin with the same block, and
   * taking that in would be a fifth of the MAC of a small pack.
   */
  #startMac(heap: Uint8Array, sizeBytes: number): number {
    const isLong = sizeBytes >= BLOCK_BYTES
    if (isLong && !(this.#isBlockTaken && this.#isSameBlock())) {
      heap.copyWithin(this.#macBlock, this.#macStart, this.#macStart + this.#macBytes)
      this.#sodium._crypto_auth_hmacsha256_update(this.#macBlock, this.#length, BLOCK_BYTES, 0)
      heap.copyWithin(this.#block, this.#length, this.#length + BLOCK_BYTES)
      this.#isBlockTaken = true
    }
    const start = isLong ? this.#macBlock : this.#macStart
    heap.copyWithin(this.#mac, start, start + this.#macBytes)
    return isLong ? BLOCK_BYTES : 0
  }

  /** Whether the label begins as the one whose block is taken in. From its end on, which is where labels differ. */
  #isSameBlock(): boolean {
    const [words, one, other] = [this.#words, this.#block / 4, this.#length / 4]
    for (let at = BLOCK_WORDS - 1; at >= 0; at--) if (words[one + at] !== words[other + at]) return false
    return true
  }

  /** With the nonce that lies at `to`, after the format. */
  #encrypt(content: number, sizeBytes: number, to: number, labelBytes: number): void {
    this.#sodium._crypto_aead_xchacha20poly1305_ietf_encrypt(
      to + 1 + NONCE_BYTES,
      0,
      content,
      sizeBytes,
      0,
      this.#length + LENGTH_BYTES,
      labelBytes,
      0,
      0,
      to + 1,
      this.#cipherKey,
    )
  }

  /** False: not sealed so. */
  #decrypt(heap: Uint8Array, sealed: number, sizeBytes: number, to: number, labelBytes: number): boolean {
    if (sizeBytes < SEAL_BYTES || heap[sealed] !== SEAL_FORMAT) return false
    const trouble = this.#sodium._crypto_aead_xchacha20poly1305_ietf_decrypt(
      to,
      0,
      0,
      sealed + 1 + NONCE_BYTES,
      sizeBytes - 1 - NONCE_BYTES,
      0,
      this.#length + LENGTH_BYTES,
      labelBytes,
      0,
      sealed + 1,
      this.#cipherKey,
    )
    return trouble === 0
  }
}

/** As many at a time as there is room for, each `growth` longer than it is; those too large for it one by one. */
function inStretches<T>(
  pieces: readonly Uint8Array[],
  growth: number,
  workAll: (some: readonly Uint8Array[], first: number) => readonly T[],
  workLarge: (piece: Uint8Array, index: number) => readonly T[],
): T[] {
  const done: T[] = []
  for (let first = 0; first < pieces.length; first = done.length) {
    let [end, sizeBytes] = [first, 0]
    while (end < pieces.length && (sizeBytes += pieces[end]!.byteLength + growth) <= ROOM_BYTES) end += 1
    const isAll = first === 0 && end === pieces.length
    if (end === first) done.push(...workLarge(pieces[first]!, first))
    else done.push(...workAll(isAll ? pieces : pieces.slice(first, end), first))
  }
  return done
}
