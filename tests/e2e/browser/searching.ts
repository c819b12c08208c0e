import type { WorkspaceView } from '../WorkspaceView'

export async function writePage(tab: WorkspaceView, title: string, ...lines: readonly string[]): Promise<void> {
  await tab.createPage(title)
  await tab.text.click()
  for (const [index, line] of lines.entries()) {
    if (index > 0) await tab.page.keyboard.press('Enter')
    await tab.page.keyboard.type(line)
  }
  await tab.saved()
}

/** Types a question, and waits until so many pages are said to be found. */
export async function search({ page }: WorkspaceView, text: string, found: string): Promise<void> {
  await page.keyboard.press('Control+Shift+F')
  await page.getByRole('combobox', { name: 'Search in pages' }).fill(text)
  await page.getByText(found).waitFor()
}
