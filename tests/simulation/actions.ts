import type { Space } from '../../src/core/space/Space'
import type { SeededRandom } from '../../src/core/testing/SeededRandom'
import type { SimulatedDevice } from './SimulatedDevice'
import type { SimulatedServer } from './SimulatedServer'
import type { SimulatedWindow } from './SimulatedWindow'
import type { Simulation } from './Simulation'

type Act = (simulation: Simulation) => void | Promise<void>

/** What people, machines and bad luck do, with how often. */
export const ACTIONS: readonly { readonly name: string; readonly weight: number; readonly act: Act }[] = [
  { name: 'wait', weight: 20, act: ({ world }) => world.run(world.random.integer(300)) },
  { name: 'type', weight: 30, act: inWindow(type) },
  { name: 'new page', weight: 10, act: inWindow(newPage) },
  { name: 'new folder', weight: 4, act: inWindow(newFolder) },
  { name: 'open page', weight: 12, act: inWindow(openPage) },
  {
    name: 'close page',
    weight: 5,
    act: inWindow((window, random) => window.closeTree(random.pick([...window.openTrees]) ?? '')),
  },
  { name: 'rename', weight: 6, act: inWindow(rename) },
  { name: 'move', weight: 12, act: inWindow(move) },
  { name: 'trash', weight: 4, act: inWindow(trash) },
  { name: 'restore', weight: 3, act: inWindow(restore) },
  { name: 'undo', weight: 4, act: inWindow(({ space }) => void space?.entries.history.undo()) },
  { name: 'redo', weight: 2, act: inWindow(({ space }) => void space?.entries.history.redo()) },
  { name: 'open window', weight: 3, act: (simulation) => simulation.openWindow() },
  { name: 'close window', weight: 1, act: (simulation) => simulation.closeWindow() },
  { name: 'window crashes', weight: 1, act: (simulation) => simulation.crashWindow() },
  { name: 'wire breaks', weight: 3, act: inWindow((window) => window.cutWire()) },
  { name: 'garbage', weight: 2, act: inWindow((window, random) => window.sendGarbage(garbage(random))) },
  { name: 'device crashes', weight: 3, act: onDevice((device, simulation) => simulation.crashDevice(device)) },
  { name: 'power is cut', weight: 3, act: onDevice((device, simulation) => simulation.cutPower(device)) },
  { name: 'device compacts', weight: 5, act: onDevice((device) => device.compact()) },
  { name: 'snapshots are damaged', weight: 1, act: onDevice((device) => device.damageSnapshots()) },
  { name: 'device restarts', weight: 12, act: onDevice((device) => device.start()) },
  { name: 'goes offline', weight: 3, act: onDevice((device) => device.goOffline()) },
  { name: 'is online', weight: 6, act: onDevice((device) => void (device.isOnline = true)) },
  { name: 'network breaks', weight: 4, act: onDevice((device) => device.cutWires()) },
  {
    name: 'garbage from the network',
    weight: 1,
    act: onDevice((device, { world }) => device.hearGarbage(garbage(world.random))),
  },
  { name: 'profile is copied', weight: 3, act: onDevice((device) => device.copyProfile()) },
  {
    name: 'profile goes back',
    weight: 1,
    act: onDevice((device, simulation) => simulation.putBackOlderProfile(device)),
  },
  { name: 'profile is cloned', weight: 1, act: onDevice((device, simulation) => simulation.cloneDevice(device)) },
  {
    name: 'disk fills',
    weight: 2,
    act: onDevice(({ journal }) => void (journal.failure = { code: 'disk-full', path: 'journal' })),
  },
  { name: 'disk has room', weight: 10, act: onDevice(({ journal }) => void (journal.failure = null)) },
  {
    name: 'backup drive is unplugged',
    weight: 2,
    act: onDevice(({ backup }) => void (backup.failure = { code: 'folder-missing', path: 'backup' })),
  },
  { name: 'backup drive is back', weight: 6, act: onDevice(({ backup }) => void (backup.failure = null)) },
  {
    name: 'fuse is answered',
    weight: 4,
    act: onDevice(({ open }, { world }) => {
      for (const follower of open?.followers ?? []) follower.answerFuse(world.random.chance(0.5) ? 'take' : 'keep')
    }),
  },
  { name: 'server crashes', weight: 2, act: onServer((server) => server.crash()) },
  { name: 'power of a server is cut', weight: 2, act: onServer((server) => server.cutPower()) },
  { name: 'server restarts', weight: 8, act: onServer((server) => server.start()) },
  {
    name: 'server disk fills',
    weight: 1,
    act: onServer(({ medium }) => void (medium.failure = { code: 'disk-full', path: 'server' })),
  },
  { name: 'server disk has room', weight: 6, act: onServer(({ medium }) => void (medium.failure = null)) },
  { name: 'server database is copied', weight: 2, act: onServer((server) => server.copyDatabase()) },
  { name: 'server database goes back', weight: 1, act: onServer((server) => server.putBackOlderDatabase()) },
  { name: 'server database is lost', weight: 1, act: onServer((server) => server.loseDatabase()) },
  {
    name: 'clock jumps',
    weight: 1,
    act: ({ world }) => void (world.skewMs = (world.random.next() - 0.5) * 20 * 31_556_952_000),
  },
]

