import { createHash } from 'node:crypto'
import type { Environment } from '../../core/environment'
import { hexOf } from '../../core/hex'

/** What lets in whoever shows it, a device's token or the code of an invitation: 256 random bits as base64url. */
export function newBearerSecret(environment: Environment): string {
  return Buffer.from(environment.randomBytes(32)).toString('base64url')
}

/**
 * What is stored of it. It is looked up by this hash, so how long that takes tells nothing about the secret; and as the
 * secret is random, a fast hash is enough.
 */
export function bearerHash(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest()
}

export function newId(environment: Environment): string {
  return hexOf(environment.randomBytes(16))
}
