/**
 * Puts texts into a document between marks, `<!-- bench NAME -->` and `<!-- end -->`, each on a line of its own. What has no
 * marks stays out; marks without a text keep what they hold.
 */
export function fillDocument(document: string, textByName: ReadonlyMap<string, string>): string {
  return document.replaceAll(/^<!-- bench (\S+) -->\n[^]*?^<!-- end -->$/gm, (found: string, name: string) => {
    const text = textByName.get(name)
    return text === undefined ? found : `<!-- bench ${name} -->\n\n${text}\n\n<!-- end -->`
  })
}
