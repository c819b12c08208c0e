import { utf8ToBytes } from '@noble/hashes/utils.js'

/** With an end and a number, still short enough for every file system, in bytes too. */
const MAX_BYTES = 200

/** The name as a file name that every system accepts, without anything that could lead to another folder. Cut where it is too long. */
export function plainFileName(name: string): string {
  const plain = Array.from(shortened(name.normalize('NFC')))
    .map((character) => (character < ' ' || '<>:"/\\|?*\u007f'.includes(character) ? '_' : character))
    .join('')
    .replace(/^\.+|[\s.]+$/g, '')
  return plain === '' || /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(plain) ? `file_${plain}` : plain
}

/** Keeps the end that says of what kind a file is. */
function shortened(name: string): string {
  if (bytesOf(name) <= MAX_BYTES) return name
  const end = /\.[^.\s]{1,10}$/.exec(name)?.[0] ?? ''
  let left = MAX_BYTES - bytesOf(end)
  let kept = ''
  for (const character of name.slice(0, name.length - end.length)) {
    left -= bytesOf(character)
    if (left < 0) break
    kept += character
  }
  return kept + end
}

function bytesOf(text: string): number {
  return utf8ToBytes(text).byteLength
}
