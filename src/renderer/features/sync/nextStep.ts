import type { LayerSummary } from '../../../bridge/contract'
import type { DialogRequest } from '../../state/Dialogs.svelte'

export interface NextStep {
  readonly label: string
  readonly dialog: DialogRequest
}

/** Where a person mends what keeps this layer from going on; undefined when only waiting or trying again helps. */
export function nextStep(layer: LayerSummary): NextStep | undefined {
  switch (layer.error?.code) {
    case 'not-signed-in':
      return { label: 'Sign in…', dialog: { kind: 'connect', url: layer.place } }
    case 'key-missing':
    case 'wrong-key':
      return { label: 'Enter the words…', dialog: { kind: 'enter-words' } }
    case 'kit-unchecked':
      return { label: 'Recovery kit…', dialog: { kind: 'kit' } }
    case 'keys-locked':
      return { label: 'Unlock keys…', dialog: { kind: 'keys' } }
    default:
      return undefined
  }
}
