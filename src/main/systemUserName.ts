import { userInfo } from 'node:os'

/** What the system calls whoever runs Grove; empty where it knows no name, as for a user without an entry. */
export function systemUserName(): string {
  try {
    return userInfo().username
  } catch {
    return ''
  }
}
