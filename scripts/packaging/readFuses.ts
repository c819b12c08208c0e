import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses'

/** '1' and '0' in the binary; anything else is a fuse that this Electron does not have. */
const states: Readonly<Record<number, boolean>> = { 0x31: true, 0x30: false }

/** The fuses of an Electron binary (or .app) by name; those it does not have are left out. */
export async function readFuses(binary: string): Promise<Readonly<Record<string, boolean>>> {
  const wire = await getCurrentFuseWire(binary)
  const fuses: Record<string, boolean> = {}
  for (const [name, index] of Object.entries(FuseV1Options)) {
    if (typeof index !== 'number') continue
    const state = states[(wire as unknown as Record<number, number>)[index] ?? 0]
    if (state !== undefined) fuses[name] = state
  }
  return fuses
}
