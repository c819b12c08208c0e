import { fileAbsence, type AskedForFile } from './fileAbsence'
import { formatBytes, formatUnequalBytes } from './formatBytes'

/**
 * What can go wrong in ways a person may meet, as plain data: only this crosses a port, a process or a network.
 * Each code has one sentence and, where there is one, a next step (`describeError`).
 */
export type ErrorDetail =
  /** `reason`: what a browser says of the room it gives. */
  | { readonly code: 'disk-full'; readonly path: string; readonly reason?: string }
  | { readonly code: 'read-only'; readonly path: string }
  | { readonly code: 'folder-missing'; readonly path: string }
  | { readonly code: 'folder-in-use'; readonly path: string }
  | { readonly code: 'disk-error'; readonly path: string; readonly reason: string }
  | { readonly code: 'damaged'; readonly path: string; readonly reason: string }
  | { readonly code: 'newer-schema'; readonly path: string; readonly found: number; readonly supported: number }
  | { readonly code: 'upgrade-failed'; readonly path: string; readonly reason: string }
  | { readonly code: 'not-a-space'; readonly path: string }
  | { readonly code: 'space-missing'; readonly space: string }
  | { readonly code: 'space-exists'; readonly space: string }
  | { readonly code: 'space-unready' }
  | { readonly code: 'page-missing'; readonly page: string }
  | { readonly code: 'ambiguous'; readonly name: string; readonly candidates: readonly string[] }
  | { readonly code: 'disconnected' }
  | { readonly code: 'version-unsupported'; readonly spoken: readonly number[] }
  | { readonly code: 'bad-frame'; readonly reason: string }
  | { readonly code: 'bad-op'; readonly reason: string }
  | { readonly code: 'bad-snapshot'; readonly reason: string }
  | { readonly code: 'too-large'; readonly what: string; readonly sizeBytes: number; readonly limitBytes: number }
  | { readonly code: 'bad-request'; readonly reason: string }
  | { readonly code: 'bad-file'; readonly path: string; readonly reason: string }
  | { readonly code: 'not-exported'; readonly path: string; readonly reason: string }
  /** A file that is not here. */
  | { readonly code: 'file-elsewhere'; readonly asked: AskedForFile }
  | { readonly code: 'divergent-op'; readonly op: string }
  | { readonly code: 'no-storage'; readonly reason: string }
  | { readonly code: 'storage-cleared' }
  | { readonly code: 'no-key-store' }
  | { readonly code: 'server-unreachable'; readonly server: string; readonly reason: string }
  | { readonly code: 'not-a-server'; readonly server: string; readonly reason: string }
  | { readonly code: 'untrusted-server'; readonly server: string; readonly reason: string }
  | { readonly code: 'server-stopping'; readonly retryAfterMs: number }
  | { readonly code: 'server-error'; readonly server: string; readonly reason: string }
  | { readonly code: 'not-signed-in'; readonly reason: 'missing' | 'unknown' | 'revoked' | 'expired' }
  | { readonly code: 'wrong-password' }
  | { readonly code: 'weak-password'; readonly minLength: number }
  | { readonly code: 'name-taken'; readonly name: string }
  | { readonly code: 'no-access'; readonly space: string }
  | { readonly code: 'read-only-member' }
  | { readonly code: 'too-many'; readonly retryAfterMs: number }
  | { readonly code: 'quota'; readonly what: string; readonly usedBytes: number; readonly limitBytes: number }
  | { readonly code: 'invite-invalid'; readonly reason: 'unknown' | 'used' | 'expired' }
  | { readonly code: 'bad-link'; readonly reason: string }
  | { readonly code: 'wrong-key' }
  | { readonly code: 'key-missing'; readonly space: string }
  | { readonly code: 'kit-unchecked' }
  | { readonly code: 'wrong-words'; readonly reason: string }
  | { readonly code: 'keys-locked' }
  | { readonly code: 'wrong-passphrase' }
  | { readonly code: 'fuse'; readonly documents: number; readonly total: number }
  | { readonly code: 'backup-differs'; readonly path: string; readonly reason: string }
  | { readonly code: 'no-backup'; readonly path: string }
  | { readonly code: 'other-backup'; readonly path: string }
  | { readonly code: 'backup-unsealed'; readonly path: string }
  | { readonly code: 'backup-place'; readonly path: string; readonly reason: string }
  | { readonly code: 'data-place'; readonly path: string; readonly reason: string }
  | { readonly code: 'update-unreachable'; readonly reason: string }
  | { readonly code: 'update-unreadable'; readonly reason: string }
  | { readonly code: 'update-damaged'; readonly version: string }
  | { readonly code: 'update-blocked'; readonly path: string }
  | { readonly code: 'update-unsaved'; readonly reason: string }
  | { readonly code: 'update-no-copy'; readonly reason: string }
  | { readonly code: 'update-failed'; readonly version: string; readonly reason: string }
  | { readonly code: 'cancelled' }
  | { readonly code: 'closed' }
  | { readonly code: 'unexpected'; readonly reason: string }

