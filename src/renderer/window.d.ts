import type { GroveBridge } from '../bridge/contract'

declare global {
  interface Window {
    /** Put there by the preload. */
    readonly grove: GroveBridge
  }
}
