import type { AnyIcon } from './AnyIcon'

/** One line of a menu: an action, or a line between groups. */
export type MenuItem =
  | 'separator'
  | {
      readonly label: string
      /** A second, smaller line. */
      readonly hint?: string | undefined
      readonly run: () => void
      readonly icon?: AnyIcon | undefined
      /** As in `Mod+Shift+K`; shown, not handled. */
      readonly shortcut?: string | undefined
      readonly disabled?: boolean | undefined
      readonly danger?: boolean | undefined
      readonly checked?: boolean | undefined
    }
