import type { FakeHome } from './FakeHome'
import { FakePerson } from './FakePerson'

const NAMES = ['Ben', 'Chidi Anagonye', 'Dora', 'Emre', 'Farah', 'Gio', 'Hana'] as const

/** For looking at them: other people in the space, keys, secrets and a backup. `people` of them are here. */
export async function setKeepingScene(home: FakeHome, spaceId: string, address: URLSearchParams): Promise<void> {
  const keys = address.get('keys')
  if (keys === 'memory') home.keeping.setKeys({ kind: 'memory', isLocked: false })
  if (keys === 'locked' || keys === 'passphrase') {
    home.keeping.passphrase = 'open sesame'
    home.keeping.setKeys({ kind: 'passphrase', isLocked: keys === 'locked' })
  }
  home.keeping.secrets.set(spaceId, [
    { key: 'OPENAI_API_KEY', version: 3, value: 'sk-proj-4fK2nVbq81Zc0yTtLwPz' },
    { key: 'Weather station', version: 1, value: 'station 4711, token 9a1c-77e0' },
  ])
  await addPeople(home, spaceId, Number(address.get('people') ?? 0))
}

async function addPeople(home: FakeHome, spaceId: string, count: number): Promise<void> {
  if (count === 0) return
  const open = await home.manager.openSpace(spaceId)
  const space = await open.space()
  const pages = space.entries.children(space.contentId).filter(({ treeId }) => treeId !== undefined)
  const [first, second] = [pages.find(({ name }) => name === 'How we plant') ?? pages[0], pages[0]]
  for (const [index, name] of NAMES.slice(0, count).entries()) {
    const person = new FakePerson(open.presence, name, index)
    if (index === 0 && first) await person.putCaret(space, first.id, 1, 8)
    else if (index === 1 && first) await person.putCaret(space, first.id, 0, 0, 21)
    else person.show({ entryId: index % 2 === 0 ? second?.id : undefined })
  }
}
