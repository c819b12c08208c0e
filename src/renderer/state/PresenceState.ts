import { Packr } from 'msgpackr'
import * as v from 'valibot'
import { ACCENTS, type Accent } from '../ui/accents'

/** What a window tells of its person. The hosts on the way do not look inside. */
export interface PresenceState {
  readonly name: string
  readonly color: Accent
  /** What the window shows: a page, folder or file; null: none of them. */
  readonly entryId: string | null
  /** Of the page whose carets follow. */
  readonly treeId: string | null
  /** An update of y-protocols' Awareness. */
  readonly awareness: Uint8Array | null
}

const MAX_NAME = 60
const codec = new Packr({ useRecords: false, mapsAsObjects: true })

const schema: v.GenericSchema<unknown, PresenceState> = v.object({
  name: v.pipe(
    v.string(),
    v.transform((name) => name.replace(/\s+/g, ' ').trim().slice(0, MAX_NAME) || 'Somebody'),
  ),
  color: v.fallback(v.picklist(ACCENTS), 'gray'),
  entryId: v.nullable(v.pipe(v.string(), v.maxLength(64))),
  treeId: v.nullable(v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))),
  awareness: v.nullable(v.pipe(v.instance(Uint8Array), v.maxLength(8192))),
})

export function encodePresence(state: PresenceState): Uint8Array {
  // A copy: the codec reuses its buffer.
  return Uint8Array.prototype.slice.call(codec.pack(state))
}

/** Undefined for what no Grove has written. */
export function decodePresence(bytes: Uint8Array): PresenceState | undefined {
  try {
    const result = v.safeParse(schema, codec.unpack(bytes))
    return result.success ? result.output : undefined
  } catch {
    return undefined
  }
}

/** The same for one name everywhere, so that one learns who is violet. */
export function colorOf(name: string): Accent {
  let hash = 0
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) >>> 0
  return COLORS[hash % COLORS.length] ?? 'gray'
}

const COLORS = ACCENTS.filter((accent) => accent !== 'gray')
