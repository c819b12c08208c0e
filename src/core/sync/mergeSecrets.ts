import type { PersistenceLayer } from '../persistence/PersistenceLayer'
import type { OpenSpace } from '../space/OpenSpace'
import { newerSecret } from '../space/Secrets'

/**
 * Brings the secrets of a space and of one of its layers together: newer versions win on both sides. Of two values with
 * one version the winner is saved again with the next, because a layer that sees them only sealed cannot tell which of
 * them wins (SPEC SP12).
 */
export async function mergeSecrets(open: OpenSpace, layer: PersistenceLayer): Promise<void> {
  const theirs = await layer.loadSecrets()
  for (const record of theirs) {
    const ours = open.secrets.record(record.key)
    if (ours?.version === record.version && ours.value !== record.value) {
      open.secrets.set(record.key, newerSecret(ours, record).value)
    }
  }
  open.secrets.merge(theirs, layer.id)
  layer.saveSecrets(open.secrets.records())
}
