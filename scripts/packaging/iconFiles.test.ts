import { describe, expect, it } from 'vitest'
import { appleIcon, windowsIcon } from './iconFiles'

const pictures = new Map(
  [16, 24, 32, 48, 64, 128, 256, 512, 1024].map((size) => [size, Buffer.from(`picture ${size}`)]),
)

describe('icon files', () => {
  it('[PK18] for macOS hold each picture under its name and length', () => {
    const icon = appleIcon(pictures)
    expect(icon.toString('ascii', 0, 4)).toBe('icns')
    expect(icon.readUInt32BE(4)).toBe(icon.length)
    const found: string[] = []
    for (let at = 8; at < icon.length; at += icon.readUInt32BE(at + 4)) {
      found.push(
        `${icon.toString('ascii', at, at + 4)} ${icon.toString('utf8', at + 8, at + icon.readUInt32BE(at + 4))}`,
      )
    }
    expect(found).toContain('ic07 picture 128')
    expect(found).toContain('ic10 picture 1024')
    expect(found).toHaveLength(8)
  })

  it('[PK18] for Windows say where each picture is', () => {
    const icon = windowsIcon(pictures)
    const found = Array.from({ length: icon.readUInt16LE(4) }, (_, index) => {
      const at = 6 + 16 * index
      const offset = icon.readUInt32LE(at + 12)
      return [icon.readUInt8(at), icon.toString('utf8', offset, offset + icon.readUInt32LE(at + 8))]
    })
    expect(found[0]).toEqual([16, 'picture 16'])
    expect(found.at(-1)).toEqual([0, 'picture 256'])
  })

  it('[PK18] are not made when a size is missing', () => {
    expect(() => appleIcon(new Map())).toThrow('no picture of 32 pixels')
  })
})
