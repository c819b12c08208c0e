/**
 * The line of an entry list that stands where one was (from 0, of `count`), or else the screen: what was done to a line may have taken
 * it away.
 */
export function lineAt(screen: HTMLElement | undefined, index: number, count: number): HTMLElement | null {
  const position = String(Math.min(index, count - 1) + 1)
  const line = [...(screen?.querySelectorAll('li') ?? [])].find((one) => one.getAttribute('aria-posinset') === position)
  return line?.querySelector('button') ?? document.querySelector<HTMLElement>('[data-landing]')
}
