import type { EditorEvents } from '@tiptap/core'
import { TextSelection } from '@tiptap/pm/state'
import type { Cancel } from '../../../../core/environment'
import type { Findable } from '../../../state/Finding'
import { SlicedWork } from '../../../state/SlicedWork'
import { whenIdle } from '../../../ui/whenIdle'
import { domObserver } from '../domObserver'
import type { PageEditor } from '../PageEditor.svelte'
import { BlockFinder } from './FindQuery'
import { findAll, type FoundBlocks, type Match } from './FoundBlocks'
import { MatchMarks } from './MatchMarks'
import { movedMatch } from './movedMatch'
import { Replacing, replaceMatch, undoManagerOf } from './Replacing'
import { revealMatch } from './revealMatch'

/** Whoever types all the time sees the count change after so long. */
const LONGEST_WAIT_MS = 500
const LONGEST_TAKEN = 200

/** Finding in one text that is edited: what is looked for, what was found, and which of it one is at. */
export class PageFinder implements Findable {
  isOpen = $state(false)
  showsReplace = $state(false)
  text = $state('')
  replacement = $state('')
  matchCase = $state(false)
  wholeWords = $state(false)
  found = $state.raw<FoundBlocks>()
  present = $state.raw<Match>()
  /** How many were replaced by the last step. */
  replaced = $state<number>()
  isReplacing = $state(false)
  /** Which of all that was found one is at, from 1; 0: at none. */
  readonly number = $derived(this.found && this.present ? this.found.numberOf(this.present) : 0)
  /** Gives the field the keyboard; of whoever shows it. */
  focusField: () => void = () => undefined
  readonly #work: SlicedWork
  #finder = new BlockFinder({ text: '', matchCase: false, wholeWords: false })
  #marks: MatchMarks | undefined
  #replacing: Replacing | undefined
  /** From where the first is looked for. */
  #origin = 0
  /** The page has changed since it was looked through. */
  #isStale = false
  #cancelIdle: Cancel | undefined
  #waiting: (() => void)[] = []

  constructor(
    readonly page: PageEditor,
    readonly element: Element,
  ) {
    this.#work = new SlicedWork(page.host.live.space.environment.timers)
  }

  find(replaces: boolean): void {
    this.page.makeWhole()
    this.#takeInCaret()
    const { doc, selection } = this.page.editor.state
    const selected = doc.textBetween(selection.from, selection.to, '\n', '\n')
    const takes = selected !== '' && selected.length <= LONGEST_TAKEN && !selected.includes('\n')
    if (!this.isOpen) this.#begin()
    if (replaces) this.showsReplace = true
    if (takes) this.text = selected
    if (takes || this.page.editor.isFocused) this.#origin = selection.from
    this.focusField()
    this.search()
  }

  step(direction: 1 | -1): void {
    const { isFocused } = this.page.editor
    if (!this.isOpen) {
      this.find(false)
      if (!isFocused) return
    }
    this.#takeInCaret()
    this.#whenFound(() => {
      const { selection } = this.page.editor.state
      const { from, to } = isFocused ? selection : (this.present ?? { from: this.#origin, to: this.#origin })
      const match = direction > 0 ? this.found?.after(to) : this.found?.before(from)
      if (match) this.#goTo(match)
    })
  }

  /** For what is wanted now, from where one is. */
  search(): void {
    const { text, matchCase, wholeWords } = this
    this.page.host.workspace.finding.lastText = text
    this.#finder = new BlockFinder({ text, matchCase, wholeWords })
    this.replaced = undefined
    this.#waiting = [() => this.#goToFirst()]
    this.#look()
  }

  toggle(option: 'matchCase' | 'wholeWords'): void {
    this[option] = !this[option]
    this.search()
  }

  replace(): void {
    this.#whenFound(() => {
      const { present, page } = this
      if (!present?.isText || !this.number) return this.step(1)
      undoManagerOf(page.editor.state).stopCapturing()
      page.view.dispatch(replaceMatch(page.editor.state.tr, present, this.replacement))
      undoManagerOf(page.editor.state).stopCapturing()
      this.#origin = present.from + this.replacement.length
      this.replaced = 1
      this.#whenFound(() => this.#goToFirst())
    })
  }

  replaceAll(): void {
    if (this.text === '' || this.isReplacing) return
    this.isReplacing = true
    this.#replacing = new Replacing(this.page, this.#finder, this.replacement, (count) => {
      this.isReplacing = false
      this.#whenFound(() => (this.replaced = count))
    })
  }

  /** With the caret on what was found. */
  close(): void {
    this.#work.finish()
    const { page, present } = this
    this.destroy()
    if (present) this.#select(present)
    page.view.focus()
  }

  destroy(): void {
    this.isOpen = false
    this.isReplacing = false
    this.#replacing?.stop()
    this.#work.stop()
    this.#cancelIdle?.()
    this.#marks?.destroy()
    this.#marks = undefined
    this.#waiting = []
    this.page.editor.off('transaction', this.#changed)
  }

  #begin(): void {
    this.isOpen = true
    this.showsReplace = false
    this.present = undefined
    this.text = this.page.host.workspace.finding.lastText
    this.#origin = this.page.editor.state.selection.from
    this.#marks = new MatchMarks(this.page.view)
    this.page.editor.on('transaction', this.#changed)
  }

  #goToFirst(): void {
    const first = this.found?.after(this.#origin)
    if (first) this.#goTo(first)
    else this.#show(undefined)
  }

  #goTo(match: Match): void {
    this.#origin = match.from
    this.#show(match)
    revealMatch(this.page, match)
    if (this.page.editor.isFocused) this.#select(match)
  }

  #select({ from, to }: Match): void {
    const { view } = this.page
    const { tr } = view.state
    const selection = TextSelection.create(tr.doc, from, to)
    // It is what was searched for: nobody wants to style it.
    this.page.plainSelection = selection
    view.dispatch(tr.setSelection(selection))
  }

  #show(present: Match | undefined): void {
    this.present = present
    this.#marks?.show(this.#finder, present)
  }

  /** Where what was found is that of the page as it is now: at once, or when it has been looked through. */
  #whenFound(then: () => void): void {
    if (this.#isStale) this.#look()
    if (this.#work.isUnderWay) this.#waiting.push(then)
    else then()
  }

  #look(): void {
    this.#cancelIdle?.()
    this.#isStale = false
    this.#work.begin(findAll(this.page.editor.state.doc, this.#finder), (found) => {
      this.found = found
      const waiting = this.#waiting
      this.#waiting = []
      for (const then of waiting) then()
    })
  }

  /** The browser tells a task later where a key has put it. */
  #takeInCaret(): void {
    const { view } = this.page
    if (view.hasFocus() && !view.composing) domObserver(view).flush()
  }

  readonly #changed = ({ transaction }: EditorEvents['transaction']): void => {
    if (!transaction.docChanged) return
    this.#isStale = true
    this.replaced = undefined
    this.#show(this.present && movedMatch(transaction, this.present))
    this.#origin = this.present?.from ?? transaction.mapping.map(this.#origin)
    this.#cancelIdle?.()
    this.#cancelIdle = whenIdle(() => {
      if (this.#isStale) this.#look()
    }, LONGEST_WAIT_MS)
  }
}
