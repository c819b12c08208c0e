import type { LayerSummary } from '../../bridge/contract'

/** A server in step, verified a minute and a half ago, except for what is said. */
export function layerSummary(changes: Partial<LayerSummary> = {}): LayerSummary {
  const place = changes.place ?? 'https://grove.example.org'
  return {
    layerId: `server:${place}`,
    kind: 'server',
    place,
    state: 'in-step',
    isVerified: true,
    verifiedAt: Date.UTC(2026, 10, 22, 14, 2),
    toSend: 0,
    toReceive: 0,
    error: null,
    role: 'owner',
    isEncrypted: true,
    olderPlace: null,
    quarantined: [],
    fuse: null,
    files: { toSend: 0, toReceive: 0, problem: null },
    ...changes,
  }
}
