import type { PlaceTrouble } from '../../layers/files/place/PlaceFacts'

/** Why Grove cannot use a data folder. */
export type FolderTrouble =
  | { readonly kind: 'missing' }
  /** It is there and holds nothing of Grove's, though it did: an unplugged disk leaves an empty folder behind. */
  | { readonly kind: 'emptied' }
  | { readonly kind: 'not-a-folder' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'read-only' }
  | { readonly kind: 'full'; readonly freeBytes: number }
  | { readonly kind: 'unsafe'; readonly place: PlaceTrouble }
  | { readonly kind: 'in-use' }
  | { readonly kind: 'failing'; readonly reason: string }
