import * as v from 'valibot'
import type { ErrorDetail } from '../core/AppError'
import type { Arrival } from '../core/space/versions/ArrivalTimes'
import type { EarlierValue } from '../core/space/versions/earlierValues'
import type { SearchAnswer } from '../core/search/SearchIndex'
import { entryId, fileHash, fileName, id32, layerId, role, secretText, shortText, url } from './shapes'
import type { EventName, EventTypes } from './events'
import type {
  AppInfo,
  AppSettings,
  DataFolderPlan,
  DataFolderSummary,
  DiagnosticsSummary,
  ExportReportSummary,
  ImportPlanSummary,
  ImportReportSummary,
  SpaceSummary,
  StartScreen,
  StoredFileSummary,
  UpdatesSummary,
} from './summaries'
import type {
  BackupLook,
  DeviceSummary,
  DocumentPlace,
  InviteSummary,
  KeysState,
  LayerSummary,
  LinkLook,
  MemberSummary,
  RecoveryKit,
  RemoteSpaceSummary,
  RestorePointSummary,
  SecretSummary,
  ServerSummary,
  SpaceSyncSummary,
} from './syncSummaries'

/**
 * Everything a window may ask of the main process, typed end to end: name, shape of the question (checked in main) and
 * type of the answer. Spaces themselves do not go this way: each window and space has a MessagePort of its own, which
 * speaks the sync protocol (`src/core/sync`).
 */
