import type { Cancel, Environment } from '../environment'
import type { TreeId, VertexId } from './ops'
import { throwLater } from './throwLater'
import type { TreeChange } from './TreeChange'

/** Copied when it changes: whoever is being told goes on with those there were. */
type Listeners<T> = readonly T[] | undefined

/** Who wants to know of a tree's changes. The same function may subscribe twice, and a cancel ends only one. */
export class TreeListeners {
  #onChange: Listeners<(change: TreeChange) => void>
  #onLocalOps: Listeners<(treeId: TreeId) => void>
  #onVertex: Map<VertexId, Set<() => void>> | undefined

  /** False: nobody would read a TreeChange, so none need be recorded. */
  get wantChanges(): boolean {
    return (this.#onChange?.length ?? 0) > 0 || (this.#onVertex?.size ?? 0) > 0
  }

  onChange(listener: (change: TreeChange) => void): Cancel {
    this.#onChange = added(this.#onChange, listener)
    return once(() => {
      this.#onChange = without(this.#onChange, listener)
    })
  }

  onLocalOps(listener: (treeId: TreeId) => void): Cancel {
    this.#onLocalOps = added(this.#onLocalOps, listener)
    return once(() => {
      this.#onLocalOps = without(this.#onLocalOps, listener)
    })
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

  localOps(treeId: TreeId, environment: Environment): void {
    for (const listener of this.#onLocalOps ?? []) call(() => listener(treeId), environment)
  }

  change(change: TreeChange, environment: Environment): void {
    for (const listener of this.#onChange ?? []) call(() => listener(change), environment)
    const onVertex = this.#onVertex
    if (!onVertex || onVertex.size === 0) return
    for (const vertexId of change.vertexIds()) {
      for (const listener of [...(onVertex.get(vertexId) ?? [])]) call(listener, environment)
    }
  }

  dispose(): void {
    this.#onChange = undefined
    this.#onLocalOps = undefined
    this.#onVertex?.clear()
  }
}

/** A listener that throws must not keep the others, or the journal, from hearing. */
function call(listener: () => void, environment: Environment): void {
  try {
    listener()
  } catch (thrown) {
    throwLater(environment, thrown)
  }
}

/** Of one listener each: a space listens to all its documents with the same. */
const lone = new WeakMap<object, readonly unknown[]>()

function added<T extends object>(listeners: Listeners<T>, listener: T): Listeners<T> {
  if (listeners) return listeners.concat([listener])
  const known = (lone.get(listener) as Listeners<T>) ?? [listener]
  lone.set(listener, known)
  return known
}

function without<T>(listeners: Listeners<T>, listener: T): Listeners<T> {
  const at = listeners?.indexOf(listener) ?? -1
  return at === -1 ? listeners : listeners?.filter((_, i) => i !== at)
}

/** Cancelling twice must not end the other subscription of the same function. */
function once(cancel: Cancel): Cancel {
  let isCancelled = false
  return () => {
    if (!isCancelled) cancel()
    isCancelled = true
  }
}

function subscribe<T>(listeners: Set<T>, listener: T): Cancel {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
