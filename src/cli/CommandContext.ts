import type { Environment } from '../core/environment'
import type { DataFolder } from '../layers/runtime/DataFolder'
import type { Terminal } from './Terminal'

/** What every command gets. */
export interface CommandContext {
  readonly folder: DataFolder
  readonly environment: Environment
  readonly terminal: Terminal
  /** One JSON value on stdout instead of text for people. */
  readonly json: boolean
}
