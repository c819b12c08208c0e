import path from 'node:path'
import { APP_HOST, APP_SCHEME } from '../bridge/channels'

/** The file of the built renderer an address names, or undefined when it names none of ours. Nothing leads out of `folder`. */
export function pageFile(url: string, folder: string): string | undefined {
  const { protocol, host, pathname } = new URL(url)
  if (protocol !== `${APP_SCHEME}:` || host !== APP_HOST) return undefined
  let name: string
  try {
    name = decodeURIComponent(pathname)
  } catch {
    return undefined
  }
  if (name.includes('\0') || name.includes('\\')) return undefined
  const file = path.join(folder, name === '/' ? 'index.html' : name)
  return file.startsWith(folder + path.sep) ? file : undefined
}

/** Whether a frame shows the app's own page: the built one, or the one served by Vite (`servedUrl`) while developing. */
export function isOwnPage(url: string, servedUrl: string | undefined): boolean {
  const given = parse(url)
  if (!given) return false
  if (given.protocol === `${APP_SCHEME}:`) return given.host === APP_HOST
  const served = servedUrl === undefined ? undefined : parse(servedUrl)
  return served !== undefined && given.origin === served.origin && served.origin !== 'null'
}

function parse(url: string): URL | undefined {
  try {
    return new URL(url)
  } catch {
    return undefined
  }
}
