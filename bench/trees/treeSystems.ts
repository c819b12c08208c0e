import type { TreePlan } from './TreeTask'
import type { TreeSystem } from './TreeSystem'

/** Who is asked, in this order in each round. */
export const treeSystems = ['grove', 'bare', 'loro', 'yjs', 'automerge', 'tinybase', 'repTree'] as const
export type TreeSystemName = (typeof treeSystems)[number]

/** In the process that is to use it: libraries are loaded only where they are measured. */
export async function loadTreeSystem(name: TreeSystemName, { task }: TreePlan): Promise<TreeSystem> {
  switch (name) {
    case 'grove':
      return (await import('./grove')).groveTrees(task === 'writes' ? 'page' : 'space tree')
    case 'bare':
      return (await import('./bare')).system
    case 'repTree':
      return (await import('./repTree')).system
    default:
      // Not for the compiler: without bench/node_modules it would not find them.
      return ((await import(new URL(`./peers/${name}.mjs`, import.meta.url).href)) as { system: TreeSystem }).system
  }
}
