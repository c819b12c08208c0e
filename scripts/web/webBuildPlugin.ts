import { createHash } from 'node:crypto'
import { cp, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Plugin } from 'vite'
import { WEB_POLICY } from '../../src/server/http/webPolicy'
import type { Precache } from '../../src/renderer/browserHome/serviceWorker/precache'
import { projectRoot } from '../projectRoot'

const SERVICE_WORKER = path.join(projectRoot, 'src/renderer/browserHome/serviceWorker/serviceWorker.ts')
const ICON_SIZES = [64, 128, 256, 512] as const

/** What makes a browser app of the page: its policy, its icons and manifest, and the service worker that knows all files. */
export function webBuildPlugin(target: string[]): Plugin {
  let outDir = ''
  return {
    name: 'grove-web',
    apply: 'build',
    configResolved: (config) => {
      outDir = path.resolve(config.root, config.build.outDir)
    },
    // The server sends the same as a header; a page that is served by anything else has it too. `frame-ancestors` only
    // works in a header.
    transformIndexHtml: () => [
      {
        tag: 'meta',
        attrs: { 'http-equiv': 'content-security-policy', content: WEB_POLICY.replace(/; frame-ancestors [^;]*/, '') },
        injectTo: 'head-prepend',
      },
    ],
    closeBundle: async () => {
      await addIcons(outDir)
      await buildServiceWorker(outDir, await precacheOf(outDir), target)
    },
  }
}

async function addIcons(outDir: string): Promise<void> {
  const icons = ICON_SIZES.map((size) => ({ src: `/icon-${size}.png`, sizes: `${size}x${size}`, type: 'image/png' }))
  for (const size of ICON_SIZES) {
    await cp(path.join(projectRoot, `build/icons/${size}x${size}.png`), path.join(outDir, `icon-${size}.png`))
  }
  const manifest = { name: 'Grove', short_name: 'Grove', start_url: '/', display: 'standalone', icons }
  await writeFile(path.join(outDir, 'manifest.webmanifest'), JSON.stringify(manifest))
}

/** Everything the app needs to open offline: maps are for whoever looks for a mistake, fonts for systems without emoji. */
async function precacheOf(outDir: string): Promise<Precache> {
  const entries = await readdir(outDir, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort()
  const hash = createHash('sha256')
  for (const file of files) hash.update(path.relative(outDir, file)).update(await readFile(file))
  const all = files.map((file) => `/${path.relative(outDir, file).split(path.sep).join('/')}`)
  return {
    version: hash.digest('hex').slice(0, 16),
    paths: all.filter((file) => !isFont(file)),
    pathsOnUse: all.filter(isFont),
  }
}

function isFont(file: string): boolean {
  return file.endsWith('.woff2')
}

/** One plain script: the most widely understood kind of service worker. */
async function buildServiceWorker(outDir: string, precache: Precache, target: string[]): Promise<void> {
  await build({
    configFile: false,
    root: projectRoot,
    publicDir: false,
    logLevel: 'warn',
    define: { __GROVE_PRECACHE__: JSON.stringify(precache) },
    build: {
      outDir,
      emptyOutDir: false,
      target,
      sourcemap: true,
      lib: { entry: SERVICE_WORKER, formats: ['iife'], name: 'groveServiceWorker', fileName: () => 'serviceWorker.js' },
    },
  })
}
