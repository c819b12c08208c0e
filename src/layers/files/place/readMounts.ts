import type { Mount } from './PlaceFacts'

/** `/proc/mounts`: source, folder, type, options; spaces in names stand as `\040`. */
export function readProcMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, folder, type] = line.split(' ')
    if (folder === undefined || type === undefined) return []
    return [{ folder: folder.replace(/\\([0-7]{3})/g, (_all, octal: string) => decodeOctal(octal)), type }]
  })
}

/** What `mount` prints on macOS: `//ada@nas/share on /Volumes/share (smbfs, nodev, nosuid, mounted by ada)`. */
export function readMacMounts(text: string): Mount[] {
  return text.split('\n').flatMap((line) => {
    const [, folder, type] = / on (\/.*) \((\w+)[,)]/.exec(line) ?? []
    return folder === undefined || type === undefined ? [] : [{ folder, type }]
  })
}

function decodeOctal(digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 8))
}
