/** PNG pictures by their size in pixels; each is a square. */
export type PictureBySize = ReadonlyMap<number, Buffer>

/** Apple's names for a picture of a size, and for the half of that size on a screen of twice the density. */
const appleTypes: readonly (readonly [type: string, sizePx: number])[] = [
  ['ic11', 32],
  ['ic12', 64],
  ['ic07', 128],
  ['ic13', 256],
  ['ic08', 256],
  ['ic14', 512],
  ['ic09', 512],
  ['ic10', 1024],
]
const windowsSizesPx = [16, 24, 32, 48, 64, 128, 256]

/** An Apple icon (icns): a length and a type before each picture and before all of them. */
export function appleIcon(pictures: PictureBySize): Buffer {
  const entries = appleTypes.map(([type, size]) => withHeader(type, pictureOf(pictures, size)))
  return withHeader('icns', Buffer.concat(entries))
}

/** A Windows icon (ico): a directory of sizes and places, then the pictures as they are. */
export function windowsIcon(pictures: PictureBySize): Buffer {
  const headerBytes = 6
  const entryBytes = 16
  const header = Buffer.alloc(headerBytes + entryBytes * windowsSizesPx.length)
  header.writeUInt16LE(1, 2)
  header.writeUInt16LE(windowsSizesPx.length, 4)
  let offset = header.length
  windowsSizesPx.forEach((size, index) => {
    const at = headerBytes + entryBytes * index
    const { length } = pictureOf(pictures, size)
    // One byte each for width and height; 0 stands for 256.
    header.writeUInt8(size % 256, at)
    header.writeUInt8(size % 256, at + 1)
    header.writeUInt16LE(1, at + 4)
    header.writeUInt16LE(32, at + 6)
    header.writeUInt32LE(length, at + 8)
    header.writeUInt32LE(offset, at + 12)
    offset += length
  })
  return Buffer.concat([header, ...windowsSizesPx.map((size) => pictureOf(pictures, size))])
}

function withHeader(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8)
  header.write(type, 'ascii')
  header.writeUInt32BE(content.length + header.length, 4)
  return Buffer.concat([header, content])
}

function pictureOf(pictures: PictureBySize, sizePx: number): Buffer {
  const picture = pictures.get(sizePx)
  if (!picture) throw new Error(`There is no picture of ${sizePx} pixels.`)
  return picture
}
