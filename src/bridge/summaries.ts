import type { ErrorDetail } from '../core/AppError'
import type { Lost } from '../core/space/VaultReader'

/*
 * What windows are told of the app and its spaces: plain data, as it crosses the bridge.
 */

export interface AppInfo {
  readonly version: string
  readonly electron: string
  readonly platform: string
  readonly dataFolder: string
  /** `browser`: no folder of one's own, no backups, no menu. */
  readonly home: 'desktop' | 'browser'
  /** What the system calls this person; empty where it says none, as in a browser. */
  readonly systemUserName: string
}

export interface AppSettings {
  readonly theme: 'system' | 'light' | 'dark'
  readonly spellCheck: boolean
  readonly lastSpaceId: string | null
  readonly sidebarWidth: number
  /** What others see of this person, beside their caret and among who is here; empty: the account's, or the system's. */
  readonly userName: string
  /** Of the desktop: look for updates by itself, and fetch them. */
  readonly looksForUpdates: boolean
}

/** How a copy of Grove comes to its next version. `reason` is a sentence. */
export type UpdateWay =
  | { readonly kind: 'itself' }
  | { readonly kind: 'package-manager'; readonly command: string }
  | { readonly kind: 'not'; readonly reason: string }

export interface UpdateSummary {
  readonly version: string
  /** Plain text; may be empty. */
  readonly notes: string
}

export type UpdateState =
  | { readonly kind: 'none' }
  | { readonly kind: 'checking' }
  /** Asked, and this is the newest. */
  | { readonly kind: 'newest' }
  | { readonly kind: 'available'; readonly update: UpdateSummary }
  /** `share`: 0 to 1, null while nobody knows. */
  | { readonly kind: 'downloading'; readonly update: UpdateSummary; readonly share: number | null }
  /** Here and verified; installed when the person says so. */
  | { readonly kind: 'ready'; readonly update: UpdateSummary }
  | { readonly kind: 'installing'; readonly update: UpdateSummary }

export interface UpdatesSummary {
  readonly version: string
  readonly way: UpdateWay
  readonly state: UpdateState
  /** The last answer of the update server, in ms since 1970. */
  readonly checkedAt: number | null
  /** What did not work last. */
  readonly problem: ErrorDetail | null
  /** The version before this one, when this is the first start after an update. */
  readonly updatedFrom: string | null
}

export interface SpaceSummary {
  readonly id: string
  readonly name: string
  readonly color: string
  readonly icon: string
  /** Set when the space cannot be opened, or was recovered: a plain sentence. */
  readonly problem: string | null
  readonly canOpen: boolean
  /** Its file is being readied, as `problem` says, and it can be opened soon. */
  readonly isReadying?: boolean
}

export interface ImportPlanSummary {
  readonly planId: string
  readonly folderName: string
  readonly pages: number
  readonly folders: number
  readonly files: number
  readonly links: number
  readonly sizeBytes: number
  readonly problems: readonly Lost[]
}

export interface ImportReportSummary {
  readonly importId: string
  readonly cancelled: boolean
  readonly pages: number
  readonly folders: number
  readonly files: number
  readonly links: { readonly resolved: number; readonly unresolved: number }
  readonly unchanged: number
  readonly lost: readonly Lost[]
}

/** Where an export lies. `file`: a zip file that a person chose; `download`: one among the browser's downloads. */
export type ExportPlace =
  { readonly kind: 'folder'; readonly path: string } | { readonly kind: 'file' | 'download'; readonly name: string }

export interface ExportReportSummary {
  /** Null when it was stopped, and nothing is there. */
  readonly place: ExportPlace | null
  readonly documents: number
  readonly folders: number
  readonly files: number
  readonly lost: readonly Lost[]
}

export interface StoredFileSummary {
  readonly hash: string
  readonly sizeBytes: number
  readonly mimeType: string
}

/** Where a person's data lies. */
export interface DataFolderSummary {
  readonly folder: string
  /** Named when Grove was started: not to be changed in a window. */
  readonly isGiven: boolean
  /** Folders the data was moved out of, which still hold it. */
  readonly old: readonly { readonly folder: string; readonly sizeBytes: number }[]
}

/** A folder that a person chose for the data, looked at. */
export interface DataFolderPlan {
  readonly folder: string
  /** `nothing`: the data is moved there. `grove`: there is data already, and it is used instead. */
  readonly holds: 'nothing' | 'grove'
  readonly spaces: number
  /** Of the data in use. */
  readonly sizeBytes: number
  readonly freeBytes: number
}

export interface StartChoice {
  readonly id: string
  readonly label: string
}

/** What the small window before all others says. Closing it means `quit`, or `cancel` where something goes on. */
export interface StartScreen {
  readonly title: string
  readonly text: readonly string[]
  readonly progress: { readonly share: number; readonly words: string } | null
  /** The first is what Enter means. */
  readonly choices: readonly StartChoice[]
}

/** One file of a diagnostics bundle, as it would be saved. */
export interface DiagnosticsPart {
  readonly name: string
  readonly about: string
  readonly text: string
}

export interface CrashSummary {
  /** In ms since 1970. */
  readonly at: number
  readonly sizeBytes: number
}

export interface DiagnosticsSummary {
  readonly parts: readonly DiagnosticsPart[]
  /** Reports that lie on this machine; they are not in the bundle. */
  readonly crashes: readonly CrashSummary[]
}
