/** Puts a vertex under another; both by number. */
export type Move = readonly [vertex: number, parent: number]

/**
 * A replica of a tree, in some system's own way. Vertices have numbers in the order they were made, 0 is the root; vertex 5
 * has the property `name` with the value `vertex 5`. `Ref` is how the system itself names a vertex.
 */
export interface TreeReplica<Ref = unknown> {
  /** One transaction: new vertices under parents that have these numbers, each with its name. */
  grow(parents: Iterable<number>): void
  /** One transaction. */
  move(moves: readonly Move[]): void
  /** One edit of its own, as when a person makes it. */
  write(vertex: number, key: string, value: string): void
  root(): Ref
  children(vertex: Ref): readonly Ref[]
  value(vertex: Ref, key: string): unknown
  /** Another replica with the same content. */
  fork(): TreeReplica<Ref>
  /** What was written here since the fork, as it travels. */
  changes(): unknown
  merge(changes: unknown): void
  /** Ends timers and listeners. */
  close(): void | Promise<void>
}

export interface TreeSystem {
  readonly name: string
  /** Not a peer: what the machine could do at best. */
  readonly isLimit?: true
  create(): TreeReplica
  /** Keeps the replica in a new folder, in SQLite, as the system recommends. */
  store(replica: TreeReplica, folder: string): void | Promise<void>
  /** What a process that starts with this folder does until the first vertex can be read. */
  open(folder: string): TreeReplica | Promise<TreeReplica>
  /** What the system can do in the background to need less room; absent: nothing. */
  compact?(folder: string): void | Promise<void>
}
