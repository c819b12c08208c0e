import type { LayerSummary } from '../../bridge/contract'
import type { FakeHome } from './FakeHome'

const HOUR = 3_600_000

/** How the layers of a space can stand, for looking at them and for tests; the name of each says what it shows. */
const LAYERS: Readonly<Record<string, (now: number) => readonly Partial<LayerSummary>[]>> = {
  none: () => [],
  verified: () => [{}],
  sending: () => [{ toSend: 12, isVerified: false, state: 'catching-up' }],
  unverified: () => [{ isVerified: false }],
  offline: () => [
    {
      state: 'offline',
      isVerified: false,
      toSend: 3,
      toReceive: null,
      error: { code: 'server-unreachable', server: 'grove.example.org', reason: 'no answer' },
    },
  ],
  'signed-out': () => [
    { state: 'refused', isVerified: false, toSend: 4, error: { code: 'not-signed-in', reason: 'expired' } },
  ],
  paused: () => [{ state: 'paused', isVerified: false, toSend: 7 }],
  fuse: () => [{ state: 'held', isVerified: false, toReceive: 312, fuse: { documents: 312, total: 400 } }],
  'set-aside': () => [
    {
      isVerified: false,
      quarantined: [
        {
          treeId: 'a'.repeat(32),
          documentName: 'Garden plan',
          detail: { code: 'too-large', what: 'A change', sizeBytes: 9_000_000, limitBytes: 4_000_000 },
        },
        {
          treeId: 'b'.repeat(32),
          documentName: null,
          detail: { code: 'bad-op', reason: 'not sealed by the key of this space' },
        },
      ],
      files: {
        toSend: 2,
        toReceive: 0,
        problem: {
          code: 'quota',
          what: 'Your room on the server',
          usedBytes: 1_000_000_000,
          limitBytes: 1_000_000_000,
        },
      },
    },
  ],
  viewer: () => [{ role: 'viewer', toSend: 2, isVerified: false }],
  arriving: () => [{ state: 'catching-up', isVerified: false, verifiedAt: null, toReceive: 1204 }],
  several: (now) => [
    { verifiedAt: now - 2 * HOUR },
    {
      place: 'http://192.168.1.20:4720',
      layerId: 'server:http://192.168.1.20:4720',
      state: 'offline',
      isVerified: false,
      toReceive: null,
      isEncrypted: false,
      error: { code: 'server-unreachable', server: '192.168.1.20:4720', reason: 'no answer' },
    },
    {
      kind: 'backup',
      layerId: 'backup:/media/stick',
      place: '/media/stick/Grove backup',
      role: null,
      verifiedAt: now - 9 * HOUR,
    },
  ],
}

/** Signs in, puts a few things onto the server, and sets the layers of the space. Unknown names do nothing. */
export function setSyncScene(home: FakeHome, spaceId: string, name: string): void {
  const layers = LAYERS[name]
  if (!layers) return
  const now = home.environment.now()
  const { server } = home.sync
  if (name !== 'none') home.sync.signIn()
  const space = { role: 'owner', members: 3, sizeBytes: 4_300_000, isEncrypted: true } as const
  server.spaces = [
    { ...space, id: spaceId, name: 'Allotment', isHere: true, needsKey: false },
    { ...space, id: 'c'.repeat(32), name: 'Orchard', role: 'editor', members: 2, isHere: false, needsKey: false },
    { ...space, id: 'd'.repeat(32), name: null, members: 1, sizeBytes: 912_000, isHere: false, needsKey: true },
  ]
  server.restorePoints = [
    { id: 'p1', madeAt: now - 26 * HOUR, place: server.url, documents: 312 },
    { id: 'p2', madeAt: now - 400 * HOUR, place: server.url, documents: 57 },
  ]
  home.sync.set(spaceId, layers(now), { hasKey: name !== 'none', isKitChecked: name !== 'none' })
}
