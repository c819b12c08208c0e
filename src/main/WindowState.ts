import * as v from 'valibot'

export interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** What a window shows. */
export interface WindowPlace {
  readonly spaceId: string | null
  readonly entryId: string | null
}

/** All of a window that survives a restart. */
export interface WindowState extends WindowPlace {
  /** Of the window when it is neither maximised nor full screen; null leaves it to the system. */
  readonly bounds: Bounds | null
  readonly isMaximized: boolean
}

export const SOMEWHERE: WindowPlace = { spaceId: null, entryId: null }

const coordinate = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000))
const extent = v.pipe(v.number(), v.integer(), v.minValue(200), v.maxValue(100_000))
const id = v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-zA-Z_-]{1,64}$/)))

/** Of `windows.json`. */
export const windowStatesSchema: v.GenericSchema<unknown, { readonly windows: readonly WindowState[] }> = v.object({
  windows: v.pipe(
    v.array(
      v.object({
        spaceId: id,
        entryId: id,
        bounds: v.nullable(v.object({ x: coordinate, y: coordinate, width: extent, height: extent })),
        isMaximized: v.boolean(),
      }),
    ),
    v.maxLength(50),
  ),
})
