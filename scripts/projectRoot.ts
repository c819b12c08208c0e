import path from 'node:path'

/** The folder of package.json, wherever a script is started from. */
export const projectRoot = path.resolve(import.meta.dirname, '..')
