'use strict'
// Loaded first in every Node of the borrowed Electron (main, workers, utility processes): where better-sqlite3
// asks for the addon it ships, which needs N-API 10, it gets the one built for N-API 8 beside this file.
const Module = require('node:module')
const path = require('node:path')

const shipped = /[\\/]better-sqlite3[\\/]prebuilds[\\/][\w-]+\.node$/
const built = path.join(__dirname, 'better_sqlite3.node')
const resolveFilename = Module._resolveFilename

Module._resolveFilename = function (request, ...rest) {
  return resolveFilename.call(this, shipped.test(request) ? built : request, ...rest)
}
