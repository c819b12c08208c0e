import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'

export interface Renderer {
  /** 2: system calls are filtered. */
  readonly seccomp: number
  readonly userId: number
  /** It lives in a user namespace that neither we nor its parent do. */
  readonly hasOwnUserNamespace: boolean
  readonly arguments: readonly string[]
}

/** What the kernel says of the processes that show pages of a program: no claim of the program's own. */
export function renderersOf(program: string): readonly Renderer[] {
  const found = execFileSync('pgrep', ['--full', `^${program}.* --type=renderer`], { encoding: 'utf8' })
  return found
    .trim()
    .split('\n')
    .map((pid) => {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8')
      const field = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+)`, 'm').exec(status)?.[1])
      return {
        seccomp: field('Seccomp'),
        userId: field('Uid'),
        hasOwnUserNamespace: readlinkSync(`/proc/${pid}/ns/user`) !== readlinkSync('/proc/self/ns/user'),
        arguments: readFileSync(`/proc/${pid}/cmdline`, 'utf8').split(/[\0 ]/),
      }
    })
}
