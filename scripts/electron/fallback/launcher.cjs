'use strict'
// What `electron [options] <folder> [arguments]` needs and the borrowed Electron lacks: it came inside another
// application, without the default app that finds a folder's package.json and starts its main file.
const fs = require('node:fs')
const Module = require('node:module')
const path = require('node:path')
const { app } = require('electron')

require('./node18.cjs')

/** The modules to load first (Playwright brings one), and the folder of the app. */
function readArguments(given) {
  const modules = []
  for (let index = 0; index < given.length; index += 1) {
    const argument = given[index]
    if (argument === '-r' || argument === '--require') modules.push(given[(index += 1)])
    else if (!argument.startsWith('-')) return { modules, folder: path.resolve(argument) }
  }
  return { modules, folder: undefined }
}

const { modules, folder } = readArguments(process.argv.slice(1))
if (folder === undefined) {
  process.stderr.write('This Electron needs the folder of an app.\n')
  process.exit(1)
}

for (const file of modules) require(path.resolve(file))
Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true })

const about = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'))
const name = about.productName ?? about.name
app.setName(name)
app.setVersion(about.version)
app.setDesktopName(`${about.name}.desktop`)
app.setAppPath(folder)
Module._load(require.resolve(folder), Module, true)
