import * as v from 'valibot'

const id32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))

/** The machine's own key, sealed with a passphrase. */
const lock = v.object({
  /** Of PassphraseSealer: how the passphrase is tried. */
  passphrase: v.string(),
  /** What seals everything else on this machine, so that another passphrase need not seal it all anew; base64url. */
  machineKey: v.string(),
})

/** Another place that a space is kept in. Its layer's id is `<kind>:<place>`. */
const layer = v.object({
  kind: v.picklist(['server', 'backup']),
  /** `https://host[:port]`, or the folder. */
  place: v.string(),
  isEncrypted: v.boolean(),
  isPaused: v.boolean(),
  /** Of a sealed backup: the folder of the one it follows upon, from before the space had a key. */
  olderPlace: v.optional(v.string()),
})

const server = v.object({ url: v.string(), user: v.string(), deviceId: id32 })

const space = v.object({
  id: id32,
  /** Which key the space is sealed with, known also while the key itself is not here; null: it never had one. */
  keyId: v.nullable(id32),
  isKitChecked: v.boolean(),
  layers: v.array(layer),
})

/** What a home remembers of servers, keys and layers. Tokens and keys themselves are only in `sealed`. */
export const keyringData = v.object({
  format: v.literal(1),
  lock: v.nullable(lock),
  servers: v.array(server),
  spaces: v.array(space),
  /** Sealed bytes as base64url, by what they are: `token:<server url>`, `key:<space id>`. */
  sealed: v.record(v.string(), v.string()),
})

export type KeyringData = v.InferOutput<typeof keyringData>
export type KeyringLock = v.InferOutput<typeof lock>
export type ServerEntry = v.InferOutput<typeof server>
export type SpaceEntry = v.InferOutput<typeof space>
export type LayerEntry = v.InferOutput<typeof layer>

export const EMPTY_KEYRING: KeyringData = { format: 1, lock: null, servers: [], spaces: [], sealed: {} }

export function layerIdOf({ kind, place }: Pick<LayerEntry, 'kind' | 'place'>): string {
  return `${kind}:${place}`
}
