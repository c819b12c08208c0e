import { mount } from 'svelte'
import { createSpaceManager } from '../spaceManagerSetup'
import { BridgeClient } from '../state/BridgeClient'
import { windowEnvironment } from '../state/windowEnvironment'
import { WindowState } from '../state/WindowState.svelte'
import BrowserApp from './BrowserApp.svelte'
import { AddressBar, type TabPlace } from './page/AddressBar'
import { AppUpdate } from './page/AppUpdate.svelte'
import { BrowserBridge } from './page/BrowserBridge'
import { HomeFinder } from './page/HomeFinder.svelte'
import { pageRequests } from './page/pageRequests'
import { StorageRoom } from './page/StorageRoom.svelte'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/print.css'

const target = document.getElementById('app')
if (target === null) throw new Error('index.html has no #app')

const address = new AddressBar(window, goTo)
const joinLink = address.takeJoinLink()
const { spaceId, entryId } = address.place
const environment = windowEnvironment()
const browserBridge = new BrowserBridge(pageRequests(address))
const bridge = new BridgeClient(browserBridge)
const finder = new HomeFinder(browserBridge)
const update = new AppUpdate(browserBridge)
const room = new StorageRoom(navigator.storage, environment.timers)
const state = new WindowState({
  bridge,
  environment,
  manager: createSpaceManager(bridge, environment),
  storage: localStorage,
  start: { spaceId: spaceId ?? undefined, entryId: entryId ?? undefined },
})

mount(BrowserApp, { target, props: { finder, update, room, window: state } })
void open()

async function open(): Promise<void> {
  await finder.start()
  if (finder.state.kind === 'insecure' || finder.state.kind === 'elsewhere') return
  room.start(browserBridge)
  if (import.meta.env.PROD) {
    update.start(navigator.serviceWorker).catch((error: unknown) => console.warn('not usable offline', error))
  }
  await state.start()
  if (joinLink !== undefined) browserBridge.emit('link.opened', joinLink)
}

/** The browser went back or forward. */
function goTo(place: TabPlace): void {
  const { workspace } = state
  if (place.spaceId !== null && place.spaceId !== workspace?.id) {
    state.openSpace(place.spaceId, place.entryId ?? undefined).catch((error: unknown) => state.toasts.problem(error))
  } else if (place.entryId !== null) workspace?.navigation.open(place.entryId)
  else workspace?.navigation.goHome()
}
