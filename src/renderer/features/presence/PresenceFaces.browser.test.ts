import { describe, expect, it, onTestFinished } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { SELF } from '../../../core/space/origins'
import { decodePresence } from '../../state/PresenceState'
import { FakeHome } from '../../testing/FakeHome'
import { FakePerson } from '../../testing/FakePerson'
import { renderSpaceWindow } from '../../testing/renderWindow'

async function withPeople(...names: string[]) {
  const opened = await renderSpaceWindow((space) => ({
    here: space.createPage(space.contentId, 'Here').entryId,
    there: space.createPage(space.contentId, 'There').entryId,
  }))
  const { presence } = opened.workspace.openSpace
  const people = names.map((name, index) => new FakePerson(presence, name, index))
  onTestFinished(() => people.forEach((person) => person.leave()))
  opened.workspace.navigation.open(opened.made.here)
  const faces = opened.screen.getByRole('list', { name: 'People here' })
  /** What this window tells of itself. */
  const told = () => {
    const own = presence.current().find(({ origin }) => origin === SELF)
    return own && decodePresence(own.state)
  }
  return { ...opened, people, faces, told }
}

describe('who is here', () => {
  it('[UI90] are the others, by name and place, and nobody when one is alone', async () => {
    const { faces, people, made } = await withPeople('Ben', 'Cleo')
    await expect.element(faces).not.toBeInTheDocument()
    people[0]?.show({ entryId: made.there })
    people[1]?.show({ entryId: made.here })
    await expect.element(faces.getByRole('button', { name: 'Cleo, on this page' })).toBeVisible()
    await expect.element(faces.getByRole('button').first()).toHaveAccessibleName('Cleo, on this page')
    await expect.element(faces.getByRole('button').nth(1)).toHaveAccessibleName('Ben, on There')
    expect(faces.getByRole('button').elements()).toHaveLength(2)
    people[1]?.leave()
    await expect.element(faces.getByRole('button', { name: /Cleo/ })).not.toBeInTheDocument()
  })

  it('[UI90] are at most four and a number, two in a narrow window, the rest by a menu', async () => {
    const { screen, faces, people, made } = await withPeople('Ben', 'Cleo', 'Dora', 'Emre', 'Farah', 'Gio')
    for (const person of people) person.show({ entryId: made.there })
    await expect.element(faces.getByRole('button', { name: '2 more people' })).toBeVisible()
    expect(faces.getByRole('button').elements()).toHaveLength(5)
    await page.viewport(360, 740)
    await expect.element(faces.getByRole('button', { name: '4 more people' })).toBeVisible()
    await faces.getByRole('button', { name: '4 more people' }).click()
    await expect.element(screen.getByRole('menuitem', { name: 'Gio on There' })).toBeVisible()
  })

  it('[UI91] take one to what they look at, also by keyboard', async () => {
    const { faces, people, made, workspace } = await withPeople('Ben')
    people[0]?.show({ entryId: made.there })
    await expect.element(faces.getByRole('button', { name: 'Ben, on There' })).toBeVisible()
    faces.getByRole('button', { name: 'Ben, on There' }).element().focus()
    await userEvent.keyboard('{Enter}')
    expect(workspace.navigation.entryId).toBe(made.there)
    await expect.element(faces.getByRole('button', { name: 'Ben, on this page' })).toBeVisible()
  })

  it('[UI91] are told what this window shows, and that it has gone', async () => {
    const { workspace, made, told } = await withPeople()
    await expect.poll(() => told()).toMatchObject({ name: 'Ada', entryId: made.here })
    workspace.navigation.open(made.there)
    await expect.poll(() => told()).toMatchObject({ entryId: made.there })
    workspace.close()
    expect(told()).toBeUndefined()
  })

  it('[UI92] goes by the name in the settings, else by that of the account, else by that of the system', async () => {
    const { state, home, told } = await withPeople()
    state.settings.change({ userName: '  Ada Lovelace ' })
    await expect.poll(() => told()?.name).toBe('Ada Lovelace')
    state.settings.change({ userName: '' })
    await expect.poll(() => told()?.name).toBe('lovelace')
    home.sync.signIn()
    await expect.poll(() => told()?.name).toBe('ada')
    home.sync.setServers([])
    state.info = undefined
    await expect.poll(() => told()?.name).toBe('Somebody')
  })

  it('[UI92] goes by the account on the server that keeps the space, where there are several', async () => {
    const { state, home, space, told } = await withPeople()
    const account = { isSignedIn: true, problem: null }
    state.settings.change({ userName: '' })
    home.sync.setServers([
      { ...account, url: 'https://other.example.org', user: 'countess' },
      { ...account, url: home.sync.server.url, user: 'ada' },
    ])
    await expect.poll(() => told()?.name).toBe('countess')
    home.sync.set(space.id, [{ place: home.sync.server.url }])
    await expect.poll(() => told()?.name).toBe('ada')
  })

  it('[UI92] is changed in the settings', async () => {
    const { screen, state, home } = await withPeople()
    state.dialogs.open({ kind: 'settings' })
    await screen.getByRole('textbox', { name: 'Your name' }).fill('Grace')
    await userEvent.keyboard('{Enter}')
    expect(home.asked).toContainEqual({ name: 'settings.set', question: { userName: 'Grace' } })
  })

  it('[UI93] shows nothing of notes that no Grove has written', async () => {
    const { faces, people, workspace, made } = await withPeople('Ben')
    const { presence } = workspace.openSpace
    for (const [index, bytes] of [[], [0xc1], [0x93, 1, 2, 3]].entries()) {
      presence.note('server', { who: String(index).padStart(20, '3'), state: Uint8Array.from(bytes) })
    }
    people[0]?.show({ entryId: made.here })
    await expect.element(faces.getByRole('button', { name: /Ben/ })).toBeVisible()
    expect(workspace.presence.people).toHaveLength(1)
  })
})

describe('two windows', () => {
  it('[UI90] see each other and not themselves', async () => {
    const home = new FakeHome(4)
    const { workspace, screen } = await renderSpaceWindow((space) => space.createPage(space.contentId, 'Page'), home)
    const faces = screen.getByRole('list', { name: 'People here' })
    const other = await home.openWindow()
    await expect.element(faces.getByRole('button', { name: /Ada/ })).toBeVisible()
    expect(workspace.presence.people).toHaveLength(1)
    await expect.poll(() => other.workspace?.presence.people).toHaveLength(1)
    other.workspace?.close()
    await expect.element(faces).not.toBeInTheDocument()
  })
})
