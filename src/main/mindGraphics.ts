import path from 'node:path'
import { app } from 'electron'
import { GraphicsMemory } from './GraphicsMemory'

/** Before the app is ready: a graphics card that kept crashing is left alone. */
export function mindGraphics(): void {
  const versions = `${app.getVersion()} on ${process.versions.electron}`
  const memory = new GraphicsMemory(path.join(app.getPath('userData'), 'graphics-off'), versions)
  if (memory.isOff) app.disableHardwareAcceleration()
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type === 'GPU') memory.ended(reason)
  })
}
