/** What systems run instead of showing, by the end of the name. */
const programs = new Set(
  (
    'app appimage application bash bat bin cmd com command cpl csh deb desktop dll dmg elf exe fish gadget hta inf ins ' +
    'iso jar jnlp js jse ksh lnk msc msi msp mst osascript pif pkg ps1 psm1 py pyc rb reg rpm run scpt scr sct sh ' +
    'shb terminal tool url vb vbe vbs webloc workflow ws wsc wsf wsh xbap zsh'
  ).split(' '),
)

/** False for files a system might run: those are shown in their folder instead, where the person decides knowingly. */
export function opensSafely(name: string): boolean {
  const trimmed = name.replace(/[\s.]+$/, '')
  const dot = trimmed.lastIndexOf('.')
  return dot > 0 && !programs.has(trimmed.slice(dot + 1).toLowerCase())
}
