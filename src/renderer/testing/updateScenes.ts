import type { UpdatesSummary } from '../../bridge/contract'

const update = {
  version: '0.2.0',
  notes:
    'Boards show dates and people.\n\n• A page opens in half the time.\n• Search finds words inside files.\n• Syncing says which document waits.',
}
const none: UpdatesSummary = {
  version: '0.1.0',
  way: { kind: 'itself' },
  state: { kind: 'none' },
  checkedAt: null,
  problem: null,
  updatedFrom: null,
}
const asked: UpdatesSummary = { ...none, checkedAt: Date.UTC(2026, 10, 22, 9) }
const command = 'sudo apt update && sudo apt install --only-upgrade grove'

/** How it may stand with the next version, by name: `preview.html?update=ready`. */
export const updateScenes = {
  none,
  checking: { ...none, state: { kind: 'checking' } },
  newest: { ...asked, state: { kind: 'newest' }, updatedFrom: '0.0.9' },
  available: { ...asked, state: { kind: 'available', update } },
  downloading: { ...asked, state: { kind: 'downloading', update, share: 0.4 } },
  ready: { ...asked, state: { kind: 'ready', update } },
  installing: { ...asked, state: { kind: 'installing', update } },
  offline: { ...asked, problem: { code: 'update-unreachable', reason: 'this machine is offline' } },
  'no-copy': {
    ...asked,
    state: { kind: 'ready', update },
    problem: { code: 'update-no-copy', reason: 'the disk is full' },
  },
  package: { ...asked, way: { kind: 'package-manager', command }, state: { kind: 'available', update } },
  source: {
    ...none,
    way: { kind: 'not', reason: 'This Grove was built from its source. Build it again to update it.' },
  },
} as const satisfies Readonly<Record<string, UpdatesSummary>>

export function isUpdateScene(name: string): name is keyof typeof updateScenes {
  return Object.hasOwn(updateScenes, name)
}
