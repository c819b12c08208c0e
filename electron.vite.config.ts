import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'electron-vite'
import { gatherLicenses, LICENSES_FILE } from './scripts/licenses/gatherLicenses'

/**
 * What main and preload are built for: the oldest runtime they must run on, not the newest. CommonJS, because a
 * sandboxed preload can be nothing else and Electron before 28 starts nothing else.
 */
const output = { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' } as const

/**
 * First in every file of main. The source is made of modules, which are strict by nature; and Node 18 has Web Crypto,
 * but not as the global that bundled modules look for as soon as they load.
 */
const intro = `'use strict';\nglobalThis.crypto ??= require('node:crypto').webcrypto;`

const licenses = gatherLicenses({
  lists: [`out/main/${LICENSES_FILE}`],
  packages: ['@fontsource/noto-color-emoji', 'better-sqlite3'],
})

export default defineConfig({
  main: {
    build: {
      target: 'node18',
      // Only better-sqlite3 is a dependency; what is a devDependency becomes part of the bundle.
      externalizeDeps: true,
      sourcemap: true,
      license: { fileName: LICENSES_FILE },
      rolldownOptions: {
        input: {
          index: 'src/main/index.ts',
          vaultProcess: 'src/main/vaultProcess.ts',
          copyProcess: 'src/main/copyProcess.ts',
          examineProcess: 'src/main/examineProcess.ts',
          compactionProcess: 'src/main/compactionProcess.ts',
          openingProcess: 'src/main/openingProcess.ts',
          searchProcess: 'src/main/searchProcess.ts',
        },
        output: { ...output, intro },
      },
    },
  },
  preload: {
    build: {
      target: 'node18',
      externalizeDeps: false,
      sourcemap: true,
      rolldownOptions: { input: { index: 'src/preload/index.ts' }, output },
    },
  },
  renderer: {
    root: 'src/renderer',
    build: {
      target: 'chrome114',
      sourcemap: true,
      minify: 'oxc',
      license: { fileName: LICENSES_FILE },
      // The small window that speaks before any other is there.
      rolldownOptions: { input: { index: 'src/renderer/index.html', start: 'src/renderer/start.html' } },
    },
    plugins: [svelte({ configFile: '../../svelte.config.mjs' }), licenses.list],
  },
})
