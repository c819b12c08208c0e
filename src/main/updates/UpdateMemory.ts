import * as v from 'valibot'

/** Of `updates.json`: what one start tells the next. */
export interface UpdateMemory {
  readonly checkedAt: number | null
  /** Set before the app is replaced: whoever starts next knows whether it was. */
  readonly installing: { readonly from: string; readonly to: string } | null
}

export const NO_MEMORY: UpdateMemory = { checkedAt: null, installing: null }

export const updateMemorySchema: v.GenericSchema<unknown, UpdateMemory> = v.object({
  checkedAt: v.optional(v.nullable(v.number()), null),
  installing: v.optional(v.nullable(v.object({ from: v.string(), to: v.string() })), null),
})

/** Where it is kept; neither rejects. */
export interface UpdateMemoryStore {
  read(): Promise<UpdateMemory>
  write(memory: UpdateMemory): Promise<void>
}
