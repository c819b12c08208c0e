/** An Electron that can be started here. */
export interface ElectronRuntime {
  /** What to start, in the way of the `electron` command: `<path> [options] <folder of the app>`. */
  readonly path: string
  /** The program behind `path`, for asking what it needs. */
  readonly binary: string
  readonly version: string
  /** True: not the Electron of package.json, only a stand-in for development and tests. */
  readonly isFallback: boolean
}
