import type { OutlineRow } from './Outline'

/** Sorts with `<` as siblings stand in the tree: in the order people gave them; unordered ones come last, oldest first. */
export function siblingKey({ id, properties }: OutlineRow): string {
  const { order, _c: createdAt } = properties
  if (typeof order === 'string') return `0${order}\u0000${id}`
  return `1${typeof createdAt === 'string' ? createdAt : ''}\u0000${id}`
}
