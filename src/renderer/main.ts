import { mount } from 'svelte'
import App from './App.svelte'
import { createSpaceManager } from './spaceManagerSetup'
import { forgetfulStorage } from './state/forgetfulStorage'
import { BridgeClient } from './state/BridgeClient'
import { windowEnvironment } from './state/windowEnvironment'
import { WindowState } from './state/WindowState.svelte'
import './styles/tokens.css'
import './styles/base.css'
import './styles/print.css'

const target = document.getElementById('app')
if (target === null) throw new Error('index.html has no #app')

const environment = windowEnvironment()
const bridge = new BridgeClient(window.grove)
const address = new URL(location.href).searchParams
const isSafeMode = address.has('safe')
const state = new WindowState({
  bridge,
  environment,
  manager: createSpaceManager(bridge, environment),
  // What a window remembers may be what keeps it from starting.
  storage: isSafeMode ? forgetfulStorage() : localStorage,
  start: { spaceId: address.get('space') ?? undefined, entryId: address.get('entry') ?? undefined, isSafeMode },
})
mount(App, { target, props: { window: state } })
void state.start()
