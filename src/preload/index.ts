import { contextBridge, ipcRenderer } from 'electron'
import { CHANNELS, PORT_MESSAGE } from '../bridge/channels'
import type { EventName, EventTypes, GroveBridge } from '../bridge/contract'

type Listener = (value: never) => void
const listenersByName = new Map<string, Set<Listener>>()

ipcRenderer.on(CHANNELS.event, (_event, name: string, value) => {
  for (const listener of [...(listenersByName.get(name) ?? [])]) listener(value as never)
})

// A MessagePort cannot cross the context bridge; `window.postMessage` is the one way into the page's world. '/' keeps it
// inside this origin.
ipcRenderer.on(CHANNELS.port, (event, spaceId: string) => {
  window.postMessage({ kind: PORT_MESSAGE, spaceId }, '/', event.ports)
})

const bridge: GroveBridge = {
  request: (name, question) => ipcRenderer.invoke(CHANNELS.request, name, question),
  on: <N extends EventName>(name: N, listener: (value: EventTypes[N]) => void) => {
    const listeners = listenersByName.get(name) ?? new Set()
    listenersByName.set(name, listeners.add(listener))
    return () => {
      listeners.delete(listener)
    }
  },
  closing: () => {
    ipcRenderer.send(CHANNELS.closing)
  },
}

contextBridge.exposeInMainWorld('grove', bridge)
