import { FakeHome } from './FakeHome'
import { renderSpaceWindow } from './renderWindow'
import { setSyncScene } from './syncScenes'

/** A window on a space called Test whose layers stand as the scene of that name says (see syncScenes.ts). */
export async function syncWindow(scene: string, seed = 70, theme: 'light' | 'dark' = 'light') {
  const home = new FakeHome(seed)
  await home.request('settings.set', { theme })
  const opened = await renderSpaceWindow((space) => space.createPage(space.contentId, 'Page'), home)
  setSyncScene(home, opened.space.id, scene)
  const asked = (name: string): unknown[] =>
    home.asked.filter((request) => request.name === name).map(({ question }) => question)
  return { ...opened, home, asked, spaceId: opened.space.id }
}
