import { spawn } from 'node:child_process'

/** Waits until the process `$1` is gone: two Groves at once would fight for the data folder. */
const START_AFTER = 'pid=$1; shift; while kill -0 "$pid" 2>/dev/null; do sleep 0.05; done; exec "$0" "$@"'

/** Starts it as this Grove was started, but out of safe mode and without the link or file that was opened then. */
export function startWhenGone(file: string): void {
  const args = process.argv.slice(1).filter((argument) => argument.startsWith('--') && argument !== '--safe-mode')
  const child = spawn('/bin/sh', ['-c', START_AFTER, file, String(process.pid), ...args], {
    detached: true,
    stdio: 'ignore',
  })
  child.unref()
}
