import { homedir } from 'node:os'
import path from 'node:path'

/** Where the desktop app keeps its data when nobody says otherwise: the same place Electron calls `userData`. */
export function usualDataFolder(
  platform: NodeJS.Platform = process.platform,
  env: Readonly<Record<string, string | undefined>> = process.env,
  home: string = homedir(),
): string {
  if (platform === 'darwin') return path.posix.join(home, 'Library/Application Support/Grove')
  if (platform === 'win32')
    return path.win32.join(env['APPDATA'] ?? path.win32.join(home, 'AppData', 'Roaming'), 'Grove')
  return path.posix.join(env['XDG_CONFIG_HOME'] || path.posix.join(home, '.config'), 'Grove')
}
