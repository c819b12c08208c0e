import { Node, type AnyExtension, type Editor, type NodeViewRendererProps } from '@tiptap/core'
import type { Node as PmNode } from '@tiptap/pm/model'
import type { NodeView, ViewMutationRecord } from '@tiptap/pm/view'
import { mount, unmount, type Component } from 'svelte'
import { marksOf } from '../../../../apps/page/schema/atomMarks'
import type { PageHost } from '../PageHost'

/** What a component that shows a node gets: the node as it is now, and how to change it. */
export class ShownNode {
  node = $state.raw<PmNode>() as PmNode
  isSelected = $state(false)
  readonly editor: Editor
  readonly #getPos: () => number | undefined

  constructor({ node, editor, getPos }: NodeViewRendererProps) {
    this.node = node
    this.editor = editor
    this.#getPos = getPos
  }

  get position(): number | undefined {
    return this.#getPos()
  }

  text(attribute: string): string | undefined {
    const value: unknown = this.node.attrs[attribute]
    return typeof value === 'string' && value !== '' ? value : undefined
  }

  setAttributes(attributes: Record<string, unknown>): void {
    const position = this.position
    if (position === undefined || !this.editor.isEditable) return
    const { tr } = this.editor.state
    for (const [name, value] of Object.entries(attributes)) tr.setNodeAttribute(position, name, value)
    this.editor.view.dispatch(tr)
  }

  remove(): void {
    const position = this.position
    if (position === undefined || !this.editor.isEditable) return
    this.editor.view.dispatch(this.editor.state.tr.delete(position, position + this.node.nodeSize))
    this.editor.view.focus()
  }
}

export type NodeComponent = Component<{ shown: ShownNode; host: PageHost }>

interface NodeViewSpec {
  readonly component: NodeComponent
  /** Element that holds what is written inside the node; the component marks its place with `data-content`. */
  readonly content?: 'div' | 'code'
}

/** A Svelte component as ProseMirror wants a node shown. */
class SvelteNodeView implements NodeView {
  readonly dom: HTMLElement
  readonly contentDOM?: HTMLElement
  readonly #shown: ShownNode
  readonly #component: Record<string, unknown>

  constructor(props: NodeViewRendererProps, host: PageHost, spec: NodeViewSpec) {
    this.dom = document.createElement(props.node.isInline ? 'span' : 'div')
    this.dom.classList.add(`node-${props.node.type.name}`)
    this.#shown = new ShownNode(props)
    this.#showMarks(props.node)
    this.#component = mount(spec.component, { target: this.dom, props: { shown: this.#shown, host } })
    const place = this.dom.querySelector('[data-content]')
    if (spec.content && place) {
      this.contentDOM = document.createElement(spec.content)
      place.append(this.contentDOM)
    }
  }

  update(node: PmNode): boolean {
    if (node.type !== this.#shown.node.type) return false
    this.#shown.node = node
    this.#showMarks(node)
    return true
  }

  selectNode(): void {
    this.#shown.isSelected = true
    this.dom.classList.add('ProseMirror-selectednode')
  }

  deselectNode(): void {
    this.#shown.isSelected = false
    this.dom.classList.remove('ProseMirror-selectednode')
  }

  /** Controls inside the node keep their events; dragging and clicks on the rest are the editor's. */
  stopEvent(event: Event): boolean {
    const target = event.target
    if (!(target instanceof Element) || this.contentDOM?.contains(target)) return false
    return target.closest('button, input, select, textarea, a') !== null && !event.type.startsWith('drag')
  }

  /** What the component draws is not typing. */
  ignoreMutation(mutation: ViewMutationRecord): boolean {
    if (!this.contentDOM) return true
    if (mutation.type === 'selection') return !this.contentDOM.contains(mutation.target)
    return this.contentDOM === mutation.target ? false : !this.contentDOM.contains(mutation.target)
  }

  /** Marks of nodes in a line are in an attribute (`atomMarks`): `data-marks="bold italic"` for the style sheet. */
  #showMarks(node: PmNode): void {
    const marks = marksOf({ type: node.type.name, attrs: node.attrs })
    if (marks.length > 0) this.dom.dataset['marks'] = marks.map((mark) => mark.type).join(' ')
    else delete this.dom.dataset['marks']
  }

  destroy(): void {
    void unmount(this.#component)
  }
}

/** The extension with its nodes shown by a component. */
export function withView(extension: AnyExtension, host: PageHost, spec: NodeViewSpec): AnyExtension {
  if (!(extension instanceof Node)) return extension
  return extension.extend({
    addNodeView() {
      return (props) => new SvelteNodeView(props, host, spec)
    },
  })
}
