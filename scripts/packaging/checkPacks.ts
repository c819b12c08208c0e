import { existsSync } from 'node:fs'
import path from 'node:path'
import { weaknessesOf, type PackedApp } from './weaknessesOf'

/**
 * The folders that electron-builder leaves beside its packages, each the content of packages, checked. Throws with all
 * that is wrong, or when there is nothing to check.
 *
 * @param output where the packages are
 * @param program the executable on Linux; elsewhere it has the name of the product
 */
export async function checkPacks(
  output: string,
  {
    program,
    product,
    lacks,
  }: { readonly program: string; readonly product: string; readonly lacks: readonly string[] },
): Promise<void> {
  const linux = (folder: string, arch: string): PackedApp => ({
    resources: path.join(output, folder, 'resources'),
    binary: path.join(output, folder, program),
    addons: [`linux-${arch}`],
    lacks,
  })
  const windows = (folder: string, arch: string): PackedApp => ({
    resources: path.join(output, folder, 'resources'),
    binary: path.join(output, folder, `${product}.exe`),
    addons: [`win32-${arch}`],
  })
  const mac = (folder: string): PackedApp => ({
    resources: path.join(output, folder, `${product}.app/Contents/Resources`),
    binary: path.join(output, folder, `${product}.app`),
    addons: ['darwin-arm64', 'darwin-x64'],
  })
  const packs = [
    linux('linux-unpacked', 'x64'),
    linux('linux-arm64-unpacked', 'arm64'),
    windows('win-unpacked', 'x64'),
    windows('win-arm64-unpacked', 'arm64'),
    ...['mac', 'mac-arm64', 'mac-universal'].map(mac),
  ].filter(({ resources }) => existsSync(resources))
  if (packs.length === 0) throw new Error('There is nothing packed to check.')
  const weaknesses = await Promise.all(packs.map(weaknessesOf))
  const sentences = packs.flatMap(({ resources }, index) =>
    (weaknesses[index] ?? []).map((it) => `${resources}: ${it}`),
  )
  if (sentences.length > 0) throw new Error(`Not fit for people:\n${sentences.join('\n')}`)
}
