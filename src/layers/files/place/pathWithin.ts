import path from 'node:path'

/** Paths of another system are judged by its own rules. */
export function pathOf(platform: NodeJS.Platform): path.PlatformPath {
  return platform === 'win32' ? path.win32 : path.posix
}

/** The steps from `outer` down to `inner`: none when they are the same, undefined when it lies elsewhere. */
export function pathWithin(inner: string, outer: string, platform: NodeJS.Platform): readonly string[] | undefined {
  const system = pathOf(platform)
  const { sep } = system
  // Their file systems take both spellings for the same folder.
  const fold = (text: string): string => (platform === 'win32' || platform === 'darwin' ? text.toLowerCase() : text)
  const way = system.relative(fold(outer), fold(inner))
  if (way === '') return []
  if (system.isAbsolute(way) || way === '..' || way.startsWith(`..${sep}`)) return undefined
  // In the spelling it has.
  const steps = way.split(sep).length
  return inner.split(sep).filter(Boolean).slice(-steps)
}
