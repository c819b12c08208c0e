import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * The hooks of electron-builder for test builds on the stand-in for Electron.
 *
 * @typedef {{
 *   appOutDir: string
 *   packager: { appInfo: { productName: string, version: string, id: string } }
 * }} PackContext the part of electron-builder's context that is looked at
 */

/** What is said inside every package that has the stand-in. */
const notice = `This is a test build of Grove. It runs on an old stand-in for Electron and is for tests on the machine it was made
on: nobody else should get it, and nothing should be kept with it.
`

/**
 * Refuses whatever is not marked as a test build.
 *
 * @param {PackContext} context
 */
export function beforePack({ packager }) {
  const { productName, version, id } = packager.appInfo
  if (productName === 'Grove Test' && version.endsWith('-test') && id.endsWith('.test')) return
  throw new Error(`Refused: ${productName} ${version} is not marked as a test build, and this is no Electron to ship.`)
}

/**
 * Takes out what lets the stand-in open a folder while developing.
 *
 * @param {PackContext} context
 */
export function afterExtract({ appOutDir }) {
  rmSync(path.join(appOutDir, 'resources/default_app.asar'), { recursive: true })
  rmSync(path.join(appOutDir, 'electron.sh'))
}

/**
 * Puts better-sqlite3 as the stand-in can load it (`GROVE_STAND_IN_SQLITE`) in the place of the one that ships.
 *
 * @param {PackContext} context
 */
export function afterPack(context) {
  beforePack(context)
  const shipped = 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node'
  copyFileSync(process.env.GROVE_STAND_IN_SQLITE ?? '', path.join(context.appOutDir, shipped))
  writeFileSync(path.join(context.appOutDir, 'TEST-BUILD.txt'), notice)
}
