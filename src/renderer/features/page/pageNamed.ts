import type { Workspace } from '../../state/Workspace.svelte'

/** The page or folder of this name, whatever its case. The catalogue is read to its end first: a link must not be dead by chance. */
export function pageNamed(workspace: Workspace, name: string): string | undefined {
  const { catalog } = workspace
  if (!catalog) return undefined
  catalog.complete()
  const key = name.toLocaleLowerCase()
  const named = catalog.rows().filter((row) => row.key === key && row.kind !== 'file')
  return (named.find((row) => row.name === name) ?? named[0])?.id
}
