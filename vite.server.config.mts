import { readFileSync } from 'node:fs'
import { defineConfig, type Plugin } from 'vite'

interface OwnPackage {
  readonly version: string
  readonly license: string
  readonly engines: object
  readonly dependencies: object
}

/**
 * The `grove` command and the sync server as one file for plain Node, with only better-sqlite3 beside it: that has native
 * code for each system, and `npm install` in the folder fetches it.
 */
export default defineConfig({
  plugins: [packageBeside()],
  build: {
    ssr: 'src/cli/index.ts',
    outDir: 'out/server',
    emptyOutDir: true,
    target: 'node22',
    license: { fileName: 'licenses.md' },
    rolldownOptions: {
      external: ['better-sqlite3'],
      output: { format: 'es', entryFileNames: 'grove.mjs', codeSplitting: false },
    },
  },
  ssr: { noExternal: true, external: ['better-sqlite3'] },
})

/** What `npm install` needs to know beside the bundle. */
function packageBeside(): Plugin {
  return {
    name: 'grove-package-beside',
    generateBundle() {
      const own = JSON.parse(readFileSync('package.json', 'utf8')) as OwnPackage
      const { version, license, dependencies } = own
      const beside = {
        ...{ name: 'grove-server', version, private: true, license, type: 'module' },
        ...{ bin: { grove: './grove.mjs' }, engines: { node: '>=22' }, dependencies },
      }
      this.emitFile({ type: 'asset', fileName: 'package.json', source: `${JSON.stringify(beside, null, 2)}\n` })
      // better-sqlite3 brings what it needs; nothing is compiled or run while it is installed.
      this.emitFile({ type: 'asset', fileName: '.npmrc', source: 'ignore-scripts=true\n' })
    },
  }
}
