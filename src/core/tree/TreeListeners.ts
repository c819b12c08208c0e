import type { Cancel, Environment } from '../environment'
import type { VertexId } from './ops'
import { throwLater } from './throwLater'
import type { TreeChange } from './TreeChange'

/** Who wants to know of a tree's changes. */
export class TreeListeners {
  #onChange: Set<(change: TreeChange) => void> | undefined
  #onLocalOps: Set<() => void> | undefined
  #onVertex: Map<VertexId, Set<() => void>> | undefined

  constructor(private readonly environment: Environment) {}

  /** False: nobody would read a TreeChange, so none need be recorded. */
  get wantChanges(): boolean {
    return (this.#onChange?.size ?? 0) > 0 || (this.#onVertex?.size ?? 0) > 0
  }

  // Each subscription wraps its listener: the same function may subscribe twice, and a cancel ends only its own.
  onChange(listener: (change: TreeChange) => void): Cancel {
    this.#onChange ??= new Set()
    return subscribe(this.#onChange, (change) => listener(change))
  }

  onLocalOps(listener: () => void): Cancel {
    this.#onLocalOps ??= new Set()
    return subscribe(this.#onLocalOps, () => listener())
  }

  onVertexChange(vertexId: VertexId, listener: () => void): Cancel {
    const onVertex = (this.#onVertex ??= new Map<VertexId, Set<() => void>>())
    let listeners = onVertex.get(vertexId)
    if (!listeners) {
      listeners = new Set()
      onVertex.set(vertexId, listeners)
    }
    const cancel = subscribe(listeners, () => listener())
    return () => {
      cancel()
      if (onVertex.get(vertexId)?.size === 0) onVertex.delete(vertexId)
    }
  }

  localOps(): void {
    for (const listener of [...(this.#onLocalOps ?? [])]) this.#call(listener)
  }

  change(change: TreeChange): void {
    for (const listener of [...(this.#onChange ?? [])]) this.#call(() => listener(change))
    const onVertex = this.#onVertex
    if (!onVertex || onVertex.size === 0) return
    for (const vertexId of change.vertexIds()) {
      for (const listener of [...(onVertex.get(vertexId) ?? [])]) this.#call(listener)
    }
  }

  dispose(): void {
    this.#onChange?.clear()
    this.#onLocalOps?.clear()
    this.#onVertex?.clear()
  }

  /** A listener that throws must not keep the others, or the journal, from hearing. */
  #call(listener: () => void): void {
    try {
      listener()
    } catch (thrown) {
      throwLater(this.environment, thrown)
    }
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): Cancel {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
