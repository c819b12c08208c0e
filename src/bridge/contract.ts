import * as v from 'valibot'
import type { ErrorDetail } from '../core/AppError'

/**
 * Everything a window may ask of the main process, typed end to end: name, shape of the question (checked in main) and
 * type of the answer. Spaces themselves do not go this way: each window and space has a MessagePort of its own, which
 * speaks the sync protocol (`src/core/sync`).
 */
const id32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
/** A vertex id of the space tree; RepTree's own are uuids. */
const entryId = v.pipe(v.string(), v.regex(/^[0-9a-zA-Z_-]{1,64}$/))
const shortText = v.pipe(v.string(), v.maxLength(200))
const url = v.pipe(v.string(), v.maxLength(4000), v.regex(/^(https?|mailto):/i))
const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(255))

export const requestSchemas = {
  'app.info': v.undefined(),
  'settings.get': v.undefined(),
  'settings.set': v.partial(
    v.object({
      theme: v.picklist(['system', 'light', 'dark']),
      spellCheck: v.boolean(),
      lastSpaceId: id32,
      sidebarWidth: v.pipe(v.number(), v.minValue(160), v.maxValue(600)),
    }),
  ),
  'spaces.list': v.undefined(),
  'spaces.create': v.object({ name: v.pipe(shortText, v.minLength(1)), color: shortText, icon: shortText }),
  /** Asks for this window's port to the space; it arrives as the event `port` with the same space id. */
  'spaces.attach': v.object({ spaceId: id32 }),
  'import.choose': v.object({ spaceId: id32 }),
  'import.run': v.object({ spaceId: id32, planId: shortText }),
  'import.cancel': v.object({ planId: shortText }),
  'import.undo': v.object({ spaceId: id32, importId: shortText }),
  /** Stores the bytes of a pasted or dropped file; at most 200 MB. */
  'files.add': v.object({ spaceId: id32, name: fileName, bytes: v.instance(Uint8Array) }),
  /** Opens a stored file with the system's application for it. */
  'files.open': v.object({ spaceId: id32, hash: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)), name: fileName }),
  'window.open': v.object({ spaceId: v.optional(id32), entryId: v.optional(entryId) }),
  /** What this window shows from now on, so that it comes back there after a restart. */
  'window.place': v.object({ spaceId: v.nullable(id32), entryId: v.nullable(entryId) }),
  'window.title': v.object({ title: v.pipe(v.string(), v.maxLength(300)) }),
  'shell.openExternal': v.object({ url }),
  'folder.show': v.undefined(),
} as const

export type RequestName = keyof typeof requestSchemas
export type RequestOf<N extends RequestName> = v.InferOutput<(typeof requestSchemas)[N]>

export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly platform: string
  readonly dataFolder: string
  /** False: no OS key store; secrets are kept only until Grove closes. */
  readonly hasKeyStore: boolean
}

export interface AppSettings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly spellCheck: boolean
  readonly lastSpaceId: string | null
  readonly sidebarWidth: number
}

export interface SpaceSummary {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly icon: string
  /** Set when the space cannot be opened, or was recovered: a plain sentence. */
  readonly problem: string | null
  readonly canOpen: boolean
}

export interface ImportPlanSummary {
  readonly planId: string
  readonly folderName: string
  readonly pages: number
  readonly folders: number
  readonly files: number
  readonly links: number
  readonly sizeBytes: number
  readonly problems: readonly { readonly path: string; readonly what: string; readonly why: string }[]
}

export interface ImportReportSummary {
  readonly importId: string
  readonly cancelled: boolean
  readonly pages: number
  readonly folders: number
  readonly files: number
  readonly links: { readonly resolved: number; readonly unresolved: number }
  readonly unchanged: number
  readonly lost: readonly { readonly path: string; readonly what: string; readonly why: string }[]
}

export interface StoredFileSummary {
  readonly hash: string
  readonly sizeBytes: number
  readonly mimeType: string
}

export interface ResponseTypes {
  'app.info': AppInfo
  'settings.get': AppSettings
  'settings.set': AppSettings
  'spaces.list': readonly SpaceSummary[]
  'spaces.create': SpaceSummary
  'spaces.attach': null
  /** Null when the person closed the folder dialog. */
  'import.choose': ImportPlanSummary | null
  'import.run': ImportReportSummary
  'import.cancel': null
  'import.undo': { readonly removed: number }
  'files.add': StoredFileSummary
  'files.open': null
  'window.open': null
  'window.place': null
  'window.title': null
  'shell.openExternal': null
  'folder.show': null
}
export type ResponseOf<N extends RequestName> = ResponseTypes[N]

/** What main tells a window unasked. */
export interface EventTypes {
  'spaces.changed': readonly SpaceSummary[]
  'settings.changed': AppSettings
  'import.progress': {
    readonly planId: string
    readonly done: number
    readonly total: number
    readonly path: string
  }
  /** A menu item or its shortcut was used in this window. */
  'menu.command': MenuCommand
  /** The window is about to close: send what is unsent, then answer with `closing`. */
  'window.closing': null
}
export type EventName = keyof EventTypes

export type MenuCommand =
  | 'new-page'
  | 'new-folder'
  | 'new-space'
  | 'import-folder'
  | 'quick-open'
  | 'toggle-sidebar'
  | 'undo'
  | 'redo'
  | 'rename'
  | 'move-to-trash'
  | 'show-trash'
  | 'space-settings'
  | 'keyboard-shortcuts'
  | 'go-back'
  | 'go-forward'

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly detail: ErrorDetail }

/** The one object the preload puts into the page, as `window.grove`. */
export interface GroveBridge {
  /** Never rejects: expected trouble is an answer. Only plain detail crosses; the page makes an AppError of it. */
  request<N extends RequestName>(name: N, question: RequestOf<N>): Promise<Answer<ResponseOf<N>>>
  /** Returns the function that stops listening. */
  on<N extends EventName>(name: N, listener: (value: EventTypes[N]) => void): () => void
  /** Tells main that everything is sent and the window may go. */
  closing(): void
}

export { APP_SCHEME, FILE_SCHEME, PORT_MESSAGE } from './channels'
