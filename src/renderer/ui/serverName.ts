/** `https://grove.example.org` as people know it: `grove.example.org`. */
export function serverName(url: string): string {
  return url.replace(/^https?:\/\//, '')
}
