import path from 'node:path'
import type { Configuration } from 'electron-builder'
import type { ElectronRuntime } from '../electron/ElectronRuntime'

/**
 * Packages the stand-in (scripts/electron) instead of the pinned Electron. Its hooks take the place of those that refuse
 * the stand-in, and themselves refuse everything that is not marked as a test build.
 */
export function standInConfiguration(test: Configuration, runtime: ElectronRuntime): Configuration {
  const { grantFileProtocolExtraPrivileges: _newer, ...electronFuses } = test.electronFuses ?? {}
  const hooks = 'scripts/packaging/standIn.mjs'
  return {
    ...test,
    electronDist: path.dirname(runtime.binary),
    electronVersion: runtime.version,
    // The stand-in is too old for one fuse; it has all the others.
    electronFuses,
    beforePack: hooks,
    afterExtract: hooks,
    afterPack: hooks,
  }
}
