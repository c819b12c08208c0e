import { existsSync } from 'node:fs'
import path from 'node:path'
import { findProgram } from './findProgram'
import { installCommand } from './installCommand'
import { MissingPart } from './MissingPart'

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge']
const macApps = ['Google Chrome', 'Chromium', 'Microsoft Edge']
const windowsFiles = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe']
const remedies: Readonly<Record<string, string>> = {
  darwin: 'brew install --cask chromium',
  win32: 'winget install Google.Chrome',
}

/** An installed browser of the Chromium family; `GROVE_BROWSER_PATH` decides where it is set. Throws MissingPart. */
export function findBrowser(): string {
  const found = [process.env['GROVE_BROWSER_PATH'], ...candidates()].find((file) => file && existsSync(file))
  if (found) return found
  const what = 'No Chromium, Chrome or Edge is installed, which the component tests run in.'
  throw new MissingPart([what], remedies[process.platform] ?? installCommand(['chromium']))
}

function candidates(): (string | undefined)[] {
  if (process.platform === 'darwin') {
    return macApps.map((name) => `/Applications/${name}.app/Contents/MacOS/${name}`)
  }
  if (process.platform === 'win32') {
    const folders = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].map((name) => process.env[name] ?? '')
    return folders.flatMap((folder) => windowsFiles.map((file) => path.join(folder, file)))
  }
  return programs.map(findProgram)
}
