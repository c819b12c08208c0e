/** Who was asked for a file that is not here, and could not give it. `unasked`: nobody was, as it is not for this program to ask. */
export type AskedForFile = 'unasked' | 'nobody' | 'offline' | 'not-there'

/** Why a file is not here, in a few words, and in a sentence what one can do about it. */
export function fileAbsence(asked: AskedForFile): { readonly why: string; readonly next: string } {
  switch (asked) {
    case 'unasked':
      return {
        why: 'it is not here',
        next: 'Files of a space on a server come by themselves: open it in Grove until they are here, and export again.',
      }
    case 'nobody':
      return {
        why: 'it is not here, and this space is on no server',
        next: 'Export the space where its files are, or restore it from a backup that has them.',
      }
    case 'offline':
      return {
        why: 'it is not here, and the server could not be reached',
        next: 'Export again when the server can be reached: it may have the files that are not here.',
      }
    case 'not-there':
      return {
        why: 'it is neither here nor on the server',
        next: 'Open the space on the device on which the files were added, so that they reach the server, and export again.',
      }
  }
}
