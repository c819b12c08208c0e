import { readdir } from 'node:fs/promises'
import path from 'node:path'
import type { SpaceId } from '../../core/space/Space'

/**
 * Where things are in the folder that holds a person's spaces, for the app and the command line alike:
 * `spaces/<id>/space.sqlite`, `spaces/<id>/search.sqlite` and `spaces/<id>/files/`; beside them the app's own `settings.json`,
 * `keyring.json`, `windows.json`, `log/`.
 */
export class DataFolder {
  /** @param root absolute */
  constructor(readonly root: string) {}

  get spaces(): string {
    return path.join(this.root, 'spaces')
  }

  space(id: SpaceId): string {
    return path.join(this.spaces, id)
  }

  database(id: SpaceId): string {
    return path.join(this.space(id), 'space.sqlite')
  }

  /** What is needed for searching the space: made anew from its database when it is missing. */
  searchIndex(id: SpaceId): string {
    return path.join(this.space(id), 'search.sqlite')
  }

  files(id: SpaceId): string {
    return path.join(this.space(id), 'files')
  }

  /** Copies of stored files that other applications were asked to open; emptied when the app ends. */
  get opened(): string {
    return path.join(this.root, 'opened')
  }

  get settings(): string {
    return path.join(this.root, 'settings.json')
  }

  get keyring(): string {
    return path.join(this.root, 'keyring.json')
  }

  get windows(): string {
    return path.join(this.root, 'windows.json')
  }

  /** What a start that came to nothing leaves behind. */
  get starting(): string {
    return path.join(this.root, 'starting.json')
  }

  /** What is remembered of updates between starts. */
  get updates(): string {
    return path.join(this.root, 'updates.json')
  }

  /** Copies of the databases and settings, one folder for each version that was replaced. */
  get beforeUpdate(): string {
    return path.join(this.root, 'before-update')
  }

  /** What gave way to older data; nobody deletes it but the person. */
  get setAside(): string {
    return path.join(this.root, 'set-aside')
  }

  get log(): string {
    return path.join(this.root, 'log')
  }

  /** Everything in the folder that is a person's data: what moves with it. Beside it others may lie, as Chromium's profile. */
  get contents(): readonly string[] {
    return [
      this.spaces,
      this.settings,
      this.keyring,
      this.windows,
      this.log,
      this.updates,
      this.beforeUpdate,
      this.setAside,
    ]
  }

  /** What is there only while Grove runs, or until its next start. */
  get traces(): readonly string[] {
    return [this.opened, this.starting, path.join(this.root, 'grove.lock'), path.join(this.root, 'grove.lock-journal')]
  }

  /** The spaces that lie here, sound or not, in the order of their ids. Other folders are not ours to judge. */
  async spaceIds(): Promise<SpaceId[]> {
    const entries = await readdir(this.spaces, { withFileTypes: true }).catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return []
      throw error
    })
    return entries
      .filter((entry) => entry.isDirectory() && /^[0-9a-f]{32}$/.test(entry.name))
      .map((entry) => entry.name)
      .sort()
  }
}
