import path from 'node:path'
import { app } from 'electron'
import { GraphicsMemory } from './GraphicsMemory'
import type { LaunchOptions } from './launchOptions'
import { isCautiousStart } from './safeMode/isCautiousStart'

/** Before the app is ready: a graphics card that kept crashing is left alone, and so is any in safe mode. */
export function mindGraphics(options: LaunchOptions): void {
  const profile = app.getPath('userData')
  const version = app.getVersion()
  const memory = new GraphicsMemory(path.join(profile, 'graphics-off'), `${version} on ${process.versions.electron}`)
  if (memory.isOff || isCautiousStart(options, profile, version)) app.disableHardwareAcceleration()
  app.on('child-process-gone', (_event, { type, reason }) => {
    if (type === 'GPU') memory.ended(reason)
  })
}
