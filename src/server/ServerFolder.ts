import { existsSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../core/AppError'

/**
 * Where things are in the one folder of a sync server: `accounts.sqlite`, `spaces/<id>/space.sqlite`,
 * `spaces/<id>/chunks/<ab>/<hash>`, and `incoming/` for what is still being received.
 */
export class ServerFolder {
  /** @param root absolute */
  constructor(readonly root: string) {}

  get accounts(): string {
    return path.join(this.root, 'accounts.sqlite')
  }

  /** Throws AppError `bad-file` when no server was ever here: a mistyped folder would else become one. */
  mustBeServer(): void {
    if (existsSync(this.accounts)) return
    throw new AppError({ code: 'bad-file', path: this.root, reason: 'there is no Grove server in this folder' })
  }

  get incoming(): string {
    return path.join(this.root, 'incoming')
  }

  get spaces(): string {
    return path.join(this.root, 'spaces')
  }

  space(spaceId: string): string {
    return path.join(this.spaces, checked(spaceId, /^[0-9a-f]{32}$/))
  }

  database(spaceId: string): string {
    return path.join(this.space(spaceId), 'space.sqlite')
  }

  chunk(spaceId: string, hash: string): string {
    return path.join(this.space(spaceId), 'chunks', hash.slice(0, 2), checked(hash, /^[0-9a-f]{64}$/))
  }
}

/** Whatever a caller forgot to check becomes an exception here, never a path to somewhere else. */
function checked(name: string, form: RegExp): string {
  if (!form.test(name)) throw new Error('not a name of this folder')
  return name
}
