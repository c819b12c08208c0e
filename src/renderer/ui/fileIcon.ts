import File from '@lucide/svelte/icons/file'
import FileArchive from '@lucide/svelte/icons/file-archive'
import FileMusic from '@lucide/svelte/icons/file-music'
import FileSpreadsheet from '@lucide/svelte/icons/file-spreadsheet'
import FileType from '@lucide/svelte/icons/file-type'
import Film from '@lucide/svelte/icons/film'
import Image from '@lucide/svelte/icons/image'
import ScrollText from '@lucide/svelte/icons/scroll-text'
import type { LineIcon } from './AnyIcon'

/** The first that fits is taken. */
const ICONS: readonly (readonly [types: RegExp, icon: LineIcon])[] = [
  [/^image\//, Image],
  [/^audio\//, FileMusic],
  [/^video\//, Film],
  [/\/pdf$/, FileType],
  [/\/(zip|gzip|x-(tar|7z-compressed)|vnd\.rar)$/, FileArchive],
  [/\/(csv|tab-separated-values)$|spreadsheet|ms-excel/, FileSpreadsheet],
  [/^text\/|\/json$|word|opendocument\.text|epub/, ScrollText],
]

/** What a file looks like by what is in it. */
export function fileIcon(mimeType: string): LineIcon {
  return ICONS.find(([types]) => types.test(mimeType))?.[1] ?? File
}
