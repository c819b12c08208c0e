import type { VaultProgress } from '../core/space/VaultControl'
import type { Terminal } from './Terminal'

/** One line for a person who waits: `Importing 3 of 10: Trips/Lisbon.md`. */
export function showProgress(terminal: Terminal, verb: string, { done, total, path }: VaultProgress): void {
  terminal.progress(`${verb} ${done + 1} of ${total}: ${path}`)
}
