import type { AnyIcon } from './AnyIcon'

/** One row of a list one picks from by typing. */
export interface PickItem {
  readonly id: string
  readonly label: string
  /** Shown small at the right, such as where the thing lies. */
  readonly detail?: string | undefined
  readonly icon: AnyIcon
  /** Shown, and cannot be picked; `detail` says why. */
  readonly isDisabled?: boolean
}