function onDevice(act: (device: SimulatedDevice, simulation: Simulation) => void | Promise<void>): Act {
  return (simulation) => {
    const device = simulation.world.random.pick(simulation.devices)
    return device && act(device, simulation)
  }
}

function onServer(act: (server: SimulatedServer) => void): Act {
  return ({ world, servers }) => {
    const server = world.random.pick(servers)
    if (server) act(server)
  }
}

function inWindow(
  act: (window: SimulatedWindow, random: SeededRandom, simulation: Simulation) => void | Promise<void>,
): Act {
  return (simulation) => {
    const window = simulation.world.random.pick(simulation.windows)
    return window?.isReady ? act(window, simulation.world.random, simulation) : undefined
  }
}

/** Each bit of text is one of a kind, so that it can be looked for at the end. */
function type(window: SimulatedWindow, random: SeededRandom, simulation: Simulation): void {
  const treeId = random.pick([...window.openTrees])
  const tree = treeId === undefined ? undefined : window.space?.appTrees.inUse(treeId)
  if (!tree?.root) return
  const text = tree.text(tree.root.id, 'body').getText('body')
  const mark = simulation.nextMark()
  // Anywhere but inside another mark, which could not be found again.
  const ends = [...text.toString().matchAll(/>/g)].map((end) => end.index + 1)
  text.insert(random.pick([0, ...ends]) ?? 0, mark)
  window.wrote(mark)
}

function newPage(window: SimulatedWindow, random: SeededRandom, simulation: Simulation): void {
  const { space } = window
  if (!space) return
  const mark = simulation.nextMark()
  space.createPage(anyPlace(space, random), mark, {
    write: ({ tree }) => {
      if (tree.root) tree.text(tree.root.id, 'body').getText('body').insert(0, mark)
    },
  })
  window.wrote(mark)
}

function newFolder(window: SimulatedWindow, random: SeededRandom, simulation: Simulation): void {
  if (!window.space) return
  window.space.entries.createFolder(anyPlace(window.space, random), simulation.nextMark())
}

/** Opening goes on while the world turns; what comes of it is the window's business. */
function openPage(window: SimulatedWindow, random: SeededRandom): void {
  const { space } = window
  const page = space && random.pick([...space.entries.descendants(space.contentId)].filter((entry) => entry.treeId))
  if (page?.treeId) void window.openTree(page.treeId)
}

function rename(window: SimulatedWindow, random: SeededRandom, simulation: Simulation): void {
  const { space } = window
  const id = space && anyEntry(space, random)
  if (id) space.entries.rename(id, simulation.nextMark())
}

function move({ space }: SimulatedWindow, random: SeededRandom): void {
  const id = space && anyEntry(space, random)
  if (!id) return
  const parentId = anyPlace(space, random)
  const sibling = random.pick(space.tree.childIds(parentId))
  space.entries.move(id, parentId, sibling !== undefined && random.chance(0.5) ? { before: sibling } : 'end')
}

function trash({ space }: SimulatedWindow, random: SeededRandom): void {
  const id = space && anyEntry(space, random)
  if (id) space.entries.trash(id)
}

function restore({ space }: SimulatedWindow, random: SeededRandom): void {
  const id = space && random.pick(space.tree.childIds(space.trashId))
  if (id) space.entries.restore(id)
}

function anyEntry(space: Space, random: SeededRandom): string | undefined {
  return random.pick([...space.entries.descendants(space.contentId)])?.id
}

function anyPlace(space: Space, random: SeededRandom): string {
  return (random.chance(0.5) ? anyEntry(space, random) : undefined) ?? space.contentId
}

function garbage(random: SeededRandom): unknown {
  const kinds = [() => random.bytes(random.integer(64)), () => 'text', () => new Uint8Array([0x81, 0xa4]), () => null]
  return random.pick(kinds)?.()
}