export const requestSchemas = {
  'app.info': v.undefined(),
  'settings.get': v.undefined(),
  'settings.set': v.partial(
    v.object({
      theme: v.picklist(['system', 'light', 'dark']),
      spellCheck: v.boolean(),
      lastSpaceId: id32,
      sidebarWidth: v.pipe(v.number(), v.minValue(160), v.maxValue(600)),
      userName: v.pipe(v.string(), v.maxLength(60)),
      looksForUpdates: v.boolean(),
    }),
  ),
  'spaces.list': v.undefined(),
  'spaces.create': v.object({ name: v.pipe(shortText, v.minLength(1)), color: shortText, icon: shortText }),
  /** Asks for this window's port to the space; it arrives as the event `port` with the same space id. */
  'spaces.attach': v.object({ spaceId: id32 }),
  /** What is being done to the file of a space before it can be opened stops, and begins again when it is opened. */
  'spaces.stopReadying': v.object({ spaceId: id32 }),
  /** Documents in which words stand. Null: of all spaces. Whatever was typed is a question; an empty one finds nothing. */
  'search.find': v.object({
    spaceId: v.nullable(id32),
    text: v.pipe(v.string(), v.maxLength(100_000)),
    limit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(200)),
  }),
  'import.choose': v.object({ spaceId: id32 }),
  'import.run': v.object({ spaceId: id32, planId: shortText }),
  'import.cancel': v.object({ planId: shortText }),
  'import.undo': v.object({ spaceId: id32, importId: shortText }),
  /** Asks where to export to; null when the person closed the dialog. `name`: of what is exported. */
  'export.choose': v.object({ name: v.pipe(v.string(), v.maxLength(10_000)) }),
  /** `entryId`: with all that lies in it; null: all of the space. */
  'export.run': v.object({ spaceId: id32, exportId: shortText, entryId: v.nullable(entryId) }),
  /** One that runs is stopped; one that has ended is forgotten. */
  'export.cancel': v.object({ exportId: shortText }),
  /** Shows what was exported last by this window, in the system's file manager; in a browser it is downloaded again. */
  'export.show': v.object({ exportId: shortText }),
  /** Asks where to, then writes what this window shows as a PDF; null when the person closed the dialog. */
  'pdf.save': v.object({ name: v.pipe(v.string(), v.maxLength(10_000)) }),
  /** Shows the PDF this window wrote last, in the system's file manager. */
  'pdf.show': v.undefined(),
  /** Stores the bytes of a pasted or dropped file; at most 200 MB. */
  'files.add': v.object({ spaceId: id32, name: fileName, bytes: v.instance(Uint8Array) }),
  /** Keeps a file of one space in another, too. Rejects with `file-elsewhere` when it cannot be had now. */
  'files.copy': v.object({ fromSpaceId: id32, spaceId: id32, hash: fileHash }),
  /** Opens a stored file with the system's application for it. */
  'files.open': v.object({ spaceId: id32, hash: fileHash, name: fileName }),
  /** Where the keys of this machine lie. */
  'keys.state': v.undefined(),
  'keys.setPassphrase': v.object({ passphrase: secretText }),
  'keys.unlock': v.object({ passphrase: secretText }),
  /** For a passphrase that was forgotten: drops what it sealed on this machine, and begins anew. */
  'keys.reset': v.undefined(),
  'servers.list': v.undefined(),
  /** Asks whether a Grove server answers there; the address comes back as it is used from then on. */
  'servers.look': v.object({ url: shortText }),
  'servers.signIn': v.object({ url: shortText, user: shortText, password: secretText }),
  'servers.signOut': v.object({ url: shortText }),
  'servers.changePassword': v.object({ url: shortText, oldPassword: secretText, newPassword: secretText }),
  'servers.devices': v.object({ url: shortText }),
  'servers.revokeDevice': v.object({ url: shortText, deviceId: id32 }),
  'servers.spaces': v.object({ url: shortText }),
  /** Brings a space that is on the server to this machine; `words` of its recovery kit where its key is not here. */
  'servers.bring': v.object({ url: shortText, spaceId: id32, words: v.optional(secretText) }),
  /** The state of every layer that follows the journals; afterwards event `sync.changed`. */
  'sync.state': v.undefined(),
  'sync.connect': v.object({ spaceId: id32, url: shortText, encrypted: v.boolean() }),
  'sync.disconnect': v.object({ spaceId: id32, layerId }),
  'sync.now': v.object({ spaceId: id32, layerId: v.optional(layerId) }),
  'sync.verify': v.object({ spaceId: id32, layerId }),
  'sync.pause': v.object({ spaceId: id32, layerId, isPaused: v.boolean() }),
  'sync.retryQuarantined': v.object({ spaceId: id32, layerId }),
  'sync.answerFuse': v.object({ spaceId: id32, layerId, answer: v.picklist(['take', 'keep']) }),
  /** Where the changes of one document are. */
  'sync.document': v.object({ spaceId: id32, treeId: id32 }),
  'restorePoints.list': v.object({ spaceId: id32 }),
  'restorePoints.restore': v.object({ spaceId: id32, pointId: shortText }),
  /** When what was written in one document came to this machine. */
  'versions.times': v.object({ spaceId: id32, treeId: id32 }),
  /** What an entry, or the space itself (by its root), was called and looked like. */
  'versions.values': v.object({ spaceId: id32, vertexId: entryId }),
  /** Makes the key of the space when it has none. */
  'kit.show': v.object({ spaceId: id32 }),
  'kit.check': v.object({
    spaceId: id32,
    words: v.array(v.object({ index: v.pipe(v.number(), v.integer()), word: shortText })),
  }),
  /** Enters the words where the key was lost (another key store). */
  'kit.enter': v.object({ spaceId: id32, words: secretText }),
  'links.look': v.object({ link: secretText }),
  'links.join': v.object({
    link: secretText,
    account: v.optional(v.object({ user: shortText, password: secretText, isNew: v.boolean() })),
  }),
  'members.list': v.object({ spaceId: id32, url: shortText }),
  'members.setRole': v.object({ spaceId: id32, url: shortText, user: shortText, role }),
  'members.remove': v.object({ spaceId: id32, url: shortText, user: shortText }),
  'invites.list': v.object({ spaceId: id32, url: shortText }),
  'invites.make': v.object({ spaceId: id32, url: shortText, role, hours: v.pipe(v.number(), v.integer()) }),
  'invites.withdraw': v.object({ spaceId: id32, url: shortText, inviteId: id32 }),
  'secrets.list': v.object({ spaceId: id32 }),
  'secrets.set': v.object({ spaceId: id32, key: v.pipe(shortText, v.minLength(1)), value: v.nullable(secretText) }),
  /** Asks for a folder, then keeps a backup of the space in it. Null when the person closed the dialog. */
  'backup.add': v.object({ spaceId: id32 }),
  /** Asks for a folder with a backup; null when the person closed the dialog. */
  'backup.choose': v.undefined(),
  'backup.restore': v.object({ folder: v.pipe(v.string(), v.maxLength(4000)), words: v.optional(secretText) }),
  'window.open': v.object({ spaceId: v.optional(id32), entryId: v.optional(entryId) }),
  /** What this window shows from now on, so that it comes back there after a restart. */
  'window.place': v.object({ spaceId: v.nullable(id32), entryId: v.nullable(entryId) }),
  'window.title': v.object({ title: v.pipe(v.string(), v.maxLength(300)) }),
  /** This window shows something and takes input. */
  'window.usable': v.undefined(),
  'updates.state': v.undefined(),
  'updates.check': v.undefined(),
  'updates.download': v.undefined(),
  'updates.cancel': v.undefined(),
  /** Saves, copies the data, installs and starts again. */
  'updates.install': v.undefined(),
  /** Ends Grove and starts it again, out of safe mode. */
  'app.restart': v.undefined(),
  'shell.openExternal': v.object({ url }),
  'folder.show': v.undefined(),
  'dataFolder.state': v.undefined(),
  /** Asks for a folder, and looks at it. Null when the person closed the dialog. Rejects with `data-place`. */
  'dataFolder.choose': v.undefined(),
  /** The folder chosen last: saves everything, ends Grove, moves or switches, and starts again. */
  'dataFolder.use': v.undefined(),
  /** Removes the data from a folder it was moved out of. */
  'dataFolder.removeOld': v.object({ folder: v.pipe(v.string(), v.maxLength(4000)) }),
  /** Looks at everything a bundle is made of; event `diagnostics.progress` meanwhile. */
  'diagnostics.collect': v.undefined(),
  'diagnostics.cancel': v.undefined(),
  /** Asks for a file and writes what was collected last; null when the person closed the dialog. */
  'diagnostics.save': v.undefined(),
  'diagnostics.showCrashes': v.undefined(),
  /** Of the small window before all others. */
  'start.look': v.undefined(),
  'start.choose': v.object({ id: shortText }),
} as const

