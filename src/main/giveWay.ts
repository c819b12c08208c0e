import { constants, getPriority, setPriority } from 'node:os'

/**
 * For a process that has much to do and nobody to draw for: what windows and main do goes first wherever the machine has to choose.
 * To be called before anything else; a process stays as it is where it was started lower already.
 */
export function giveWay(): void {
  const { PRIORITY_BELOW_NORMAL } = constants.priority
  if (getPriority() < PRIORITY_BELOW_NORMAL) setPriority(PRIORITY_BELOW_NORMAL)
}
