import { statfs } from 'node:fs/promises'
import os from 'node:os'
import { app, screen } from 'electron'
import { lookAtPlace } from '../../layers/files/place/lookAtPlace'
import { keyStoreName } from '../SystemKeyStore'
import type { FolderOrigin } from '../dataFolder/troubleScreen'

/** Versions, the system and what it gives Grove: no names of machines or people. */
export async function describeMachine(dataFolder: string, origin: FolderOrigin): Promise<Record<string, unknown>> {
  const { versions, platform, arch, env } = process
  const disk = await statfs(dataFolder).catch(() => undefined)
  const { node, electron, chrome, v8 } = versions
  return {
    grove: app.getVersion(),
    versions: { electron, chrome, node, v8 },
    isPackaged: app.isPackaged,
    system: { platform, arch, release: os.release(), cpus: os.cpus().length, memoryBytes: os.totalmem() },
    desktop: platform === 'linux' ? { session: env['XDG_SESSION_TYPE'], is: env['XDG_CURRENT_DESKTOP'] } : undefined,
    locale: app.getLocale(),
    displays: screen.getAllDisplays().map(({ scaleFactor, size }) => ({ scaleFactor, ...size })),
    graphics: app.getGPUFeatureStatus(),
    keyStore: keyStoreName(),
    dataFolder: {
      origin,
      place: await lookAtPlace(dataFolder),
      fileSystemType: disk?.type,
      freeBytes: disk && disk.bavail * disk.bsize,
    },
  }
}
