import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from './machine/findBrowser'
import { appleIcon, windowsIcon } from './packaging/iconFiles'
import { projectRoot } from './projectRoot'
import { reportFailure } from './reportFailure'

/** What Linux looks for by size. */
const linuxSizesPx = [16, 24, 32, 48, 64, 128, 256, 512]
const sizesPx = [...linuxSizesPx, 1024]

/**
 * Draws build/icon.svg, the one source of the icon: as build/icons/<size>x<size>.png for Linux, build/icon.ico and
 * build/icon.icns. A test compares build/icon.sha256, the fingerprint of the drawing, with the drawing.
 */
async function renderIcons(): Promise<void> {
  const folder = path.join(projectRoot, 'build')
  const drawing = readFileSync(path.join(folder, 'icon.svg'))
  const pictures = await draw(drawing)
  mkdirSync(path.join(folder, 'icons'), { recursive: true })
  for (const size of linuxSizesPx) {
    writeFileSync(path.join(folder, `icons/${size}x${size}.png`), pictures.get(size) ?? '')
  }
  writeFileSync(path.join(folder, 'icon.ico'), windowsIcon(pictures))
  writeFileSync(path.join(folder, 'icon.icns'), appleIcon(pictures))
  writeFileSync(path.join(folder, 'icon.sha256'), `${createHash('sha256').update(drawing).digest('hex')}  icon.svg\n`)
}

async function draw(drawing: Buffer): Promise<ReadonlyMap<number, Buffer>> {
  const asRoot = process.getuid?.() === 0
  const browser = await chromium.launch({ executablePath: findBrowser(), args: asRoot ? ['--no-sandbox'] : [] })
  const pictures = new Map<number, Buffer>()
  try {
    for (const size of sizesPx) {
      const page = await browser.newPage({ viewport: { width: size, height: size } })
      const style = `display:block;width:${size}px;height:${size}px`
      const source = `data:image/svg+xml;base64,${drawing.toString('base64')}`
      await page.setContent(`<body style="margin:0"><img style="${style}" src="${source}">`)
      pictures.set(size, await page.screenshot({ omitBackground: true }))
      await page.close()
    }
  } finally {
    await browser.close()
  }
  return pictures
}

renderIcons().catch(reportFailure)