export type RequestName = keyof typeof requestSchemas
export type RequestOf<N extends RequestName> = v.InferOutput<(typeof requestSchemas)[N]>

export interface ResponseTypes {
  'keys.state': KeysState
  'keys.setPassphrase': KeysState
  'keys.unlock': KeysState
  'keys.reset': KeysState
  'servers.list': readonly ServerSummary[]
  'servers.look': { readonly url: string; readonly version: string }
  'servers.signIn': ServerSummary
  'servers.signOut': null
  'servers.changePassword': null
  'servers.devices': readonly DeviceSummary[]
  'servers.revokeDevice': null
  'servers.spaces': readonly RemoteSpaceSummary[]
  'servers.bring': SpaceSummary
  'sync.state': readonly SpaceSyncSummary[]
  'sync.connect': null
  'sync.disconnect': null
  'sync.now': null
  /** True: both sides hold the same. */
  'sync.verify': { readonly isEqual: boolean; readonly sent: number; readonly received: number }
  'sync.pause': null
  'sync.retryQuarantined': null
  'sync.answerFuse': null
  'sync.document': readonly DocumentPlace[]
  'restorePoints.list': readonly RestorePointSummary[]
  'restorePoints.restore': { readonly restored: number }
  /** Packs of the document, in the log's order, the first ones first; nothing of what came before times were kept. */
  'versions.times': readonly Arrival[]
  /** The newest first. */
  'versions.values': readonly EarlierValue[]
  'kit.show': RecoveryKit
  'kit.check': { readonly isRight: boolean }
  'kit.enter': null
  'links.look': LinkLook
  'links.join': SpaceSummary
  'members.list': readonly MemberSummary[]
  'members.setRole': null
  'members.remove': null
  'invites.list': readonly InviteSummary[]
  /** `grove://join#...`; `webLink` opens the same in a browser. */
  'invites.make': { readonly link: string; readonly webLink: string; readonly expiresAt: number }
  'invites.withdraw': null
  'secrets.list': readonly SecretSummary[]
  'secrets.set': null
  'backup.add': LayerSummary | null
  'backup.choose': BackupLook | null
  'backup.restore': SpaceSummary
  'app.info': AppInfo
  'settings.get': AppSettings
  'settings.set': AppSettings
  'spaces.list': readonly SpaceSummary[]
  'spaces.create': SpaceSummary
  'spaces.attach': null
  'spaces.stopReadying': null
  'search.find': SearchAnswer
  /** Null when the person closed the dialog. */
  'import.choose': ImportPlanSummary | null
  'import.run': ImportReportSummary
  'import.cancel': null
  'import.undo': { readonly removed: number }
  'export.choose': { readonly exportId: string } | null
  'export.run': ExportReportSummary
  'export.cancel': null
  'export.show': null
  'pdf.save': { readonly file: string } | null
  'pdf.show': null
  'files.add': StoredFileSummary
  'files.copy': null
  'files.open': null
  'window.open': null
  'window.place': null
  'window.title': null
  'window.usable': null
  'updates.state': UpdatesSummary
  /** How it stands after the call: what did not work is in `problem`. */
  'updates.check': UpdatesSummary
  'updates.download': UpdatesSummary
  'updates.cancel': UpdatesSummary
  'updates.install': UpdatesSummary
  'app.restart': null
  'shell.openExternal': null
  'folder.show': null
  'dataFolder.state': DataFolderSummary
  'dataFolder.choose': DataFolderPlan | null
  'dataFolder.use': null
  'dataFolder.removeOld': DataFolderSummary
  'diagnostics.collect': DiagnosticsSummary
  'diagnostics.cancel': null
  'diagnostics.save': { readonly file: string } | null
  'diagnostics.showCrashes': null
  'start.look': StartScreen
  'start.choose': null
}
export type ResponseOf<N extends RequestName> = ResponseTypes[N]

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

export type * from './events'
export { APP_SCHEME, FILE_SCHEME, PORT_MESSAGE } from './channels'
export type * from './summaries'
export type * from './syncSummaries'
