import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { _electron } from 'playwright-core'
import { build } from 'vite'
import { projectRoot } from '../../scripts/projectRoot'
import { newFolder } from '../newFolder'
import type { AppBench } from './AppBench'
import { checkTyped, typeAndMeasure, type Typed } from './keyLatency'

const ENTRY = fileURLToPath(new URL('./bareEditor.ts', import.meta.url))
const MAIN = `const { app, BrowserWindow } = require('electron')
app.whenReady().then(() => new BrowserWindow({ width: 1200, height: 800 }).loadFile('index.html'))
`
const PAGE = `<!doctype html><meta charset="utf-8"><title>Bare</title><body><script src="editor.js"></script></body>`

/** The same keys in a bare editor, in an application of nothing else, on the same Electron. */
export async function bareTyping(bench: AppBench, opsPerSecond: number): Promise<Typed> {
  const folder = newFolder()
  await build({
    configFile: false,
    logLevel: 'error',
    // One Yjs for the editor and its extension, also where the peers have brought another.
    resolve: { alias: { yjs: join(projectRoot, 'node_modules/yjs') } },
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      emptyOutDir: false,
      target: 'chrome114',
      lib: { entry: ENTRY, formats: ['iife'], name: 'bare', fileName: () => 'editor.js' },
    },
  })
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'bare', version: '1.0.0', main: 'main.cjs' }))
  writeFileSync(join(folder, 'main.cjs'), MAIN)
  writeFileSync(join(folder, 'index.html'), PAGE)
  const profile = join(folder, 'profile')
  mkdirSync(profile)
  const app = await _electron.launch({
    executablePath: process.env['GROVE_ELECTRON_PATH'] ?? '',
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), folder, `--user-data-dir=${profile}`],
    env: { ...(process.env as Record<string, string>), ...bench.env },
  })
  const page = await app.firstWindow()
  await page
    .locator('[contenteditable] p')
    .first()
    .click({ position: { x: 30, y: 8 } })
  if (opsPerSecond > 0) await page.evaluate((pace) => window.receive?.(pace), opsPerSecond)
  const typed = await typeAndMeasure(page)
  checkTyped(typed, opsPerSecond)
  await app.close()
  rmSync(folder, { recursive: true, force: true })
  return typed
}
