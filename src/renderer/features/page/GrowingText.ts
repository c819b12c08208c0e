import type { Editor } from '@tiptap/core'
import { Fragment, Slice, type Node } from '@tiptap/pm/model'
import { Selection } from '@tiptap/pm/state'
import type * as Y from 'yjs'
import type { Cancel } from '../../../core/environment'
import { whenIdle } from '../../ui/whenIdle'
import { GrowingNodes, weightOf, type NodesByType } from './GrowingNodes'
import { LaterBlocks } from './LaterBlocks'

/** A text with fewer elements, at all depths, is there in one go. */
const MANY = 400
/** What is there first: more than a screen holds. */
const FIRST = 120
/** What one step draws, without laying it out. */
const STEP = 700
/** Whoever types or scrolls elsewhere all the time waits no longer for the next step. */
const LONGEST_WAIT_MS = 50
/** Each of these may be the beginning of something that needs all of the text. */
const TOUCHES = ['pointerdown', 'focus', 'dragenter', 'contextmenu'] as const

/** Whether the text has so much in it that the window would stand still if it were all drawn in one go. */
export function isLong(body: Y.XmlFragment): boolean {
  return weightOf(body, MANY) >= MANY
}

/**
 * A long text on its way into its editor, from the top: first what can be seen, then the rest in steps between the frames. Meanwhile the
 * editor has no plugins, thus no binding to the shared text either, which would take what is not drawn yet for deleted. Whoever touches
 * it, or presses a shortcut, gets it whole before that is answered.
 */
export class GrowingText {
  readonly later: LaterBlocks
  readonly #element: Element | null
  readonly #scroller: Element
  readonly #made: GrowingNodes
  #cancelIdle: Cancel | undefined
  #isOver = false

  /** `nodes` is what the binding will know the blocks by. `onWhole` is called once. */
  constructor(
    readonly editor: Editor,
    readonly body: Y.XmlFragment,
    readonly nodes: NodesByType,
    readonly onWhole: () => void,
  ) {
    const { view } = editor
    this.#element = view.dom.parentElement
    this.#scroller = view.dom.closest('[data-page-scroll]') ?? view.dom
    this.later = new LaterBlocks(view)
    this.#made = new GrowingNodes(view.state.schema, nodes)
    body.observeDeep(this.#changed)
    for (const touch of TOUCHES) this.#scroller.addEventListener(touch, this.#touched, { capture: true })
    document.addEventListener('selectstart', this.#selecting, { capture: true })
    window.addEventListener('keydown', this.#pressed, { capture: true })
    window.addEventListener('beforeprint', this.whole)
    this.#draw(FIRST)
    this.#goOn()
  }

  /** Leaves it as it is: the editor goes away, or has it all. */
  stop(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancelIdle?.()
    this.body.unobserveDeep(this.#changed)
    for (const touch of TOUCHES) this.#scroller.removeEventListener(touch, this.#touched, { capture: true })
    document.removeEventListener('selectstart', this.#selecting, { capture: true })
    window.removeEventListener('keydown', this.#pressed, { capture: true })
    window.removeEventListener('beforeprint', this.whole)
  }

  #goOn(): void {
    this.#cancelIdle = whenIdle(() => {
      if (this.#draw(STEP)) this.#finish()
      else this.#goOn()
    }, LONGEST_WAIT_MS)
  }

  /** All of it, now. */
  readonly whole = (): void => {
    if (this.#isOver) return
    this.#draw(Infinity)
    this.#finish()
  }

  #finish(): void {
    this.stop()
    giveItsPlugins(this.editor)
    this.later.layOutInSteps()
    this.onWhole()
  }

  readonly #touched = (event: Event): void => {
    // The title and what is above the text want nothing of it.
    const isOfText = event.target instanceof Element && this.#element?.contains(event.target)
    // What scrolls has the keyboard when the page was opened: that is no touch yet.
    if (isOfText || (event.target === this.#scroller && event.type !== 'focus')) this.whole()
  }

  readonly #selecting = ({ target }: Event): void => {
    const isOfField = target instanceof Element && target.matches('input, textarea')
    if (!isOfField) this.whole()
  }

  readonly #pressed = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): void => {
    const isOfPage = target === document.body || target === this.#scroller
    if (isOfPage || ctrlKey || metaKey || altKey) this.whole()
  }

  /** What somebody else changes meanwhile is made, and drawn, anew with the next step. */
  readonly #changed = (_events: unknown, { changed, changedParentTypes }: Y.Transaction): void => {
    for (const type of changed.keys()) this.nodes.delete(type)
    for (const type of changedParentTypes.keys()) this.nodes.delete(type)
  }

  /** The editor shows so many elements more of the shared text as it is now. Returns whether that is all of it. */
  #draw(elements: number): boolean {
    const { nodes, isWhole } = this.#made.more(this.body, elements)
    show(this.editor, nodes)
    this.later.hold()
    return isWhole
  }
}

function show({ view }: Editor, nodes: readonly Node[]): void {
  const { doc, tr } = view.state
  let same = 0
  let from = 0
  while (same < doc.childCount && doc.child(same) === nodes[same]) from += doc.child(same++).nodeSize
  tr.replace(from, doc.content.size, new Slice(Fragment.fromArray(nodes.slice(same)), 0, 0))
  // Not dispatched: nobody has changed anything.
  view.updateState(view.state.apply(tr.setSelection(Selection.atStart(tr.doc))))
}

/** For an editor that is not mounted yet: until `giveItsPlugins` it is nothing but a text. */
export function holdPlugins({ extensionManager }: Editor): void {
  Object.defineProperty(extensionManager, 'plugins', { configurable: true, get: () => [] })
}

function giveItsPlugins({ extensionManager, view }: Editor): void {
  Reflect.deleteProperty(extensionManager, 'plugins')
  view.updateState(view.state.reconfigure({ plugins: extensionManager.plugins }))
  // The binding has seen that there is a text: if the first thing somebody does is to delete all of it, that is written.
  view.updateState(view.state)
}
