/** Where a command writes. */
export interface Terminal {
  /** The result, and nothing else: it may be piped on. */
  readonly result: (text: string) => void
  /** What happens meanwhile, for a person; overwritten by the next one. Silent where nobody watches. */
  readonly progress: (text: string) => void
  /** A sentence for a person that stays. */
  readonly notice: (sentence: string) => void
}

/** The terminal of this process: the result on stdout, everything else on stderr. */
export function processTerminal(): Terminal {
  const isWatched = process.stderr.isTTY
  const clearLine = isWatched ? '\r\u001b[2K' : ''
  return {
    result: (text) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`),
    progress: (text) => {
      if (isWatched) process.stderr.write(clearLine + text.slice(0, Math.max(20, process.stderr.columns - 1)))
    },
    notice: (sentence) => void process.stderr.write(`${clearLine}${sentence}\n`),
  }
}
