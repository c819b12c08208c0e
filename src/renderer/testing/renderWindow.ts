import { onTestFinished } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import App from '../App.svelte'
import type { Space } from '../../core/space/Space'
import type { LiveEntries } from '../state/LiveEntries'
import type { WindowState } from '../state/WindowState.svelte'
import type { Workspace } from '../state/Workspace.svelte'
import '../styles/tokens.css'
import '../styles/base.css'
import '../styles/print.css'
import { FakeHome } from './FakeHome'

/** A window over an empty home. */
export async function renderEmptyWindow(home = new FakeHome(1)) {
  const state = await home.openWindow()
  return { home, state, screen: await renderApp(state) }
}

/** A window with one space, live, in which `fill` has put what the test needs. */
export async function renderSpaceWindow<T>(fill: (space: Space) => T, home = new FakeHome(1)) {
  const { id } = await home.createSpace({ name: 'Test', color: 'green', icon: '🌳' })
  const openSpace = await home.manager.openSpace(id)
  const space = await openSpace.space()
  const made = fill(space)
  await openSpace.flush()
  const state = await home.openWindow()
  const workspace = mustBeOpen(state)
  const screen = await renderApp(state)
  onTestFinished(() => {
    workspace.close()
  })
  return { home, state, screen, space, workspace, live: mustBeLive(workspace), made }
}

/** As large as a desktop window, and as high: lists scroll in it. */
export async function renderApp(state: WindowState) {
  await page.viewport(1200, 800)
  const screen = await render(App, { window: state })
  screen.container.style.height = '100vh'
  return screen
}

function mustBeOpen(state: WindowState): Workspace {
  if (!state.workspace) throw new Error('The window has opened no space.')
  return state.workspace
}

function mustBeLive(workspace: Workspace): LiveEntries {
  if (!workspace.live) throw new Error('The space is not live.')
  return workspace.live
}
