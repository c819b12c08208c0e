import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { chromium } from 'playwright-core'
import { findBrowser } from './machine/findBrowser'
import { projectRoot } from './projectRoot'
import { reportFailure } from './reportFailure'

const sizesPx = [16, 24, 32, 48, 64, 128, 256, 512]

/** Draws build/icon.svg, the one source of the icon, as build/icons/<size>x<size>.png. */
async function renderIcons(): Promise<void> {
  const folder = path.join(projectRoot, 'build')
  const drawing = readFileSync(path.join(folder, 'icon.svg')).toString('base64')
  mkdirSync(path.join(folder, 'icons'), { recursive: true })
  const asRoot = process.getuid?.() === 0
  const browser = await chromium.launch({ executablePath: findBrowser(), args: asRoot ? ['--no-sandbox'] : [] })
  try {
    for (const size of sizesPx) {
      const page = await browser.newPage({ viewport: { width: size, height: size } })
      const style = `display:block;width:${size}px;height:${size}px`
      await page.setContent(`<body style="margin:0"><img style="${style}" src="data:image/svg+xml;base64,${drawing}">`)
      const file = path.join(folder, `icons/${size}x${size}.png`)
      await page.screenshot({ path: file, omitBackground: true })
      await page.close()
    }
  } finally {
    await browser.close()
  }
}

renderIcons().catch(reportFailure)
