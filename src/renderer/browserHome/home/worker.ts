import { windowEnvironment } from '../../state/windowEnvironment'
import { holdLock, isLockHeld } from '../holdLock'
import { HOME_LOCK } from '../homeMessages'
import { BrowserHome } from './BrowserHome'
import { HomeDoor } from './HomeDoor'

declare const self: SharedWorkerGlobalScope

// One worker for all tabs of one version of Grove. Tabs of another version have another one, and both would write: the
// second waits until the first has ended with its last tab.
const door = new HomeDoor(crypto.randomUUID(), async () => {
  if (await isLockHeld(HOME_LOCK)) door.tellBlocked()
  await holdLock(HOME_LOCK)
  const home = await BrowserHome.open(windowEnvironment())
  self.addEventListener('online', () => home.retryNow())
  return home
})

self.onconnect = ({ ports: [port] }) => {
  if (port) door.accept(port)
}
