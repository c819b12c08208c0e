import path from 'node:path'

export interface LaunchOptions {
  /** `--data-dir=<folder>` or `--data-dir <folder>`; undefined means the usual place. Absolute. */
  readonly dataFolder: string | undefined
  /** Chromium was told where its own profile goes; then the data folder does not decide it. */
  readonly hasOwnProfile: boolean
  /** `--safe-mode`: as after starts that failed. */
  readonly isSafeMode: boolean
}

/** Reads the app's own arguments; those it does not know are Electron's. */
export function launchOptions(argv: readonly string[], workingFolder: string): LaunchOptions {
  const given = valueOf(argv, '--data-dir')
  return {
    dataFolder: given === undefined || given === '' ? undefined : path.resolve(workingFolder, given),
    hasOwnProfile: valueOf(argv, '--user-data-dir') !== undefined,
    isSafeMode: argv.includes('--safe-mode'),
  }
}

function valueOf(argv: readonly string[], name: string): string | undefined {
  const index = argv.findIndex((argument) => argument === name || argument.startsWith(`${name}=`))
  const found = argv[index]
  if (found === undefined) return undefined
  return found === name ? argv[index + 1] : found.slice(name.length + 1)
}
