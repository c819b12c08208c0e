/** Of a library that is part of Grove, as the build lists it. */
export interface License {
  readonly name: string
  readonly version: string
  /** SPDX, such as `MIT`. */
  readonly identifier?: string | null
  /** Left out when the library brings none: it is then the one its identifier names. */
  readonly text?: string
}
