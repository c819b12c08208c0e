/** Links leave out of a heading what would be syntax in a link, so only letters, digits and pictures are compared. */
export function anchorKey(heading: string): string {
  return heading
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{Extended_Pictographic}]+/gu, ' ')
    .trim()
}
