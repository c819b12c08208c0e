import { readFileSync } from 'node:fs'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'
import { gatherLicenses, LICENSES_FILE } from './scripts/licenses/gatherLicenses'
import { leaveOutSqliteWorkers } from './scripts/web/leaveOutSqliteWorkers'
import { webBuildPlugin } from './scripts/web/webBuildPlugin'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly version: string }
/** Browsers of the last two years; the app's own Chromium is older. */
const target = ['chrome114', 'firefox128', 'safari17']

const licenses = gatherLicenses({ packages: ['@fontsource/noto-color-emoji'] })

/** The app for a browser, in out/web: what `grove serve` hands out. */
export default defineConfig({
  root: 'src/renderer/browserHome',
  publicDir: false,
  define: {
    'import.meta.env.GROVE_HOME': JSON.stringify('browser'),
    'import.meta.env.GROVE_VERSION': JSON.stringify(version),
  },
  build: {
    outDir: '../../../out/web',
    emptyOutDir: true,
    target,
    sourcemap: true,
    minify: 'oxc',
    license: { fileName: LICENSES_FILE },
    // A policy that allows no data: fonts and scripts is not to be met by chance.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1500,
  },
  worker: { format: 'es', plugins: () => [leaveOutSqliteWorkers(), licenses.inWorkers] },
  plugins: [svelte({ configFile: '../../../svelte.config.mjs' }), licenses.list, webBuildPlugin(target)],
})
