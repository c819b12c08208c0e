import * as v from 'valibot'

/* Shapes of what several questions of a window hold. */

export const id32 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/))
/** A vertex id of the space tree; RepTree's own are uuids. */
export const entryId = v.pipe(v.string(), v.regex(/^[0-9a-zA-Z_-]{1,64}$/))
export const shortText = v.pipe(v.string(), v.maxLength(200))
export const url = v.pipe(v.string(), v.maxLength(4000), v.regex(/^(https?|mailto):/i))
/** `server:` and an address, or `backup:` and a folder. */
export const layerId = v.pipe(v.string(), v.maxLength(4200))
/** A password, a passphrase, the words of a recovery kit, a link, the value of a secret. */
export const secretText = v.pipe(v.string(), v.maxLength(100_000))
export const role = v.picklist(['owner', 'editor', 'viewer'])
export const fileName = v.pipe(v.string(), v.minLength(1), v.maxLength(255))
/** SHA-256 of a file's content, in hex. */
export const fileHash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
