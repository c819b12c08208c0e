import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'

/**
 * The hooks of electron-builder that keep every Electron but the pinned one out of packages. Development may run on
 * an old stand-in (scripts/electron); a person who gets a package must not.
 *
 * @typedef {{
 *   appOutDir: string
 *   electronPlatformName: string
 *   packager: {
 *     appInfo: { productFilename: string }
 *     info: { framework: { version: string } }
 *     executableName?: string
 *   }
 * }} PackContext the part of electron-builder's context that is looked at
 */

const pinned = /** @type {{ version: string }} */ (createRequire(import.meta.url)('electron/package.json')).version

/**
 * Refuses what a configuration says.
 *
 * @param {PackContext} context
 */
export function beforePack(context) {
  const declared = context.packager.info.framework.version
  if (declared !== pinned) throw new Error(`Refused: this would package Electron ${declared}, and ${pinned} is pinned.`)
}

/**
 * Refuses what is really there, whatever a configuration said: each Electron carries its version in its binary, as a
 * part of its user agent. What was packed is removed.
 *
 * @param {PackContext} context
 */
export function afterPack(context) {
  const binary = path.join(context.appOutDir, binaryOf(context))
  if (readFileSync(binary).includes(`Electron/${pinned}`)) return
  rmSync(context.appOutDir, { recursive: true, force: true })
  throw new Error(`Refused and removed: ${binary} is not Electron ${pinned}, which is pinned.`)
}

/**
 * @param {PackContext} context
 * @returns {string}
 */
function binaryOf({ electronPlatformName, packager }) {
  const name = packager.appInfo.productFilename
  if (electronPlatformName === 'win32') return `${name}.exe`
  if (electronPlatformName === 'linux') return packager.executableName ?? name
  return `${name}.app/Contents/Frameworks/Electron Framework.framework/Electron Framework`
}
