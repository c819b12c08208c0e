import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'

const asRoot = process.getuid?.() === 0
/** `npm test` looks for a browser and names it here. */
const browser = process.env['GROVE_BROWSER_PATH'] ?? '/usr/bin/chromium'

/** Only what hangs: how long something takes is for the benchmarks to say, and a busy machine is no failure. */
const patience = { testTimeout: 60_000, hookTimeout: 60_000, expect: { poll: { timeout: 50_000 } } }

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/**/*.test.ts', 'bench/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**'],
          environment: 'node',
          pool: 'forks',
          ...patience,
        },
      },
      {
        plugins: [svelte()],
        // What a window loads later must be ready before the first test: finding it in the middle reloads the page under one.
        optimizeDeps: {
          entries: ['src/renderer/**/*.{ts,svelte}', 'src/layers/indexeddb/**/*.ts'],
          // It finds its WebAssembly beside itself.
          exclude: ['@sqlite.org/sqlite-wasm'],
          // What an earlier run found lacks what has been imported since.
          force: true,
        },
        test: {
          name: 'components',
          include: ['src/renderer/**/*.browser.test.ts', 'src/layers/indexeddb/**/*.browser.test.ts'],
          ...patience,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: browser, args: asRoot ? ['--no-sandbox'] : [] },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.e2e.ts'],
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          ...patience,
        },
      },
      {
        test: {
          name: 'firefox',
          include: ['tests/e2e/browser/*.e2e.ts'],
          // What asks for doors that only Chromium has, and what chooses folders, which nobody can do for a Firefox.
          exclude: ['tests/e2e/browser/edges.e2e.ts', 'tests/e2e/browser/imports.e2e.ts'],
          env: { GROVE_BROWSER: 'firefox' },
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          ...patience,
        },
      },
      {
        test: {
          name: 'package',
          include: ['tests/package/*.package.ts'],
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          ...patience,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'deb',
          include: ['tests/package/deb/*.deb.ts'],
          environment: 'node',
          pool: 'forks',
          ...patience,
          testTimeout: 300_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
})