export type ErrorCode = ErrorDetail['code']

/** The one error class of the project. `detail` is plain data; the message is for logs, people read `describeError`. */
export class AppError extends Error {
  override readonly name = 'AppError'

  constructor(
    readonly detail: ErrorDetail,
    options?: ErrorOptions,
  ) {
    super(describeError(detail), options)
  }

  /** Any thrown value as plain detail; what is not an AppError becomes `unexpected`. */
  static detailOf(thrown: unknown): ErrorDetail {
    if (thrown instanceof AppError) return thrown.detail
    return { code: 'unexpected', reason: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

/** One or two plain sentences: what happened, and what to do next. */
export function describeError(detail: ErrorDetail): string {
  switch (detail.code) {
    case 'disk-full':
      if (detail.reason !== undefined) {
        return `The browser gives Grove no more room (${detail.reason}), so your latest changes are not saved yet. Free some space on this device; Grove saves them by itself.`
      }
      return 'The disk is full, so your latest changes are not saved yet. Free some space; Grove saves them by itself.'
    case 'read-only':
      return `Grove may not write to ${detail.path}. Give your user write permission; Grove saves by itself as soon as it can.`
    case 'folder-missing':
      return `The folder ${detail.path} is gone. Put it back, or reconnect its drive; your changes are kept until then.`
    case 'folder-in-use':
      return `Another Grove is using ${detail.path}. Close it, or choose another data folder.`
    case 'disk-error':
      return `The disk reported a problem (${detail.reason}). Your changes are kept and tried again.`
    case 'damaged':
      return `The file ${detail.path} is damaged (${detail.reason}). Grove kept a copy and recovered what could be read.`
    case 'newer-schema':
      return `${detail.path} was written by a newer Grove (format ${detail.found}, this one reads up to ${detail.supported}). Update Grove to open it; nothing was changed.`
    case 'upgrade-failed':
      return `${detail.path} could not be brought to the format of this Grove (${detail.reason}), and was left as it was. Free some space on its disk and open it again.`
    case 'not-a-space':
      return `${detail.path} belongs to another application. Nothing was changed.`
    case 'space-missing':
      return `There is no space "${detail.space}" here.`
    case 'space-unready':
      return 'What was being done to the file of this space was stopped. Open the space to go on with it.'
    case 'space-exists':
      return `There is already a space "${detail.space}" here.`
    case 'page-missing':
      return `There is no page "${detail.page}" in this space.`
    case 'ambiguous':
      return `"${detail.name}" could be several things. Use one of these ids: ${detail.candidates.join(', ')}.`
    case 'disconnected':
      return 'The connection is closed. Your changes are kept and sent when it is back.'
    case 'version-unsupported':
      return `The other side speaks protocol ${detail.spoken.join(', ')}, which this Grove does not. Update the older of the two.`
    case 'bad-frame':
      return `A message could not be understood (${detail.reason}) and was left out.`
    case 'bad-op':
      return `A change could not be understood (${detail.reason}) and was left out.`
    case 'bad-snapshot':
      return `The quick copy of a document could not be read (${detail.reason}); Grove reads its history instead.`
    case 'too-large': {
      const [size, limit] = formatUnequalBytes(detail.sizeBytes, detail.limitBytes)
      return `${detail.what} is too large (${size}, the limit is ${limit}).`
    }
    case 'bad-request':
      return `That could not be done: ${detail.reason}.`
    case 'bad-file':
      return `${detail.path} could not be read (${detail.reason}).`
    case 'not-exported':
      return `${detail.path} could not be written (${detail.reason}), so nothing was exported. Choose another place, or free some space there, and export again.`
    case 'file-elsewhere':
      return `A file is missing: ${fileAbsence(detail.asked).why}. ${fileAbsence(detail.asked).next}`
    case 'divergent-op':
      return `Two different changes carry the same id ${detail.op}. Both were kept; run a check of this space.`
    case 'no-storage':
      return `This browser does not let Grove keep anything here (${detail.reason}). Open Grove in an ordinary window, and allow it to store data.`
    case 'storage-cleared':
      return 'The browser has removed what Grove kept here, and what is open can no longer be saved. Copy what you still see, then reload; what is on a server comes back when you sign in.'
    case 'no-key-store':
      return 'This system offers no key store, so secrets are kept only until Grove closes. Unlock a keyring to keep them.'
    case 'server-unreachable':
      return `${detail.server} does not answer (${detail.reason}). Your changes are on this machine; Grove tries again by itself.`
    case 'not-a-server':
      return `${detail.server} is not a Grove server (${detail.reason}). Check the address.`
    case 'untrusted-server':
      return `The connection to ${detail.server} is not safe (${detail.reason}), so nothing was sent. Ask whoever runs the server to mend its certificate.`
    case 'server-stopping':
      return 'The server is restarting. Grove connects again by itself.'
    case 'server-error':
      return `${detail.server} could not do that (${detail.reason}). Your changes are on this machine; Grove tries again by itself.`
    case 'not-signed-in':
      return detail.reason === 'revoked'
        ? 'This device was signed out of the server. Sign in again to go on syncing; everything here stays usable.'
        : 'You are not signed in to the server. Sign in to go on syncing; everything here stays usable.'
    case 'wrong-password':
      return 'The name or the password is wrong. Try again.'
    case 'weak-password':
      return `The password is too short. Use at least ${detail.minLength} characters.`
    case 'name-taken':
      return `Somebody on this server is already called "${detail.name}". Choose another name.`
    case 'no-access':
      return 'You are not a member of this space on that server. Ask its owner for an invitation; what you have here stays.'
    case 'read-only-member':
      return 'You may read this space on the server, not change it. Your changes stay on this machine; ask its owner to make you an editor.'
    case 'too-many':
      return `The server asks to slow down. Grove goes on in ${Math.ceil(detail.retryAfterMs / 1000)} seconds.`
    case 'quota':
      return `${detail.what} is full (${formatBytes(detail.usedBytes)} of ${formatBytes(detail.limitBytes)}). Everything stays on this machine; free some space on the server or ask whoever runs it.`
    case 'invite-invalid':
      return detail.reason === 'used'
        ? 'This invitation was used already. Ask for a new one.'
        : detail.reason === 'expired'
          ? 'This invitation has expired. Ask for a new one.'
          : 'The server does not know this invitation. Ask for a new one.'
    case 'bad-link':
      return `This is not a complete Grove link (${detail.reason}). Copy the whole link and try again.`
    case 'wrong-key':
      return 'This key does not belong to this space, so nothing was read or written. Use the link or recovery kit of this space.'
    case 'key-missing':
      return 'The key of this space is not on this machine. Enter the words of its recovery kit, or open an invitation link.'
    case 'kit-unchecked':
      return 'Keep the recovery kit of this space first: without it, an encrypted space cannot be had back from a server.'
    case 'wrong-words':
      return `These words are not right (${detail.reason}). Compare them with your recovery kit.`
    case 'keys-locked':
      return 'The keys on this machine are locked. Enter your passphrase to go on syncing; your pages stay usable.'
    case 'wrong-passphrase':
      return 'This is not the passphrase. Try again.'
    case 'fuse':
      return `Another machine wants to put ${detail.documents} of ${detail.total} documents into the trash. Nothing has happened here yet: decide whether it may.`
    case 'backup-differs':
      return `The backup in ${detail.path} is not complete (${detail.reason}). Grove writes what is missing and checks again.`
    case 'no-backup':
      return `There is no Grove backup in ${detail.path}. Choose the folder that was made for it, or the one it lies in.`
    case 'other-backup':
      return `${detail.path} holds the backup of another space. Nothing was changed; choose another folder.`
    case 'backup-unsealed':
      return `The backup in ${detail.path} is from before this space was encrypted, so nothing new is written to it. Grove begins an encrypted one beside it as soon as it can at a start; or add one in another folder.`
    case 'backup-place':
      return `A backup cannot be kept in ${detail.path}: ${detail.reason}. Choose another folder, best on another disk.`
    case 'data-place':
      return `Grove cannot keep its data in ${detail.path}: ${detail.reason}.`
    case 'update-unreachable':
      return `Grove could not reach the update server (${detail.reason}). It tries again later.`
    case 'update-unreadable':
      return `The update server gave an answer that Grove does not understand (${detail.reason}). Nothing was changed; if this network has a sign-in page, sign in there, then check again.`
    case 'update-damaged':
      return `Grove ${detail.version} arrived damaged, or is not what was published, so it was thrown away. The Grove you have is untouched; download it again.`
    case 'update-blocked':
      return `Grove may not replace ${detail.path}, so the update was not installed. Move that file to a folder of your own, or ask whoever installed it.`
    case 'update-unsaved':
      return `The update was not installed, because not everything is saved yet. ${detail.reason} Then restart to update.`
    case 'update-no-copy':
      return `The update was not installed, because your data could not be copied first (${detail.reason}). Mend that, then restart to update.`
    case 'update-failed':
      return `Grove ${detail.version} was not installed (${detail.reason}). You have the Grove you had; try again, or get the new one from the website.`
    case 'cancelled':
      return 'Cancelled.'
    case 'closed':
      return 'This space is closed. Open it again to go on.'
    case 'unexpected':
      return `Something unexpected happened (${detail.reason}).`
  }
}
