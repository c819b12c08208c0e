import { mount } from 'svelte'
import App from '../App.svelte'
import '../styles/tokens.css'
import '../styles/base.css'
import { FakeHome } from './FakeHome'
import { fillMany, fillSampleSpace } from './sampleSpace'
import { setKeepingScene } from './keepingScenes'
import { setSyncScene } from './syncScenes'
import { isUpdateScene, updateScenes } from './updateScenes'

// The window on sample data in a plain browser, for looking at it: `preview.html?empty`, `?theme=dark`, `?home`,
// `?many=50000`, `?open=Spring work`, `?sync=verified` (see syncScenes.ts), `?people=3`, `?keys=locked` (see keepingScenes.ts),
// `?update=ready` (see updateScenes.ts), `?safe`.
const address = new URL(location.href).searchParams
const home = new FakeHome(1)
const theme = address.get('theme')
if (theme === 'dark' || theme === 'light') await home.request('settings.set', { theme })
if (!address.has('empty')) {
  const { id } = await home.createSpace({ name: 'Allotment', color: address.get('color') ?? 'green', icon: '🌳' })
  const space = await (await home.manager.openSpace(id)).space()
  if (!address.has('home')) fillSampleSpace(space)
  space.entries.history.unrecorded(() => fillMany(space, Number(address.get('many') ?? 0)))
}
const state = await home.openWindow({ isSafeMode: address.has('safe') })
const workspace = state.workspace
if (workspace?.live && !address.has('home')) {
  for (const entry of workspace.live.space.entries.children(workspace.live.contentId)) {
    workspace.expansion.set(entry.id, entry.name === 'Projects')
    if (entry.name === 'How we plant') workspace.navigation.open(entry.id)
  }
  const { entries } = workspace.live.space
  for (const entry of entries.descendants(workspace.live.contentId))
    if (entry.name === address.get('open')) workspace.navigation.open(entry.id)
}
setSyncScene(home, workspace?.id ?? '', address.get('sync') ?? '')
Object.assign(window, { home, state })
const target = document.getElementById('app')
if (target) mount(App, { target, props: { window: state } })
const scene = address.get('update') ?? ''
if (isUpdateScene(scene)) {
  home.emit('updates.changed', updateScenes[scene])
  state.dialogs.open({ kind: 'updates' })
}
if (workspace) await setKeepingScene(home, workspace.id, address)
