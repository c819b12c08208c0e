import { describe, expect, it } from 'vitest'
import { renderSpaceWindow } from '../../testing/renderWindow'

/** A window at a file whose bytes cannot be had. */
async function openFile(name: string, mimeType: string) {
  const opened = await renderSpaceWindow(({ entries, contentId }) =>
    entries.createFile(contentId, name, { hash: 'a'.repeat(64), sizeBytes: 4200, mimeType }),
  )
  opened.workspace.navigation.open(opened.made)
  return opened
}

describe('the screen of a file', () => {
  it('[FS4] says that a file cannot be shown, and tries again', async () => {
    const { screen } = await openFile('Sea.png', 'image/png')
    const again = screen.getByRole('button', { name: 'Try again' })
    await expect.element(screen.getByText(/It cannot be shown: it is not on this disk yet/)).toBeVisible()
    await expect.element(screen.getByRole('img', { name: 'Sea.png' })).not.toBeInTheDocument()
    await again.click()
    await expect.poll(() => document.activeElement?.hasAttribute('data-landing')).toBe(true)
    await expect.element(again).toBeVisible()
  })

  it.each([
    ['Waves.ogg', 'audio/ogg', 'audio'],
    ['Waves.mp4', 'video/mp4', 'video'],
  ])('[FS5] plays %s', async (name, mimeType, element) => {
    const { screen } = await openFile(name, mimeType)
    const player = screen.getByRole('main').getByLabelText(name)
    await expect.element(player).toHaveAttribute('controls')
    expect(player.element().localName).toBe(element)
  })
})
