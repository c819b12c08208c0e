import { homedir } from 'node:os'
import path from 'node:path'

/** Where the fallback runtime is kept between runs and checkouts: the user's cache, never the project. */
export const cacheFolder = path.join(process.env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'grove')
