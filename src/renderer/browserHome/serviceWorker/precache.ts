export interface Precache {
  /** Changes with any of the files. */
  readonly version: string
  /** `/index.html`, `/assets/main-4f2a.js`. */
  readonly paths: readonly string[]
  /** What only some need, such as a font for systems without emoji: kept once it was asked for. */
  readonly pathsOnUse: readonly string[]
}

/** What the app consists of, put here by the build. */
declare const __GROVE_PRECACHE__: Precache

export const PRECACHE: Precache = __GROVE_PRECACHE__
