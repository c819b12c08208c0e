import type { SuggestionOptions, SuggestionProps } from '@tiptap/suggestion'
import { moveIndex } from '../../ui/moveIndex'
import type { PickItem } from '../../ui/PickItem'

/** The list under the caret while one types `/` or `[[`: what it holds, where it stands, which row is lit. */
export class SuggestionList<T extends PickItem> {
  items = $state.raw<readonly T[]>([])
  index = $state(0)
  isOpen = $state(false)
  /** The caret's place on the screen. */
  rect = $state.raw<DOMRect>(new DOMRect())
  #props: SuggestionProps<T, T> | undefined
  /** Enter was pressed before there was what it picks from. */
  #isPicking = false

  constructor(readonly label: string) {}

  pick(item: T | undefined): void {
    if (item) this.#props?.command(item)
  }

  /** For TipTap's suggestion plugin. */
  readonly render: SuggestionOptions<T, T>['render'] = () => ({
    onStart: (props) => this.#show(props),
    onUpdate: (props) => this.#show(props),
    onKeyDown: ({ event }) => this.#keydown(event),
    onExit: () => this.#hide(),
  })

  #show(props: SuggestionProps<T, T>): void {
    // The same is asked for in another place when somebody else writes above it: what is lit stays lit.
    const isMoved = this.#props?.query === props.query
    this.#props = props
    if (!isMoved) this.#isPicking = false
    // While it is looked for, what was found before stays.
    if (!props.loading) this.#fill(props.items, isMoved ? this.items[this.index]?.id : undefined)
    const rect = props.clientRect?.()
    if (rect) this.rect = rect
    if (this.#isPicking && !props.loading) this.#pickLit()
  }

  #fill(items: readonly T[], litId: string | undefined): void {
    this.items = items
    this.index = Math.max(
      0,
      items.findIndex(({ id }) => id === litId),
    )
    this.isOpen = items.length > 0
  }

  #hide(): void {
    this.isOpen = false
    this.items = []
    this.#props = undefined
    this.#isPicking = false
  }

  #pickLit(): void {
    this.#isPicking = this.#props?.loading === true
    if (!this.#isPicking) this.pick(this.items[this.index])
  }

  #keydown(event: KeyboardEvent): boolean {
    const isPick = event.key === 'Enter' || event.key === 'Tab'
    if (!this.isOpen && !(isPick && this.#props?.loading === true)) return false
    if (event.key === 'Escape') {
      this.isOpen = false
      return true
    }
    if (isPick) {
      this.#pickLit()
      return true
    }
    const next = moveIndex(event.key, this.index, this.items.length)
    if (next !== undefined) this.index = next
    return next !== undefined
  }
}
