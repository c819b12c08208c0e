/** The work all systems do: `documents` pages of EDITS_PER_DOCUMENT properties each, every property written once. */
export interface Work {
  readonly documents: number
  /** Edits in one change: 1 as a person types, more as a program writes. */
  readonly perChange: number
}

export interface ClientOptions {
  /** What this device keeps is in here; another process may have written it before. */
  readonly folder: string
  readonly work: Work
  /** What `write` returned: how others find the documents. */
  readonly catalogue: unknown
  /** A peer's device keeps each change on its disk, `synchronous=FULL`, before it sends or shows it, as Grove's does. */
  readonly isKept?: boolean
}

/** One device in a process of its own, for each system in that system's own way. */
export interface SyncClient {
  /** Does the work offline and keeps it in the folder as well as the system can. Returns the catalogue. */
  write(): Promise<unknown>
  /** Reads what the folder holds and gets ready for the server, as far as that goes before the clock runs. */
  prepare(server: unknown): Promise<void>
  /** Goes online. Documents are sent and received from now on. */
  connect(): Promise<void>
  /** Resolves when all of the work is here, checked as the system checks it and as durable as the system makes it. */
  complete(): Promise<void>
  /** How many of the values are right when read one by one. */
  countRight(): Promise<number>
  /** Opens the page of the live edits. */
  look(): Promise<void>
  /** Writes the page's title here. */
  edit(title: string): void
  /** What is written next is another change; left out where each edit is one anyway. */
  endChange?(): void
  /** Called when this device shows another title. */
  onTitle(listener: (title: string) => void): void
  close(): Promise<void>
}

export type OpenClient = (options: ClientOptions) => SyncClient | Promise<SyncClient>
