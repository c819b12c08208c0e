import path from 'node:path'
import type { UpdateWay } from '../../bridge/contract'

/** What a running copy of Grove knows of how it was installed. */
export interface Installation {
  readonly platform: NodeJS.Platform
  readonly isPackaged: boolean
  /** `app-update.yml` came with it: it knows whom to ask. */
  readonly hasFeed: boolean
  /** Of `resources/package-type`; undefined when there is no such file. */
  readonly packageType: string | undefined
  readonly env: Readonly<Record<string, string | undefined>>
  readonly execPath: string
}

const COMMANDS: Readonly<Record<string, string>> = {
  deb: 'sudo apt update && sudo apt install --only-upgrade grove',
  rpm: 'sudo dnf upgrade grove',
  pacman: 'sudo pacman -Syu grove',
}

/**
 * A system package belongs to its package manager: replacing its files behind the manager's back needs the
 * administrator's password and leaves the manager with a version it does not know of.
 */
export function updateWay(installation: Installation): UpdateWay {
  const { platform, isPackaged, hasFeed, packageType } = installation
  if (!isPackaged) return { kind: 'not', reason: 'This Grove was built from its source. Build it again to update it.' }
  if (platform === 'linux') {
    const command = packageType === undefined ? undefined : COMMANDS[packageType]
    if (command !== undefined) return { kind: 'package-manager', command }
    if (!runsFromAppImage(installation)) {
      const reason =
        'This copy of Grove does not update itself. Get the next version where you got this one: from your package manager, or from the website.'
      return { kind: 'not', reason }
    }
  }
  if (hasFeed) return { kind: 'itself' }
  return { kind: 'not', reason: 'This Grove was made without an update server. Get the next version from the website.' }
}

/** Programs inherit APPIMAGE from the one that started them: only its own mount says that it is ours. */
export function runsFromAppImage({ env, execPath }: Pick<Installation, 'env' | 'execPath'>): boolean {
  const { APPIMAGE, APPDIR } = env
  if (!APPIMAGE || !APPDIR || !path.isAbsolute(APPIMAGE)) return false
  const relative = path.relative(APPDIR, execPath)
  return !relative.startsWith('..') && !path.isAbsolute(relative)
}
