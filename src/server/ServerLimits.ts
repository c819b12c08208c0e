/** What one server bears from one person, one address and all together. Sizes in bytes, times in ms. */
export interface ServerLimits {
  /** Changes and files of one space together. */
  readonly spaceBytes: number
  /** All spaces one person made. */
  readonly userBytes: number
  readonly spacesPerUser: number

  /** TCP connections of any kind, also those that never ask for anything. By address only where that is the client's own. */
  readonly wires: number
  readonly wiresPerAddress: number
  /** Sockets. */
  readonly connections: number
  readonly connectionsPerAddress: number
  readonly connectionsPerUser: number
  /** How long a new socket may take to say hello, and how much it may say before it is let in. */
  readonly helloMs: number
  readonly helloBytes: number
  /** A socket or wire on which nothing came for so long is dead. */
  readonly silenceMs: number
  /** How long the head of a request, and a whole one, may take. */
  readonly headersMs: number
  readonly requestMs: number
  /** How long closing waits for requests under way. */
  readonly drainMs: number

  /** Of one address, by kind: anything, parts of files, and what needs no account. */
  readonly requestsPerMinute: number
  readonly chunksPerMinute: number
  readonly guestsPerMinute: number
  /** Wrong passwords for one name, before it has to wait, and how many it regains. */
  readonly wrongPasswords: number
  readonly wrongPasswordsPerMinute: number

  /** Of one connection; ten times as much at once. */
  readonly pushesPerSecond: number
  readonly pushBytesPerSecond: number
}

const MiB = 1024 * 1024
export const GiB = 1024 * MiB

export const DEFAULT_LIMITS: ServerLimits = {
  spaceBytes: 20 * GiB,
  userBytes: 50 * GiB,
  spacesPerUser: 1000,

  wires: 10_000,
  wiresPerAddress: 500,
  connections: 5000,
  connectionsPerAddress: 200,
  connectionsPerUser: 50,
  helloMs: 10_000,
  helloBytes: 64 * 1024,
  silenceMs: 60_000,
  headersMs: 10_000,
  requestMs: 120_000,
  drainMs: 3000,

  requestsPerMinute: 1200,
  chunksPerMinute: 12_000,
  guestsPerMinute: 60,
  wrongPasswords: 10,
  wrongPasswordsPerMinute: 2,

  pushesPerSecond: 2000,
  pushBytesPerSecond: 64 * MiB,
}
