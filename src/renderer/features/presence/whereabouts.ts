import type { Person } from '../../state/Presence.svelte'
import type { Workspace } from '../../state/Workspace.svelte'

/** On the page, folder or file this window shows. */
export function isHere({ navigation }: Workspace, person: Person): boolean {
  return person.entryId !== null && person.entryId === navigation.entryId
}

/** `on this page`, `on this board`, `on Garden plan`, `in this space`. */
export function placeOf(workspace: Workspace, person: Person): string {
  const entry = person.entryId === null ? undefined : workspace.entries.entry(person.entryId)
  if (isHere(workspace, person)) return entry?.appId === 'board' ? 'on this board' : 'on this page'
  return entry ? `on ${entry.name || 'Untitled'}` : 'in this space'
}

/** To what they look at; on the same page to their caret. */
export function goTo(workspace: Workspace, person: Person): void {
  if (isHere(workspace, person)) {
    document.querySelector(`[data-who='${person.who}']`)?.scrollIntoView({ block: 'center', behavior: 'smooth' })
  } else if (person.entryId !== null && workspace.entries.entry(person.entryId)) {
    workspace.navigation.open(person.entryId)
  }
}
