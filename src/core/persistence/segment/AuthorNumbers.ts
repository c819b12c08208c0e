import { Packr } from 'msgpackr'
import type { PackId } from '../Pack'
import type { AuthorName } from './heads'

const codec = new Packr({ useRecords: false })

/** Numbers trees and peers in the order they come in. */
export class AuthorNumbers {
  readonly names: AuthorName[] = []
  readonly #noByPeerByTree = new Map<string, Map<string, number>>()
  #last: { readonly treeId: string; readonly peerId: string; readonly no: number } | undefined

  of({ treeId, peerId }: PackId): number {
    // Packs of one author come one after the other.
    if (this.#last?.peerId === peerId && this.#last.treeId === treeId) return this.#last.no
    const noByPeer = this.#noByPeerByTree.get(treeId) ?? new Map<string, number>()
    const no = noByPeer.get(peerId) ?? this.names.push([treeId, peerId]) - 1
    this.#noByPeerByTree.set(treeId, noByPeer.set(peerId, no))
    this.#last = { treeId, peerId, no }
    return no
  }

  /** What `decodeAuthors` reads. */
  encoded(): Uint8Array {
    return Uint8Array.prototype.slice.call(codec.pack(this.names))
  }
}

export function decodeAuthors(bytes: Uint8Array): readonly AuthorName[] {
  return codec.unpack(bytes) as AuthorName[]
}
